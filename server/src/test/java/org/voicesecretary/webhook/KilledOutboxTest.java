package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.storage.Eventually;
import org.voicesecretary.storage.TestEngine;

/** What becomes of events when the process is killed. */
@Tag("db")
@Tag("wire")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class KilledOutboxTest {
    /** Kills; {@code -Doutbox.kills} makes it more of them. */
    private static final int ROUNDS = Integer.getInteger("outbox.kills", 2);

    private static final int MANY = 100_000;

    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    /** By call: the numbers of its events as they arrived. */
    private final Map<String, Queue<Integer>> arrived = new ConcurrentHashMap<>();

    private final HttpServer script;
    private final List<Process> started = new ArrayList<>();

    KilledOutboxTest() throws IOException {
        script = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        script.createContext("/", exchange -> {
            String[] words = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split(" ");
            arrived.computeIfAbsent(words[0], call -> new ConcurrentLinkedQueue<>())
                    .add(Integer.parseInt(words[1]));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        script.start();
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
        script.stop(0);
    }

    @Test
    void whatWasSafeArrivesInOrderHoweverOftenTheProcessIsKilled() throws Exception {
        Set<Integer> safe = new LinkedHashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process process = start(round * MANY, MANY);
            BufferedReader lines = process.inputReader();
            for (int read = 0; read < 40 + 30 * round; read++) {
                safe.add(Integer.parseInt(lines.readLine().substring("safe ".length())));
            }
            process.toHandle().destroyForcibly(); // SIGKILL; what it has printed can still be read
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            for (String line = lines.readLine(); line != null && line.matches("safe \\d+"); line = lines.readLine()) {
                safe.add(Integer.parseInt(line.substring("safe ".length())));
            }
        }
        start(ROUNDS * MANY, 0);

        List<Integer> all =
                IntStream.range(0, OutboxProcess.EVENTS_OF_A_CALL).boxed().toList();
        Eventually.holds(
                "all that was safe has arrived",
                () -> safe.stream()
                        .allMatch(call -> new LinkedHashSet<>(
                                        arrived.getOrDefault(String.valueOf(call), new ConcurrentLinkedQueue<>()))
                                .containsAll(all)));
        assertThat(arrived).allSatisfy((call, events) -> {
            assertThat(List.copyOf(events)).as("call %s", call).isSorted();
            assertThat(new LinkedHashSet<>(events))
                    .as("call %s", call)
                    .containsExactlyElementsOf(all.subList(0, new LinkedHashSet<>(events).size()));
        });
        long twice = arrived.values().stream()
                .filter(events -> events.size() > new LinkedHashSet<>(events).size())
                .count();
        assertThat(twice)
                .as("calls with an event that came twice: those under way at a kill")
                .isLessThan(ROUNDS * 30L);
    }

    private Process start(int firstCall, int calls) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", // it lives for seconds: what it costs is its start
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OutboxProcess.class.getName(),
                path.resolve("data").toString(),
                "http://127.0.0.1:" + script.getAddress().getPort() + "/",
                String.valueOf(firstCall),
                String.valueOf(calls));
        builder.environment().putAll(engine.settings(path.resolve("data")));
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(path.resolve("log").toFile()));
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
