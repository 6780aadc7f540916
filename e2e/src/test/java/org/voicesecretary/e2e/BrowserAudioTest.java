package org.voicesecretary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.media.MediaListener;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.Playback;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.media.sdp.SessionDescription;

/** A page in a real browser and the media engine hear each other: ICE-lite, DTLS, SRTP, and keys. */
@Tag("e2e")
@Timeout(60)
class BrowserAudioTest {
    private static final double SERVER = 440;
    private static final double MICROPHONE = 700;
    private static final Pattern HEARD = Pattern.compile("\"hertz\":([0-9.]+),\"level\":(-?[0-9.]+)");

    @TempDir
    Path directory;

    private final MediaEngine engine = MediaEngine.start(MediaConfig.loopback());
    private final List<String> states = new CopyOnWriteArrayList<>();
    private final List<String> digits = new CopyOnWriteArrayList<>();
    private final List<Double> heardByBrowser = new CopyOnWriteArrayList<>();
    private volatile double loudestOfBrowser;
    private volatile SessionDescription answer;
    private HttpServer http;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", exchange -> reply(exchange, 200, "text/html", page()));
        http.createContext("/offer", this::answer);
        http.createContext("/state", exchange -> {
            states.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            reply(exchange, 204, "text/plain", new byte[0]);
        });
        http.createContext("/heard", exchange -> {
            Matcher heard = HEARD.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (heard.find() && Double.parseDouble(heard.group(2)) > -60) {
                heardByBrowser.add(Double.parseDouble(heard.group(1)));
            }
            reply(exchange, 204, "text/plain", new byte[0]);
        });
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
        engine.close();
    }

    private static byte[] page() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(BrowserAudioTest.class.getResourceAsStream("/browser/call.html"))) {
            return in.readAllBytes();
        }
    }

    private static void reply(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            SessionDescription offer = SdpParser.parse(exchange.getRequestBody().readAllBytes());
            MediaSession session = engine.open(new Keys());
            SessionDescription ours = session.answerWeb(offer);
            answer = ours;
            session.receive((samples, count, sampleRate, arrival, lost) -> {
                double tone = Goertzel.amplitude(samples, 0, count, MICROPHONE, sampleRate);
                loudestOfBrowser = Math.max(loudestOfBrowser, tone);
            });
            session.play(Prompt.looping(Tones.sine(SERVER, Tones.amplitude(-15), 1_000, 16_000)));
            reply(exchange, 201, SessionDescription.CONTENT_TYPE, ours.toBytes());
        } catch (Exception e) {
            states.add("failed: " + e);
            reply(exchange, 500, "text/plain", e.toString().getBytes(UTF_8));
        }
    }

    private final class Keys implements MediaListener {
        @Override
        public void onDigit(DtmfDigit digit, DigitSource how, long nanoTime) {
            digits.add(digit.symbol() + " by " + how);
        }

        @Override
        public void onPlaybackFinished(Playback playback) {}

        @Override
        public void onRtpTimeout() {
            states.add("media is over");
        }
    }

    @Test
    void aPageAndTheServerHearEachOtherAndAKeyOfThePageArrives() throws Exception {
        URI page = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
        try (Chromium browser = Chromium.open(directory, page, MICROPHONE)) {
            try {
                Eventually.holds(
                        "the page and the server hear each other",
                        Duration.ofSeconds(30),
                        () -> failed() || heardByBrowser.size() >= 4 && loudestOfBrowser > 300 && !digits.isEmpty());
            } catch (AssertionError e) {
                throw new AssertionError(
                        "the page went through " + states + ", heard " + heardByBrowser + " Hz and pressed " + digits
                                + "; the loudest of its tone was " + loudestOfBrowser + "; it says\n" + browser.log(),
                        e);
            }

            assertThat(states).as(browser.log()).contains("connected").noneMatch(state -> state.startsWith("failed"));
            assertThat(heardByBrowser.getLast()).as("what the page hears").isBetween(SERVER - 12, SERVER + 12);
            assertThat(loudestOfBrowser).as("the microphone's tone").isGreaterThan(300);
            assertThat(digits).containsExactly("5 by TELEPHONE_EVENT");
            assertThat(answer.encode()).contains("a=ice-lite", "a=setup:passive", "UDP/TLS/RTP/SAVPF");
        }
    }

    private boolean failed() {
        return states.stream().anyMatch(state -> state.startsWith("failed"));
    }
}
