package org.voicesecretary.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.media.audio.AudioMatch;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechCache;
import org.voicesecretary.speech.SpeechEngines;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.timeline.TimelineEvent;

/** What sentences sound like, rendered beside the server and without it: what was heard is compared with this. */
final class Rendered implements AutoCloseable {
    private static final long BYTES = 64L << 20;
    /** Digits are spoken more slowly. */
    private static final int DIGIT_RATE = 85;

    private final SpeechEngines engines;
    private final Speaker speaker;

    private Rendered(SpeechEngines engines, Speaker speaker) {
        this.engines = engines;
        this.speaker = speaker;
    }

    static Rendered in(Path directory) throws IOException, InterruptedException {
        var speech = new ConfigLoader(directory, Map.of()).load(null).config().speech();
        SpeechEngines engines = SpeechEngines.open(speech, file -> {
            throw new IllegalStateException("no engine of these tests sends files");
        });
        SpeechCache cache = SpeechCache.open(directory.resolve("rendered"), BYTES, BYTES, InstantSource.system());
        return new Rendered(engines, new Speaker(engines.catalog(speech), cache, InstantSource.system()));
    }

    /** An announcement of a timeline. */
    Pcm sound(TimelineEvent.Said said) throws InterruptedException {
        int rate = said.instruction().equals("ivr_saydigits") ? DIGIT_RATE : 100;
        Language language = Language.parse(said.language()).orElseThrow();
        try {
            return speaker.say(new Speaker.Utterance(said.text(), language, null, null, rate))
                    .sound();
        } catch (SpeechException e) {
            throw new AssertionError("'" + said.text() + "' cannot be rendered: " + e.getMessage(), e);
        }
    }

    /** Announcements of one reply, which are played without a gap. */
    Pcm sound(List<TimelineEvent.Said> turn) throws InterruptedException {
        Pcm whole = Pcm.silence(0, 16_000);
        for (TimelineEvent.Said said : turn) {
            whole = whole.concat(sound(said));
        }
        return whole;
    }

    /** How well a turn is found in what a phone heard. */
    AudioMatch match(List<TimelineEvent.Said> turn, Pcm heard) throws InterruptedException {
        return AudioMatch.of(sound(turn), heard);
    }

    @Override
    public void close() {
        engines.close();
    }
}
