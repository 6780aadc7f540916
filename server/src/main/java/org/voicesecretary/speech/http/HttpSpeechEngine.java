package org.voicesecretary.speech.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.speech.Places;
import org.voicesecretary.speech.SpeakableText;
import org.voicesecretary.speech.SpeechEngine;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechRequest;
import org.voicesecretary.speech.Voice;

/** Asks an OpenAI-compatible speech service. Redirects are not followed; one deadline covers the whole exchange. */
public final class HttpSpeechEngine implements SpeechEngine {
    /** Makes sound of a compressed reply. */
    @FunctionalInterface
    public interface Decoder {
        Pcm decode(byte[] file) throws IOException, InterruptedException;
    }

    /** Requests in flight; a reply may be as large as the limit, and all are in memory. */
    private static final int AT_ONCE = 16;

    private final HttpSpeechConfig config;
    private final Decoder decoder;
    private final HttpClient client;
    private final Places places;

    /** @param decoder for MP3; not called for the other formats */
    public HttpSpeechEngine(HttpSpeechConfig config, Decoder decoder) {
        this.config = config;
        this.decoder = decoder;
        this.places = new Places(config.id(), AT_ONCE, config.timeout());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.timeout())
                .build();
    }

    @Override
    public String id() {
        return config.id();
    }

    @Override
    public String version() {
        return config.endpoint() + " " + config.model() + " " + config.format().wireName();
    }

    @Override
    public List<Voice> voices() {
        return config.voices();
    }

    @Override
    public Pcm render(SpeechRequest request) throws SpeechException, InterruptedException {
        HttpResponse<byte[]> response = exchange(request(request));
        byte[] body = response.body();
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), body);
        }
        try {
            return switch (config.format()) {
                case WAV -> WavFile.parse(body, "its reply");
                case MP3 -> decoder.decode(body);
                case PCM -> samples(body);
            };
        } catch (IOException e) {
            throw failed(SpeechException.Kind.UPSTREAM, e.getMessage() + "; asked for " + config.format(), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest request(SpeechRequest request) {
        String json = "{\"model\":" + quoted(config.model())
                + ",\"input\":" + quoted(request.text())
                + ",\"voice\":" + quoted(request.voice().id())
                + ",\"response_format\":" + quoted(config.format().wireName())
                + ",\"speed\":" + String.format(Locale.ROOT, "%.2f", request.ratePercent() / 100.0) + "}";
        HttpRequest.Builder builder = HttpRequest.newBuilder(config.endpoint())
                .timeout(config.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        if (config.apiKey() != null) {
            builder.header("Authorization", "Bearer " + config.apiKey());
        }
        return builder.build();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws SpeechException, InterruptedException {
        places.enter();
        // The client's own timeout ends with the headers: a body that dribbles needs a deadline over everything.
        CompletableFuture<HttpResponse<byte[]>> reply = client.sendAsync(
                request,
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), config.maxBytes()));
        try {
            return reply.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed(
                    SpeechException.Kind.UPSTREAM,
                    "no whole reply within " + config.timeout().toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failed(SpeechException.Kind.UPSTREAM, "the exchange failed: " + cause, cause);
        } finally {
            places.leave();
            reply.cancel(true);
        }
    }

    private SpeechException refused(int status, byte[] body) {
        String said =
                SpeakableText.of(new String(body, StandardCharsets.UTF_8), 200).text();
        String message = "answered HTTP " + status + (said.isEmpty() ? "" : " (" + said + ")");
        return switch (status) {
            case 401, 403 ->
                failed(SpeechException.Kind.OPERATOR, message + ", expected 200; check the engine's api-key", null);
            case 404 -> failed(SpeechException.Kind.OPERATOR, message + ", expected 200; check the engine's URL", null);
            case 429 -> failed(SpeechException.Kind.CAPACITY, message + ", expected 200", null);
            default -> failed(SpeechException.Kind.UPSTREAM, message + ", expected 200", null);
        };
    }

    private SpeechException failed(SpeechException.Kind kind, String what, @Nullable Throwable cause) {
        return new SpeechException(
                kind, "speech engine " + config.id() + ": " + config.endpoint() + ": " + what, cause);
    }

    private Pcm samples(byte[] body) {
        short[] samples = new short[body.length / 2];
        ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return new Pcm(samples, config.pcmSampleRate());
    }

    /** RFC 8259 §7. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
