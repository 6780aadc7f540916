package org.voicesecretary.speech.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.outbound.AddressRefusedException;
import org.voicesecretary.outbound.AddressSource;
import org.voicesecretary.outbound.GuardedAddresses;
import org.voicesecretary.outbound.UrlGuard;
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
    private final CloseableHttpClient client;
    private final Places places;

    /** @param decoder for MP3; not called for the other formats */
    public HttpSpeechEngine(HttpSpeechConfig config, Decoder decoder) {
        this.config = config;
        this.decoder = decoder;
        this.places = new Places(config.id(), AT_ONCE, config.timeout());
        Timeout timeout = Timeout.of(config.timeout());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(AT_ONCE)
                        .setMaxConnPerRoute(AT_ONCE)
                        // Written by the operator of this machine, where such services often run.
                        .setDnsResolver(new GuardedAddresses(UrlGuard.PRIVATE_TOO, AddressSource.system()))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setContentCompressionEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setExpectContinueEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
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

    /** A whole answer. */
    private record Answer(int status, byte[] body) {}

    @Override
    public Pcm render(SpeechRequest request) throws SpeechException, InterruptedException {
        Optional<String> problem = UrlGuard.PRIVATE_TOO.problemWith(config.endpoint());
        if (problem.isPresent()) {
            throw failed(SpeechException.Kind.OPERATOR, problem.get(), null);
        }
        Answer answer = exchange(request(request));
        byte[] body = answer.body();
        if (answer.status() != 200) {
            throw refused(answer.status(), body);
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
        client.close(CloseMode.IMMEDIATE);
    }

    private HttpPost request(SpeechRequest request) {
        String json = "{\"model\":" + quoted(config.model())
                + ",\"input\":" + quoted(request.text())
                + ",\"voice\":" + quoted(request.voice().id())
                + ",\"response_format\":" + quoted(config.format().wireName())
                + ",\"speed\":" + String.format(Locale.ROOT, "%.2f", request.ratePercent() / 100.0) + "}";
        var post = new HttpPost(config.endpoint());
        post.setHeader("Content-Type", "application/json");
        if (config.apiKey() != null) {
            post.setHeader("Authorization", "Bearer " + config.apiKey());
        }
        post.setEntity(new ByteArrayEntity(json.getBytes(StandardCharsets.UTF_8), null));
        return post;
    }

    /** On a thread of its own, so that neither a name that does not resolve nor a body that dribbles outlasts the deadline. */
    private Answer exchange(HttpPost request) throws SpeechException, InterruptedException {
        places.enter();
        var exchange = new FutureTask<>(() -> {
            try (ClassicHttpResponse response =
                    client.executeOpen(RoutingSupport.determineHost(request), request, null)) {
                return read(response, request);
            }
        });
        Thread.startVirtualThread(exchange);
        try {
            return exchange.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed(
                    SpeechException.Kind.UPSTREAM,
                    "no whole reply within " + config.timeout().toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failed(
                    cause instanceof AddressRefusedException
                            ? SpeechException.Kind.OPERATOR
                            : SpeechException.Kind.UPSTREAM,
                    "the exchange failed: " + cause,
                    cause);
        } finally {
            places.leave();
            if (!exchange.isDone()) {
                request.cancel();
                exchange.cancel(true);
            }
        }
    }

    private Answer read(ClassicHttpResponse response, HttpPost request) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Answer(response.getCode(), new byte[0]);
        }
        byte[] body = entity.getContent().readNBytes(config.maxBytes() + 1); // closed with the response
        if (body.length > config.maxBytes()) {
            request.cancel(); // closing the response would otherwise read on to its end, which may never come
            throw new IOException("the reply is longer than " + config.maxBytes() + " bytes");
        }
        return new Answer(response.getCode(), body);
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
