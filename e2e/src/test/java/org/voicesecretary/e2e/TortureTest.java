package org.voicesecretary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.sip.transport.Transport;

/**
 * The messages of RFC 4475, sent to the whole server while a call goes on: it must still answer everybody else right after
 * each, lose no thread, and the caller must hear nothing of it.
 */
@Tag("e2e")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TortureTest {
    private static final Duration ALIVE_WITHIN = Duration.ofMillis(200);
    private static final Path MESSAGES = Path.of("..", "sip", "src", "test", "resources", "rfc4475");

    @TempDir
    static Path directory;

    private Exchange board;
    private int probes;

    @BeforeAll
    void start() throws Exception {
        board = Exchange.open(directory);
        for (int i = 0; i < 20; i++) { // the first message of a fresh machine loads classes
            optionsOverUdp();
            optionsOverTcp();
        }
    }

    @AfterAll
    void stop() {
        board.close();
    }

    private interface Road {
        void send(byte[] message) throws Exception;
    }

    @Test
    void overUdp() throws Exception {
        survives(message -> {
            try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                socket.send(new DatagramPacket(
                        message,
                        message.length,
                        InetAddress.getLoopbackAddress(),
                        board.server().port(Transport.UDP)));
            }
            isAlive();
        });
    }

    @Test
    void overTcpAtOnce() throws Exception {
        survives(message -> {
            try (Socket socket = connection()) {
                socket.getOutputStream().write(message);
                isAlive();
            }
            isAlive();
        });
    }

    @Test
    void overTcpByteByByte() throws Exception {
        survives(message -> {
            try (Socket socket = connection()) {
                socket.setTcpNoDelay(true);
                var out = socket.getOutputStream();
                try {
                    for (byte b : message) {
                        out.write(b);
                    }
                } catch (IOException e) {
                    assertThat(e)
                            .as("closing the connection is an answer, too")
                            .hasMessageMatching("(?i).*(reset|pipe|closed).*");
                }
                isAlive();
            }
            isAlive();
        });
    }

    private void survives(Road road) throws Exception {
        double malformed = board.metric("sip_malformed_total");
        double received = board.metric("sip_messages_received_total");
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
            caller.call(line.number());
            caller.rtp().hears(5, true);
            int threads = threads();
            for (Path file : messages()) {
                try {
                    road.send(Files.readAllBytes(file));
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("after " + file.getFileName() + ": " + e.getMessage(), e);
                }
            }
            Eventually.that(() -> "no more threads than before (" + threads + ")", () -> threads() <= threads + 2);
            assertThat(caller.bye()).as("the call is still up").isEqualTo(200);
        }
        line.ended("answered", 16);
        assertThat(board.metric("sip_malformed_total")).isGreaterThan(malformed + 10);
        assertThat(board.metric("sip_messages_received_total")).isGreaterThan(received + 49);
        Eventually.that("no call is left over", () -> board.metric("calls_live") == 0);
    }

    private static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(MESSAGES)) {
            var all = files.filter(file -> file.toString().endsWith(".dat"))
                    .sorted()
                    .toList();
            assertThat(all).as("messages of RFC 4475, and test.dat").hasSize(50);
            return all;
        }
    }

    /** All threads, virtual ones included. */
    private static int threads() throws IOException {
        Path dump = directory.resolve("threads" + System.nanoTime());
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
        try (Stream<String> lines = Files.lines(dump)) {
            return (int) lines.filter(line -> line.startsWith("#")).count();
        }
    }

    private Socket connection() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), board.server().port(Transport.TCP));
    }

    private void isAlive() throws IOException {
        long start = System.nanoTime();
        optionsOverUdp();
        optionsOverTcp();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ALIVE_WITHIN);
    }

    private byte[] options(String transport, int port) {
        probes++;
        return """
                OPTIONS sip:robot@127.0.0.1 SIP/2.0
                Via: SIP/2.0/%s 127.0.0.1:%d;branch=z9hG4bKprobe%d;rport
                Max-Forwards: 70
                From: <sip:probe@127.0.0.1>;tag=probe
                To: <sip:robot@127.0.0.1>
                Call-ID: probe%d
                CSeq: 1 OPTIONS
                Content-Length: 0

                """.formatted(transport, port, probes, probes)
                .replace("\n", "\r\n")
                .getBytes(UTF_8);
    }

    private void optionsOverUdp() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(5_000);
            byte[] request = options("UDP", socket.getLocalPort());
            socket.send(new DatagramPacket(
                    request,
                    request.length,
                    InetAddress.getLoopbackAddress(),
                    board.server().port(Transport.UDP)));
            var packet = new DatagramPacket(new byte[4_096], 4_096);
            socket.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
                    .startsWith("SIP/2.0 200 OK\r\n");
        }
    }

    private void optionsOverTcp() throws IOException {
        try (Socket socket = connection()) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(options("TCP", socket.getLocalPort()));
            byte[] start = socket.getInputStream().readNBytes("SIP/2.0 200 OK\r\n".length());
            assertThat(new String(start, UTF_8)).isEqualTo("SIP/2.0 200 OK\r\n");
        }
    }
}
