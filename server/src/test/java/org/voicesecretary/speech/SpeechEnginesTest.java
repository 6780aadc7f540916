package org.voicesecretary.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.config.ByteSize;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.SpeechConfig;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.http.HttpSpeechEngine;

@Tag("wire")
class SpeechEnginesTest {
    private static final HttpSpeechEngine.Decoder NO_DECODER = file -> {
        throw new IOException("not needed");
    };

    @Test
    void enginesOpenInTheConfiguredOrderAndAMissingOneIsReported() throws Exception {
        SpeechConfig config = config(
                List.of(SpeechConfig.Engine.HTTP, SpeechConfig.Engine.ESPEAK, SpeechConfig.Engine.COMMAND),
                "/nowhere/espeak-ng",
                List.of("nova"));

        try (SpeechEngines engines = SpeechEngines.open(config, NO_DECODER)) {
            assertThat(engines.engines()).extracting(SpeechEngine::id).containsExactly("http", "command");
            assertThat(engines.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("/nowhere/espeak-ng"));
            assertThat(engines.engines().getFirst().version())
                    .isEqualTo("http://127.0.0.1:9/v1/audio/speech tts-1 wav");
        }
    }

    @Test
    void anEngineWithoutLanguagesSpeaksEveryOne() throws Exception {
        SpeechConfig config = config(List.of(SpeechConfig.Engine.HTTP), "espeak-ng", List.of());

        try (SpeechEngines engines = SpeechEngines.open(config, NO_DECODER)) {
            assertThat(engines.catalog(config).speaks(new Language("sw"))).isTrue();
            assertThat(engines.catalog(config).all().getFirst().voice().id()).isEqualTo("default");
        }
    }

    @Test
    void theInstallationsVoicesArePreferred() throws Exception {
        SpeechConfig config = config(List.of(SpeechConfig.Engine.ESPEAK), "espeak-ng", List.of());

        try (SpeechEngines engines = SpeechEngines.open(config, NO_DECODER)) {
            assertThat(engines.failures()).isEmpty();
            VoiceCatalog catalog = engines.catalog(config);
            assertThat(catalog.choose(Language.DE, null, null)
                            .candidates()
                            .getFirst()
                            .voice()
                            .id())
                    .isEqualTo("de+f2");
            assertThat(catalog.choose(Language.UA, null, null)
                            .candidates()
                            .getFirst()
                            .voice()
                            .id())
                    .isEqualTo("ua");
            assertThat(catalog.languages()).contains("ru", "ua", "en", "es", "pl", "fr", "de", "it", "zh");
        }
    }

    @Test
    void aVoiceNameThatCannotBeUsedIsReportedNotThrown() throws Exception {
        SpeechConfig config = config(List.of(SpeechConfig.Engine.HTTP), "espeak-ng", List.of("--evil voice"));

        try (SpeechEngines engines = SpeechEngines.open(config, NO_DECODER)) {
            assertThat(engines.engines()).isEmpty();
            assertThat(engines.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("--evil voice"));
        }
    }

    @Test
    void theHttpEngineIsAskedForTheFormatOfTheConfiguration() throws Exception {
        for (SpeechConfig.SoundFormat format : SpeechConfig.SoundFormat.values()) {
            SpeechConfig config = config(List.of(SpeechConfig.Engine.HTTP), "espeak-ng", List.of("alloy"), format);
            try (SpeechEngines engines = SpeechEngines.open(config, NO_DECODER)) {
                assertThat(engines.engines())
                        .singleElement()
                        .satisfies(engine -> assertThat(engine.version())
                                .endsWith(format.name().toLowerCase(Locale.ROOT)));
            }
        }
    }

    private static SpeechConfig config(List<SpeechConfig.Engine> engines, String espeak, List<String> voices) {
        return config(engines, espeak, voices, SpeechConfig.SoundFormat.WAV);
    }

    private static SpeechConfig config(
            List<SpeechConfig.Engine> engines, String espeak, List<String> voices, SpeechConfig.SoundFormat format) {
        return new SpeechConfig(
                engines,
                Map.of("de", "de+f2"),
                Duration.ofSeconds(10),
                ByteSize.parse("1MB"),
                new SpeechConfig.EspeakConfig(espeak, 1),
                new SpeechConfig.CommandConfig(List.of("cat"), Optional.empty(), List.of("en", "de"), List.of()),
                new SpeechConfig.HttpEngineConfig(
                        Optional.of("http://127.0.0.1:9/"),
                        Optional.of(new Secret("sesame")),
                        "tts-1",
                        format,
                        List.of(),
                        voices));
    }
}
