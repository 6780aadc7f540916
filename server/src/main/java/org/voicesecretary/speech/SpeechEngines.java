package org.voicesecretary.speech;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.SpeechConfig;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.command.CommandConfig;
import org.voicesecretary.speech.command.CommandEngine;
import org.voicesecretary.speech.command.ProgramFiles;
import org.voicesecretary.speech.espeak.EspeakConfig;
import org.voicesecretary.speech.espeak.EspeakEngine;
import org.voicesecretary.speech.http.HttpSpeechConfig;
import org.voicesecretary.speech.http.HttpSpeechEngine;

/**
 * The engines of an installation, opened in the order of its configuration.
 *
 * @param engines those that work
 * @param failures one for each that does not
 */
public record SpeechEngines(List<SpeechEngine> engines, List<SpeechException> failures) implements AutoCloseable {
    private static final String PATH = "/v1/audio/speech";
    private static final int MAX_SOUND = 64_000_000;

    public SpeechEngines {
        engines = List.copyOf(engines);
        failures = List.copyOf(failures);
    }

    /** An engine that does not open is reported, and the others are used. */
    public static SpeechEngines open(SpeechConfig config, HttpSpeechEngine.Decoder decoder)
            throws InterruptedException {
        List<SpeechEngine> engines = new ArrayList<>();
        List<SpeechException> failures = new ArrayList<>();
        for (SpeechConfig.Engine engine : config.engines()) {
            try {
                engines.add(
                        switch (engine) {
                            case ESPEAK -> espeak(config);
                            case COMMAND -> command(config);
                            case HTTP -> http(config, decoder);
                        });
            } catch (SpeechException e) {
                failures.add(e);
            } catch (IllegalArgumentException e) {
                failures.add(new SpeechException(SpeechException.Kind.OPERATOR, String.valueOf(e.getMessage()), e));
            }
        }
        return new SpeechEngines(engines, failures);
    }

    /** Their voices, with the installation's preferences. */
    public VoiceCatalog catalog(SpeechConfig config) {
        Map<Language, String> preferred = new LinkedHashMap<>();
        config.voices()
                .forEach((language, voice) -> Language.parse(language).ifPresent(known -> preferred.put(known, voice)));
        return new VoiceCatalog(engines, preferred);
    }

    @Override
    public void close() {
        engines.forEach(SpeechEngine::close);
    }

    private static SpeechEngine espeak(SpeechConfig config) throws SpeechException, InterruptedException {
        EspeakConfig defaults = EspeakConfig.DEFAULT;
        int spare = config.espeak().spare();
        return EspeakEngine.open(new EspeakConfig(
                config.espeak().program(),
                config.timeout(),
                Math.min(spare, 16),
                Math.min(4 * spare, 64),
                defaults.concurrent(),
                defaults.wordsPerMinute()));
    }

    private static SpeechEngine command(SpeechConfig config) {
        SpeechConfig.CommandConfig command = config.command();
        return new CommandEngine(new CommandConfig(
                "command",
                command.version().orElse("") + " "
                        + ProgramFiles.onPath(System.getenv("PATH")).print(command.line()),
                command.line(),
                voices(command.languages(), command.voices()),
                config.timeout(),
                MAX_SOUND));
    }

    private static SpeechEngine http(SpeechConfig config, HttpSpeechEngine.Decoder decoder) {
        SpeechConfig.HttpEngineConfig http = config.http();
        String base = http.url().orElse("").replaceFirst("/+$", "");
        return new HttpSpeechEngine(
                new HttpSpeechConfig(
                        "http",
                        URI.create(base.endsWith(PATH) ? base : base + PATH),
                        http.key().map(Secret::value).orElse(null),
                        http.model(),
                        format(http.format()),
                        24_000,
                        voices(http.languages(), http.voices()),
                        config.timeout(),
                        MAX_SOUND),
                decoder);
    }

    private static HttpSpeechConfig.Format format(SpeechConfig.SoundFormat format) {
        return switch (format) {
            case WAV -> HttpSpeechConfig.Format.WAV;
            case MP3 -> HttpSpeechConfig.Format.MP3;
            case PCM -> HttpSpeechConfig.Format.PCM;
        };
    }

    /** Each name with all the languages; without languages it reads every one, without names there is one voice. */
    private static List<Voice> voices(List<String> languages, List<String> names) {
        List<Language> spoken = languages.stream()
                .map(language -> Language.parse(language)
                        .orElseThrow(() -> new IllegalArgumentException("speech language '" + language
                                + "' is not one, expected something like en, ua or pt-br")))
                .toList();
        Language first = spoken.isEmpty() ? Voice.EVERY_LANGUAGE : spoken.getFirst();
        return (names.isEmpty() ? List.of("default") : names)
                .stream()
                        .map(name -> new Voice(name, first, spoken, name, Gender.UNKNOWN))
                        .toList();
    }
}
