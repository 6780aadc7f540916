package org.voicesecretary.speech.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Gender;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechRequest;
import org.voicesecretary.speech.Voice;

@Tag("wire")
class HttpSpeechEngineTest {
    private static final Voice VOICE = new Voice("alloy", Language.EN, "Alloy", Gender.UNKNOWN);
    private static final Pcm SOUND = Tones.sine(700, 8_000, 300, 24_000);

    private interface Answer {
        void to(HttpExchange exchange) throws Exception;
    }

    private final AtomicReference<String> body = new AtomicReference<>("");
    private final AtomicReference<String> authorization = new AtomicReference<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Answer answer = exchange -> send(exchange, 200, WavFile.toBytes(SOUND));
    private HttpServer server;
    private ExecutorService threads;

    @BeforeEach
    void start() throws IOException {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/audio/speech", exchange -> {
            body.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            try {
                answer.to(exchange);
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        done.countDown();
        server.stop(0);
        threads.close();
    }

    @Test
    void theRequestIsTheOneThatSuchServicesKnow() throws Exception {
        try (HttpSpeechEngine engine = engine(HttpSpeechConfig.Format.WAV)) {
            assertThat(engine.render(new SpeechRequest("Say \"hi\" \\ привет", VOICE, Language.EN, 125, 100)))
                    .isEqualTo(SOUND);
        }
        assertThat(body.get())
                .isEqualTo("{\"model\":\"tts-1\",\"input\":\"Say \\\"hi\\\" \\\\ привет\",\"voice\":\"alloy\","
                        + "\"response_format\":\"wav\",\"speed\":1.25}");
        assertThat(authorization.get()).isEqualTo("Bearer sesame");
    }

    @Test
    void pcmIsTakenAtTheConfiguredRate() throws Exception {
        byte[] wav = WavFile.toBytes(SOUND);
        answer = exchange -> send(exchange, 200, Arrays.copyOfRange(wav, 44, wav.length));

        try (HttpSpeechEngine engine = engine(HttpSpeechConfig.Format.PCM)) {
            assertThat(render(engine)).isEqualTo(SOUND);
        }
        assertThat(body.get()).contains("\"response_format\":\"pcm\"");
    }

    @Test
    void mp3GoesThroughTheDecoder() throws Exception {
        answer = exchange -> send(exchange, 200, new byte[] {1, 2, 3});

        try (HttpSpeechEngine engine = engine(HttpSpeechConfig.Format.MP3)) {
            assertThat(render(engine).samples()).containsExactly(3);
        }
    }

    @Test
    void refusalsSayWhoMustDoWhat() {
        refused(401, "{\"error\":\"bad key\"}", SpeechException.Kind.OPERATOR, "api-key");
        refused(404, "", SpeechException.Kind.OPERATOR, "URL");
        refused(429, "slow down", SpeechException.Kind.CAPACITY, "slow down");
        refused(500, "x".repeat(5_000), SpeechException.Kind.UPSTREAM, "HTTP 500");
        refused(204, "", SpeechException.Kind.UPSTREAM, "HTTP 204");
    }

    @Test
    void redirectsAreNotFollowed() {
        answer = exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
            send(exchange, 302, new byte[0]);
        };
        fails(SpeechException.Kind.UPSTREAM, "HTTP 302");
    }

    @Test
    void aReplyThatIsNoSoundIsTheServicesFailure() {
        answer = exchange -> send(exchange, 200, "<html>sorry</html>".getBytes(StandardCharsets.UTF_8));
        fails(SpeechException.Kind.UPSTREAM, "RIFF");
    }

    @Test
    void aBodyWithoutEndIsCutOff() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(new byte[64_000]);
                }
            }
        };
        fails(SpeechException.Kind.UPSTREAM, "exchange failed");
    }

    @Test
    void aBodyThatDribblesIsGivenUpAtTheDeadline() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            done.await(30, TimeUnit.SECONDS);
        };
        fails(SpeechException.Kind.UPSTREAM, "2000 ms");
    }

    @Test
    void aServiceThatIsDownIsNamed() {
        server.stop(0);
        fails(SpeechException.Kind.UPSTREAM, "/v1/audio/speech");
    }

    @Test
    void theKeyIsNeverPrinted() {
        assertThat(config(HttpSpeechConfig.Format.WAV).toString())
                .contains("***")
                .doesNotContain("sesame");
    }

    private void refused(int status, String said, SpeechException.Kind kind, String expected) {
        answer = exchange -> send(exchange, status, said.getBytes(StandardCharsets.UTF_8));
        fails(kind, expected);
    }

    private void fails(SpeechException.Kind kind, String expected) {
        try (HttpSpeechEngine engine = engine(HttpSpeechConfig.Format.WAV)) {
            assertThatThrownBy(() -> render(engine))
                    .isInstanceOfSatisfying(
                            SpeechException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                    .hasMessageContaining("speech engine cloud")
                    .hasMessageContaining(expected)
                    .satisfies(
                            e -> assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("sesame"));
        }
    }

    private static Pcm render(HttpSpeechEngine engine) throws Exception {
        return engine.render(new SpeechRequest("hello", VOICE, Language.EN));
    }

    private HttpSpeechEngine engine(HttpSpeechConfig.Format format) {
        return new HttpSpeechEngine(config(format), file -> new Pcm(new short[] {(short) file.length}, 8_000));
    }

    private HttpSpeechConfig config(HttpSpeechConfig.Format format) {
        return new HttpSpeechConfig(
                "cloud",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/audio/speech"),
                "sesame",
                "tts-1",
                format,
                24_000,
                List.of(VOICE),
                Duration.ofSeconds(2),
                1_000_000);
    }

    private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }
}
