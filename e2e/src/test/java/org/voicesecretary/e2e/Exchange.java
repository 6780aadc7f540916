package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * A running server with a script behind it, for all tests of a class: each test takes a {@link Line}, a number of its own, so
 * that tests do not hear each other. The sound {@code tone} is 20 s of {@link #HERTZ}, {@code short} 200 ms of it.
 */
final class Exchange implements AutoCloseable {
    static final double HERTZ = 700;
    static final Duration SOON = Duration.ofSeconds(10);
    /** A reply that plays the long tone and waits for one key. */
    static final String TONE_AND_KEY =
            "{\"ivr_play\":\"tone\",\"wait_dtmf\":{\"timeout\":20,\"attempts\":1,\"maxdigits\":1,\"name\":\"menu\"}}";

    static final String HANG_UP = "{\"hangup\":1}";

    private static final int LINES = 60;
    private static final long FIRST_NUMBER = 442037691000L;

    private final WebhookDouble script;
    private final RunningServer server;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();

    private Exchange(WebhookDouble script, RunningServer server) {
        this.script = script;
        this.server = server;
        for (EventType type : EventType.values()) {
            script.on(type, this::reply);
        }
    }

    static Exchange open(Path directory) throws IOException, InterruptedException {
        return open(directory, "127.0.0.0/8, \"::1/128\"", Map.of());
    }

    /**
     * @param allowed sources of the only trunk, as in account.yaml
     * @param settings as for {@link RunningServer#start(Path, String, Map)}
     */
    static Exchange open(Path directory, String allowed, Map<String, String> settings)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        double loud = Tones.amplitude(-10);
        WavFile.write(directory.resolve("tone.wav"), Tones.sine(HERTZ, loud, 20_000, 16_000));
        WavFile.write(directory.resolve("short.wav"), Tones.sine(HERTZ, loud, 200, 16_000));
        WebhookDouble script = WebhookDouble.start();
        String numbers = IntStream.range(0, LINES)
                .mapToObj(i -> "{number: \"" + (FIRST_NUMBER + i) + "\"}")
                .collect(Collectors.joining(", "));
        String account = """
                account: {name: Test shop, key: %s, secret: %s, time-zone: Europe/Berlin, language: en}
                webhook: {url: "%s"}
                trunks: [{name: loopback, allow: [%s]}]
                sounds: [{id: tone, file: tone.wav}, {id: short, file: short.wav}]
                numbers: [%s]
                """.formatted(RunningServer.KEY, RunningServer.SECRET, script.url(), allowed, numbers);
        var both = new LinkedHashMap<String, String>();
        both.put("VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:0,tcp:127.0.0.1:0,udp:[::1]:0,tcp:[::1]:0");
        both.putAll(settings);
        try {
            return new Exchange(script, RunningServer.start(directory, account, both));
        } catch (Throwable e) {
            script.close();
            throw e;
        }
    }

    RunningServer server() {
        return server;
    }

    /** A number whose script answers NOTIFY_START like this, and everything else by hanging up. */
    Line line(String start) {
        return line(start, HANG_UP);
    }

    Line line(String start, String ivr) {
        int index = taken.getAndIncrement();
        assertThat(index).as("lines left").isLessThan(LINES);
        var line = new Line(Long.toString(FIRST_NUMBER + index), DoubleReply.json(start), DoubleReply.json(ivr));
        lines.put(line.number, line);
        return line;
    }

    private DoubleReply reply(WebhookRequest request) {
        Line line = lines.get(request.field("called_did"));
        EventType type = request.type().orElseThrow();
        if (line == null) {
            return DoubleReply.empty();
        }
        return switch (type) {
            case NOTIFY_START -> line.start;
            case NOTIFY_IVR -> line.ivr;
            default -> DoubleReply.empty();
        };
    }

    /** How often a SIP message whose start line begins so was received in the call to this line. */
    boolean saw(Line line, String startLine, int times) {
        List<TimelineEntry> all = server.timeline();
        return all.stream()
                        .filter(entry -> entry.call().equals(call(line, all)))
                        .filter(entry -> entry.event() instanceof TimelineEvent.SipMessage(var sent, var text, var peer)
                                && !sent
                                && text.startsWith(startLine))
                        .count()
                >= times;
    }

    /** What of this kind is on the timeline of the call to this line. */
    <T extends TimelineEvent> List<T> events(Line line, Class<T> kind) {
        List<TimelineEntry> all = server.timeline();
        return all.stream()
                .filter(entry -> entry.call().equals(call(line, all)))
                .map(TimelineEntry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Waits until the announcement of the call to this line has gone on for so long. */
    void awaitSound(Line line, long millis) throws InterruptedException {
        long[] began = new long[1];
        Eventually.that("an announcement of " + line.number(), () -> {
            List<TimelineEntry> all = server.timeline();
            boolean said = all.stream()
                    .anyMatch(entry -> entry.event() instanceof TimelineEvent.Said
                            && entry.call().equals(call(line, all)));
            if (said && began[0] == 0) {
                began[0] = System.nanoTime();
            }
            return said && System.nanoTime() - began[0] >= millis * 1_000_000;
        });
    }

    private static @Nullable CallId call(Line line, List<TimelineEntry> all) {
        return all.stream()
                .filter(entry -> entry.event() instanceof TimelineEvent.CallStarted(var caller, var called)
                        && called.equals(line.number))
                .map(TimelineEntry::call)
                .findFirst()
                .orElse(null);
    }

    /** {@code GET} of the operations port. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + server.assembly().httpPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** A figure of {@code /metrics}, 0 where there is none. */
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        try (script) {
            server.close();
        }
    }

    /** One number and what its script was asked and told. */
    final class Line {
        private final String number;
        private volatile DoubleReply start;
        private volatile DoubleReply ivr;

        private Line(String number, DoubleReply start, DoubleReply ivr) {
            this.number = number;
            this.start = start;
            this.ivr = ivr;
        }

        /** Spoils or changes the answer to NOTIFY_START. */
        Line starting(DoubleReply reply) {
            start = reply;
            return this;
        }

        Line then(DoubleReply reply) {
            ivr = reply;
            return this;
        }

        String number() {
            return number;
        }

        String sip() {
            return server.sip(number);
        }

        String sipOverTcp() {
            return server.sipOverTcp(number);
        }

        List<WebhookRequest> requests(EventType type) {
            return script.requests(type).stream()
                    .filter(request -> request.field("called_did").equals(number))
                    .toList();
        }

        /** The n-th event of this kind, counted from 1. */
        WebhookRequest await(EventType type, int count) throws InterruptedException {
            Eventually.that(
                    () -> type + " number " + count + " of " + number + ", but there are " + requests(type),
                    () -> requests(type).size() >= count);
            return requests(type).get(count - 1);
        }

        WebhookRequest await(EventType type) throws InterruptedException {
            return await(type, 1);
        }

        /** NOTIFY_END came, and exactly one. */
        void ended(String disposition, int cause) throws InterruptedException {
            WebhookRequest end = await(EventType.NOTIFY_END);
            assertThat(end.field("disposition")).isEqualTo(disposition);
            assertThat(end.field("status_code")).isEqualTo(Integer.toString(cause));
            assertThat(requests(EventType.NOTIFY_END))
                    .hasSize(requests(EventType.NOTIFY_START).size());
        }
    }
}
