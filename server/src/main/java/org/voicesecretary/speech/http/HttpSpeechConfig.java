package org.voicesecretary.speech.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.speech.Voice;

/**
 * A speech service with the OpenAI-compatible {@code POST …/v1/audio/speech}.
 *
 * @param id the engine's name: letters, digits and dashes
 * @param endpoint the whole URL, http or https
 * @param apiKey sent as a bearer token; null for none. Never printed
 * @param model as the service calls it
 * @param format what the service is asked to send
 * @param pcmSampleRate of {@link Format#PCM}, which has no header (24,000 Hz at most services)
 * @param voices the voices of the service with the language each is used for, at least one
 * @param timeout for the whole exchange
 * @param maxBytes of the reply's body
 */
public record HttpSpeechConfig(
        String id,
        URI endpoint,
        @Nullable String apiKey,
        String model,
        Format format,
        int pcmSampleRate,
        List<Voice> voices,
        Duration timeout,
        int maxBytes) {
    /** A form of sound that such services send. */
    public enum Format {
        WAV,
        MP3,
        PCM;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public HttpSpeechConfig {
        voices = List.copyOf(voices);
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(
                    "speech engine id is not usable: '" + id + "', expected letters, digits and dashes");
        }
        String scheme = endpoint.getScheme();
        if (endpoint.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException("speech engine " + id + ": endpoint '" + endpoint
                    + "' is not usable, expected http(s)://host/v1/audio/speech");
        }
        if (voices.isEmpty()) {
            throw new IllegalArgumentException("speech engine " + id + ": no voices, expected at least one");
        }
        if (pcmSampleRate < 8_000 || pcmSampleRate > 192_000) {
            throw new IllegalArgumentException("speech engine " + id + ": pcm sample rate is out of range: "
                    + pcmSampleRate + " Hz, expected 8000 to 192000");
        }
        if (timeout.isNegative() || timeout.isZero() || maxBytes < 1) {
            throw new IllegalArgumentException("speech engine " + id + ": timeout " + timeout + " and limit " + maxBytes
                    + " bytes, expected more than 0");
        }
    }

    @Override
    public String toString() {
        return "HttpSpeechConfig[" + id + ", " + endpoint + ", key " + (apiKey == null ? "none" : "***") + ", model "
                + model + ", " + format + ", " + voices.size() + " voices]";
    }
}
