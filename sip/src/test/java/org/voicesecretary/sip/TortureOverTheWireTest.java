package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message of RFC 4475 is sent to a running user agent, which must still answer everybody else right after. */
@Tag("wire")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TortureOverTheWireTest {

    private static final Duration ALIVE_WITHIN = Duration.ofMillis(200);

    private UserAgent ua;

    @BeforeAll
    void start() throws Exception {
        var config =
                UserAgentConfig.listening("udp:127.0.0.1:0", "tcp:127.0.0.1:0").build();
        ua = UserAgent.start(config, invite -> {
            invite.ring();
            invite.answer("answer".getBytes(UTF_8));
        });
        // The first message of a fresh machine loads classes.
        for (int i = 0; i < 20; i++) {
            optionsOverUdp();
            optionsOverTcp();
        }
    }

    @AfterAll
    void stop() {
        ua.close();
    }

    static Stream<String> names() throws Exception {
        var names = new TreeMap<String, Path>();
        try (var files = Files.list(directory())) {
            files.filter(file -> file.toString().endsWith(".dat"))
                    .forEach(file -> names.put(file.getFileName().toString(), file));
        }
        return names.keySet().stream();
    }

    private static Path directory() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(TortureOverTheWireTest.class.getResource("/rfc4475"))
                .toURI());
    }

    private static byte[] message(String name) throws Exception {
        return Files.readAllBytes(directory().resolve(name));
    }

    private InetSocketAddress udp() {
        return ua.listeningPoints().get(0).address();
    }

    private InetSocketAddress tcp() {
        return ua.listeningPoints().get(1).address();
    }

    @Test
    void allFiftyMessagesAreHere() throws Exception {
        assertThat(names()).hasSize(50);
    }

    @ParameterizedTest
    @MethodSource("names")
    void overUdp(String name) throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            byte[] bytes = message(name);
            socket.send(new DatagramPacket(bytes, bytes.length, udp()));
        }
        isAlive();
    }

    @ParameterizedTest
    @MethodSource("names")
    void overTcpAtOnce(String name) throws Exception {
        try (var socket = new Socket(tcp().getAddress(), tcp().getPort())) {
            socket.getOutputStream().write(message(name));
            socket.getOutputStream().flush();
            isAlive();
        }
        isAlive();
    }

    @ParameterizedTest
    @MethodSource("names")
    void overTcpByteByByte(String name) throws Exception {
        try (var socket = new Socket(tcp().getAddress(), tcp().getPort())) {
            socket.setTcpNoDelay(true);
            var out = socket.getOutputStream();
            try {
                for (byte b : message(name)) {
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
    }

    private void isAlive() throws Exception {
        long start = System.nanoTime();
        optionsOverUdp();
        optionsOverTcp();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ALIVE_WITHIN);
    }

    private static byte[] options(String transport, int port) {
        return """
                OPTIONS sip:robot@127.0.0.1 SIP/2.0
                Via: SIP/2.0/%s 127.0.0.1:%d;branch=z9hG4bK%s;rport
                Max-Forwards: 70
                From: <sip:probe@127.0.0.1>;tag=probe
                To: <sip:robot@127.0.0.1>
                Call-ID: %s@127.0.0.1
                CSeq: 1 OPTIONS
                Content-Length: 0

                """.formatted(transport, port, Long.toHexString(System.nanoTime()), Long.toHexString(System.nanoTime()))
                .replace("\n", "\r\n")
                .getBytes(UTF_8);
    }

    private void optionsOverUdp() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(5_000);
            byte[] request = options("UDP", socket.getLocalPort());
            socket.send(new DatagramPacket(request, request.length, udp()));
            var packet = new DatagramPacket(new byte[4_096], 4_096);
            socket.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
                    .startsWith("SIP/2.0 200 OK\r\n");
        }
    }

    private void optionsOverTcp() throws IOException {
        try (var socket = new Socket(tcp().getAddress(), tcp().getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(options("TCP", socket.getLocalPort()));
            byte[] start = socket.getInputStream().readNBytes("SIP/2.0 200 OK\r\n".length());
            assertThat(new String(start, UTF_8)).isEqualTo("SIP/2.0 200 OK\r\n");
        }
    }
}
