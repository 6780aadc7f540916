package org.voicesecretary.doctor;

import java.time.Duration;
import java.util.function.Consumer;
import org.voicesecretary.config.SpeechConfig;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.prompt.Ffmpeg;
import org.voicesecretary.prompt.SoundImport;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.SpeechEngine;
import org.voicesecretary.speech.SpeechEngines;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechRequest;
import org.voicesecretary.speech.Voice;
import org.voicesecretary.testkit.NanoClock;

/**
 * Whether each speech engine says a word, and whether sound files can be read.
 *
 * @param ffmpeg the program, by name or path
 */
record SpeechChecks(SpeechConfig config, NanoClock clock, String ffmpeg) implements Check {
    private static final String WORD = "one";

    @Override
    public void run(Consumer<Finding> tell) throws InterruptedException {
        SoundImport imports = SoundImport.onThisMachine(SoundImport.Limits.DEFAULT);
        try (SpeechEngines engines = SpeechEngines.open(config, file -> imports.decode(file, "speech"))) {
            for (SpeechException failure : engines.failures()) {
                tell.accept(Finding.fail(
                        "speech", String.valueOf(failure.getMessage()), "mend it, or take it out of speech.engines"));
            }
            for (SpeechEngine engine : engines.engines()) {
                tell.accept(engine(engine));
            }
            if (engines.engines().isEmpty()) {
                tell.accept(Finding.fail(
                        "speech",
                        "no engine works: callers hear tones instead of words",
                        "install espeak-ng (apt install espeak-ng)"));
            }
        }
        tell.accept(
                Ffmpeg.find(ffmpeg).isPresent()
                        ? Finding.ok("ffmpeg", "found: WAV, MP3, Ogg, FLAC and M4A sounds can be used")
                        : Finding.warn(
                                "ffmpeg",
                                "not found: only WAV and MP3 sounds can be used",
                                "install it for others (apt install ffmpeg)"));
    }

    private Finding engine(SpeechEngine engine) throws InterruptedException {
        String subject = "speech " + engine.id();
        if (engine.voices().isEmpty()) {
            return Finding.fail(subject, "has no voices", "install voices for it");
        }
        Voice voice = engine.voices().stream()
                .filter(one -> one.speaks(Language.EN))
                .findFirst()
                .orElse(engine.voices().getFirst());
        long start = clock.nanoTime();
        try {
            Language language = voice.speaks(Language.EN) ? Language.EN : voice.language();
            Pcm sound = engine.render(new SpeechRequest(WORD, voice, language));
            long millis = Duration.ofNanos(clock.nanoTime() - start).toMillis();
            return sound.peak() == 0
                    ? Finding.fail(
                            subject, "returned silence for a word in voice " + voice.id(), "check its configuration")
                    : Finding.ok(
                            subject,
                            "said a word in " + millis + " ms; version " + engine.version() + ", "
                                    + engine.voices().size() + " voices");
        } catch (SpeechException e) {
            return Finding.fail(
                    subject, String.valueOf(e.getMessage()), "check the section speech of the configuration");
        }
    }
}
