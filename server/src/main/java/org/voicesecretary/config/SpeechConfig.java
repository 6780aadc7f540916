package org.voicesecretary.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * @param engines tried in this order: the first that speaks the language is used
 * @param voices language to voice, where the engine's first choice is not wanted
 * @param cache how much rendered speech is kept on disk
 */
public record SpeechConfig(
        List<Engine> engines,
        Map<String, String> voices,
        @Between({"1s", "2m"}) Duration timeout,
        @Between({"1MB", "1TB"}) ByteSize cache,
        EspeakConfig espeak,
        CommandConfig command,
        HttpEngineConfig http)
        implements Checked {
    /** What can turn text into speech. */
    public enum Engine {
        ESPEAK,
        COMMAND,
        HTTP
    }

    /** @param spare processes that are started ahead of the text, so that none waits for a start */
    public record EspeakConfig(
            String program, @Between({"0", "64"}) int spare) {}

    /**
     * A program that reads text on standard input and writes a WAV file to standard output.
     *
     * @param version whatever changes when it sounds different and its own file does not tell
     * @param line program and arguments; {@code {language}} and {@code {voice}} are replaced
     * @param languages what it speaks; empty = every language
     */
    public record CommandConfig(
            List<String> line, Optional<String> version, List<String> languages, List<String> voices) {}

    /** What an HTTP engine is asked to send. */
    public enum SoundFormat {
        WAV,
        MP3,
        /** 16-bit samples at 24 kHz without a header. */
        PCM
    }

    /**
     * A server with the OpenAI-compatible {@code POST …/v1/audio/speech}.
     *
     * @param url its base, such as {@code http://127.0.0.1:8000}
     */
    public record HttpEngineConfig(
            Optional<String> url,
            Optional<Secret> key,
            String model,
            SoundFormat format,
            List<String> languages,
            List<String> voices) {}

    @Override
    public void check(BiConsumer<String, String> complain) {
        if (engines.contains(Engine.COMMAND) && command.line().isEmpty()) {
            complain.accept(
                    "command.line", "speech.engines has command, but speech.command.line is empty; name the program");
        }
        if (engines.contains(Engine.HTTP) && http.url().isEmpty()) {
            complain.accept(
                    "http.url", "speech.engines has http, but speech.http.url is not set; give the server's base URL");
        }
    }
}
