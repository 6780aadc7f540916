package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.voicesecretary.server.ExitCode;
import org.voicesecretary.server.Main;
import org.voicesecretary.server.Surroundings;
import org.voicesecretary.sip.transport.Transport;

/** The doctor, as an operator runs it; each of its checks has tests of its own beside it. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
class DoctorTest {
    private static final int SLOW_MILLIS = 1300;

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void useFreePorts() {
        environment.put("VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:0,tcp:127.0.0.1:0");
        environment.put("VOICE_SECRETARY_HTTP_LISTEN", "127.0.0.1:0");
        environment.put("VOICE_SECRETARY_RTP_PORTS", "34000-37999");
    }

    @Test
    void aNewInstallationIsFitButHasNoAccounts() {
        Result result = run("doctor");

        assertThat(result.code).as(result.out).isEqualTo(ExitCode.WELL);
        assertThat(result.out)
                .containsPattern("OK +sip udp:127.0.0.1:0 +free")
                .containsPattern("OK +http 127.0.0.1:0 +free")
                .containsPattern("OK +rtp 34000-37999 +\\d+ ports are free, 1000 calls need 2000")
                .containsPattern("OK +public address +not needed")
                .containsPattern("OK +speech espeak-ng +said a word in \\d+ ms")
                .containsPattern("OK +ffmpeg +found")
                .containsPattern("(OK|WARN) +data-dir +\\S+/data \\(made at the first start\\), \\d+ MB free")
                .containsPattern("OK +clock +20")
                .containsPattern("(OK|WARN) +open files +at most \\d+")
                .containsPattern("OK +database +not there yet")
                .containsPattern("WARN +accounts +none yet: write an account.yaml, then ./voice-secretary apply")
                .endsWith("Fit to take calls; look at the lines with WARN.\n");
        assertThat(directory.resolve("data")).as("the doctor changes nothing").doesNotExist();
    }

    @Test
    void everyScriptIsCheckedOnceAndEachOfItsWaysToFailIsTold() throws Exception {
        HttpServer scripts = scripts();
        try {
            String at = "http://127.0.0.1:" + scripts.getAddress().getPort();
            Files.writeString(directory.resolve("account.yaml"), """
                    account: {name: Shop, key: 1a2b3c4d5e6f7a8b9c0d}
                    webhook: {url: "%1$s/echo", fallback-url: "http://127.0.0.1:1/"}
                    trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                    numbers:
                      - {number: "4420"}
                      - {number: "4421", webhook: {url: "%1$s/deaf"}}
                      - {number: "4422", webhook: {url: "%1$s/broken"}}
                      - {number: "4423", webhook: {url: "%1$s/slow"}}
                      - {number: "4424", webhook: {url: "%1$s/cold"}}
                      - {number: "4425"}
                    """.formatted(at));
            Files.writeString(directory.resolve("closed.yaml"), """
                    account: {name: Closed shop, key: 2a2b3c4d5e6f7a8b9c0d}
                    numbers: [{number: "4430"}]
                    """);
            Files.writeString(
                    directory.resolve("empty.yaml"), "account: {name: Empty shop, key: 3a2b3c4d5e6f7a8b9c0d}\n");
            for (String account : new String[] {"account.yaml", "closed.yaml", "empty.yaml"}) {
                assertThat(run("apply", account).code).isEqualTo(ExitCode.WELL);
            }

            Result result = run("doctor");

            assertThat(result.code).as(result.out).isEqualTo(ExitCode.FAILED);
            assertThat(result.out)
                    .containsPattern("OK +database +\\S+/voice-secretary.db opens")
                    .containsPattern("OK +account Shop +6 numbers, 1 trunks")
                    .containsPattern("FAIL +account Closed shop +has no trunks, so every caller is refused: list in")
                    .containsPattern("WARN +account Empty shop +has no numbers: list them in account.yaml")
                    .containsPattern("(?m)^OK +script " + at + "/echo +answers zd_echo in \\d+ ms$")
                    .containsPattern(
                            "WARN +script " + at
                                    + "/deaf +answers with status 200, but does not echo zd_echo \\(\"hello\"\\): let it answer")
                    .containsPattern("FAIL +script " + at
                            + "/broken +answers with status 500 \\(\"oops\"\\): look into its log; calls to 4422 would")
                    .containsPattern(
                            "WARN +script " + at + "/slow +answers zd_echo, but in \\d{4,} ms: callers wait in silence")
                    .containsPattern("(?m)^OK +script " + at + "/cold +answers zd_echo in \\d+ ms$")
                    .containsPattern("FAIL +fallback http://127.0.0.1:1/ +cannot be asked .*: start it")
                    .containsOnlyOnce("/echo ")
                    .containsPattern("3 of \\d+ checks failed: mend the lines with FAIL");
        } finally {
            scripts.stop(0);
        }
    }

    @Test
    void aDatabaseThatIsNoneFails() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(
                directory.resolve("data/voice-secretary.db"), "this is no database, but some text of a person");
        Result result = run("doctor");
        assertThat(result.code).isEqualTo(ExitCode.FAILED);
        assertThat(result.out).containsPattern("FAIL +database +.*: scripts are not checked before that is mended");
    }

    @Test
    void theDoctorTellsAPortThatSomebodyElseHas() throws Exception {
        try (var taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            environment.put("VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:" + taken.getLocalPort());

            Result result = run("doctor", "--json");

            assertThat(result.code).isEqualTo(ExitCode.FAILED);
            assertThat(result.out)
                    .contains("{\"state\":\"fail\",\"subject\":\"sip udp:127.0.0.1:" + taken.getLocalPort() + "\"")
                    .contains("change sip.listen")
                    .startsWith("{\"well\":false,");
        }
    }

    @Test
    void thePortsOfTheRunningServerAreNoTrouble() throws Exception {
        try (var server = RunningServer.start(directory, RunningServer.account("http://127.0.0.1:1/"))) {
            String udp = "udp:127.0.0.1:" + server.port(Transport.UDP);
            String tcp = "tcp:127.0.0.1:" + server.port(Transport.TCP);
            String http = "127.0.0.1:" + server.assembly().httpPort();
            environment.put("VOICE_SECRETARY_SIP_LISTEN", udp + "," + tcp);
            environment.put("VOICE_SECRETARY_HTTP_LISTEN", http);

            assertThat(run("doctor").out)
                    .containsPattern("OK +sip " + udp + " +held by the running server")
                    .containsPattern("OK +sip " + tcp + " +held by the running server")
                    .containsPattern("OK +http " + http + " +held by the running server")
                    .containsPattern("OK +database +\\S+ opens");
        }
    }

    /** Scripts that answer the check of the address well, with something else, with a failure, slowly, and slowly for the first time. */
    private static HttpServer scripts() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/echo", exchange -> answer(exchange, 200, echo(exchange)));
        server.createContext("/deaf", exchange -> answer(exchange, 200, "hello"));
        server.createContext("/broken", exchange -> answer(exchange, 500, "oops"));
        server.createContext("/slow", exchange -> answer(exchange, 200, slowly(exchange)));
        var asked = new AtomicInteger();
        server.createContext(
                "/cold",
                exchange -> answer(exchange, 200, asked.getAndIncrement() == 0 ? slowly(exchange) : echo(exchange)));
        server.start();
        return server;
    }

    private static String slowly(HttpExchange exchange) {
        try {
            new CountDownLatch(1).await(SLOW_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return echo(exchange);
    }

    private static String echo(HttpExchange exchange) {
        return exchange.getRequestURI().getQuery().replace("zd_echo=", "");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(
                new Surroundings(directory, environment, new PrintWriter(out, true), new PrintWriter(err, true)),
                arguments);
        return new Result(code, out.toString(), err.toString());
    }
}
