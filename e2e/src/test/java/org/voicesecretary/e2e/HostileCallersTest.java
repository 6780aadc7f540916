package org.voicesecretary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.transport.Transport;

/** Scanners, floods, rubbish and thieves of sound; and that a good caller notices nothing of them. */
@Tag("e2e")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileCallersTest {
    private static final Duration A_WHILE = Duration.ofMillis(300);

    @TempDir
    static Path directory;

    private Exchange board;

    @BeforeAll
    void start() throws Exception {
        board = Exchange.open(
                directory,
                "127.0.0.1/32",
                Map.of(
                        "VOICE_SECRETARY_LIMITS_SLOW_AFTER", "2",
                        "VOICE_SECRETARY_LIMITS_SILENT_AFTER", "5"));
    }

    @AfterAll
    void stop() {
        board.close();
    }

    private RawCaller from(String source) throws IOException {
        return new RawCaller(source, board.server().port(Transport.UDP));
    }

    /** A call of a good source goes on, with every packet in its place, while others misbehave; then its key is heard. */
    private void undisturbed(Disturbance disturbance) throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = from("127.0.0.1")) {
            caller.call(line.number());
            caller.rtp().silence();
            caller.rtp().hears(5, true);
            int mark = caller.rtp().count();
            disturbance.happens();
            caller.rtp().hears(10, true);
            var packets = caller.rtp().packets();
            for (int i = mark; i < packets.size(); i++) {
                assertThat(packets.get(i).isLoud()).as("packet %d is sound", i).isTrue();
                assertThat(packets.get(i).sequence() - packets.get(i - 1).sequence() & 0xffff)
                        .as("sequence at packet %d", i)
                        .isEqualTo(1);
            }
            caller.rtp().key(4);
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("4");
        }
    }

    @FunctionalInterface
    private interface Disturbance {
        void happens() throws Exception;
    }

    @Test
    void aScannerGetsNoAnswer() throws Exception {
        undisturbed(() -> {
            try (var scanner = from("127.0.0.21")) {
                scanner.invite("100", scanner.sdp(), "User-Agent: friendly-scanner");
                assertThat(scanner.receive(A_WHILE)).isEmpty();
                scanner.invite("100", scanner.sdp(), "User-Agent: Innocent");
                assertThat(scanner.receive(A_WHILE))
                        .as("its source is known now")
                        .isEmpty();
            }
        });
        assertThat(board.metric("strangers_dropped_total")).isPositive();
    }

    @Test
    void refusalsBecomeSlowerAndThenThereAreNone() throws Exception {
        undisturbed(() -> {
            try (var stranger = from("127.0.0.22")) {
                assertThat(millisUntilRefused(stranger)).isLessThan(200);
                assertThat(millisUntilRefused(stranger)).isLessThan(200);
                long third = System.nanoTime();
                assertThat(millisUntilRefused(stranger)).isLessThan(200);
                millisUntilRefused(stranger);
                assertThat(millisSince(third)).as("until the fourth refusal").isBetween(250L, 1_200L);
                long fourth = System.nanoTime();
                millisUntilRefused(stranger);
                assertThat(millisSince(fourth)).as("until the fifth refusal").isBetween(400L, 1_600L);
                stranger.invite("100", stranger.sdp());
                assertThat(stranger.receive(Duration.ofSeconds(1))).isEmpty();
            }
        });
    }

    /** Calls again and again, as a caller over UDP does, until it is refused. */
    private static long millisUntilRefused(RawCaller stranger) throws IOException {
        long start = System.nanoTime();
        while (millisSince(start) < 10_000) {
            stranger.invite("100", stranger.sdp());
            var answer = stranger.receive(Duration.ofMillis(100));
            if (answer.isPresent()) {
                assertThat(answer.get()).hasToString("403 Forbidden");
                return millisSince(start);
            }
        }
        throw new AssertionError("no refusal within 10 s");
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    @Test
    void aFloodFromManySourcesLeavesNothingBehind() throws Exception {
        undisturbed(() -> {
            int refused = 0;
            for (int i = 0; i < 400; i++) {
                try (var source = from("127.1." + i / 200 + "." + (1 + i % 200))) {
                    source.invite("100", source.sdp());
                    source.request("CANCEL", "");
                    source.request("OPTIONS", "");
                    source.request("BYE", "");
                    if (i % 50 == 0) { // a stranger who reads is answered, and once for each request
                        assertThat(source.receive(Exchange.SOON).orElseThrow()).hasToString("403 Forbidden");
                        refused++;
                    }
                }
            }
            assertThat(refused).isEqualTo(8);
            assertThat(board.metric("sip_transactions"))
                    .as("transactions, those of the good caller and what lingers of other calls")
                    .isLessThan(40);
        });
    }

    @Test
    void scannersFromManySourcesGetNoAnswer() throws Exception {
        double before = board.metric("strangers_dropped_total");
        undisturbed(() -> {
            for (int i = 1; i <= 100; i++) {
                try (var scanner = from("127.2.0." + i)) {
                    scanner.invite("100", scanner.sdp(), "User-Agent: sipvicious");
                    scanner.request("OPTIONS", "");
                    if (i % 25 == 0) {
                        assertThat(scanner.receive(A_WHILE)).isEmpty();
                    }
                }
            }
        });
        assertThat(board.metric("strangers_dropped_total") - before).isGreaterThanOrEqualTo(200);
    }

    @Test
    void aFloodOfOneMethodIsAnsweredOnlyInPart() throws Exception {
        undisturbed(() -> {
            try (var flooder = from("127.0.0.23")) {
                int answers = 0;
                for (int i = 0; i < 3_000; i++) {
                    flooder.request("OPTIONS", "");
                }
                while (flooder.receive(A_WHILE).isPresent()) {
                    answers++;
                }
                assertThat(answers).isBetween(1, 60);
            }
        });
    }

    @Test
    void aFloodOnOneConnectionIsAnsweredOnlyInPart() throws Exception {
        undisturbed(() -> {
            try (var socket = new Socket(
                    InetAddress.getByName("127.0.0.1"),
                    board.server().port(Transport.TCP),
                    InetAddress.getByName("127.0.0.24"),
                    0)) {
                var out = socket.getOutputStream();
                for (int i = 0; i < 500; i++) {
                    out.write(options(i).getBytes(UTF_8));
                }
                socket.setSoTimeout((int) A_WHILE.toMillis());
                var answers = new StringBuilder();
                byte[] buffer = new byte[65_536];
                try {
                    int count;
                    while ((count = socket.getInputStream().read(buffer)) > 0) {
                        answers.append(new String(buffer, 0, count, UTF_8));
                    }
                } catch (SocketTimeoutException e) {
                    // All has come.
                }
                assertThat(answers.toString().split("SIP/2.0 200 OK", -1).length - 1)
                        .isBetween(1, 60);
            }
        });
    }

    private static String options(int number) {
        return """
                OPTIONS sip:robot@127.0.0.1 SIP/2.0
                Via: SIP/2.0/TCP 127.0.0.24:5060;branch=z9hG4bKflood%d
                Max-Forwards: 70
                From: <sip:flood@127.0.0.24>;tag=flood
                To: <sip:robot@127.0.0.1>
                Call-ID: flood%d
                CSeq: 1 OPTIONS
                Content-Length: 0

                """.formatted(number, number).replace("\n", "\r\n");
    }

    @Test
    void rubbishCostsACounterAndNothingElse() throws Exception {
        double before = board.metric("sip_malformed_total");
        undisturbed(() -> {
            var random = new Random(4475);
            try (var rubbish = from("127.0.0.1")) {
                for (int size : new int[] {0, 1, 2, 3, 4, 20, 500, 1_500, 9_000, 65_000}) {
                    for (int i = 0; i < 20; i++) {
                        byte[] bytes = new byte[size];
                        random.nextBytes(bytes);
                        rubbish.send(bytes);
                    }
                }
                String whole =
                        "INVITE sip:442037691000@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKt\r\n"
                                + "Max-Forwards: 70\r\nFrom: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:b@127.0.0.1>\r\nCall-ID: t\r\n"
                                + "CSeq: 1 INVITE\r\nContact: <sip:a@127.0.0.1>\r\nContent-Length: 5\r\n\r\nv=0\r\n";
                for (int i = 0; i < whole.length(); i++) {
                    rubbish.send(whole.substring(0, i));
                }
                byte[] huge = new byte[65_000];
                Arrays.fill(huge, (byte) 'A');
                System.arraycopy("OPTIONS sip:".getBytes(UTF_8), 0, huge, 0, 12);
                rubbish.send(huge);
            }
        });
        assertThat(board.metric("sip_malformed_total") - before).isGreaterThan(100);
    }

    @Test
    void nobodyElseIsHeardInACallNorHearsIt() throws Exception {
        var line = board.line(
                "{\"ivr_play\":\"tone\",\"wait_dtmf\":{\"timeout\":20,\"attempts\":1,\"maxdigits\":3,\"name\":\"x\"}}");
        try (var caller = from("127.0.0.1");
                var thief = new RawRtp(InetAddress.getByName("127.0.0.1"));
                var far = new RawRtp(InetAddress.getByName("127.0.0.25"))) {
            caller.call(line.number());
            caller.rtp().silence();
            caller.rtp().hears(5, true);
            for (RawRtp stranger : new RawRtp[] {thief, far}) {
                stranger.connect(caller.rtp().target());
                for (int i = 0; i < 50; i++) {
                    stranger.silence();
                }
                stranger.key(9);
                stranger.key(9);
            }
            // Keys of the strangers have been read when those of the caller are: they came before, to the same socket.
            caller.rtp().hears(5, true);
            caller.rtp().key(1);
            caller.rtp().key(2);
            caller.rtp().key(3);
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("123");
            assertThat(thief.count()).as("packets that the thief got").isZero();
            assertThat(far.count()).isZero();
        }
    }

    @Test
    void rubbishOnTheMediaPortsIsIgnored() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = from("127.0.0.1")) {
            caller.call(line.number());
            RawRtp rtp = caller.rtp();
            rtp.silence();
            rtp.hears(5, true);
            int mark = rtp.count();
            var random = new Random(3550);
            for (int i = 0; i < 500; i++) {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                rtp.raw(bytes);
                if (bytes.length > 0) {
                    bytes[0] = (byte) (0x80 | bytes[0] & 0x3f); // looks like RTP or RTCP
                    rtp.raw(bytes);
                }
            }
            var media = rtp.target();
            rtp.connect(new InetSocketAddress(media.getAddress(), media.getPort() + 1));
            for (int i = 0; i < 200; i++) {
                byte[] bytes = new byte[random.nextInt(100)];
                random.nextBytes(bytes);
                rtp.raw(bytes);
                if (bytes.length > 1) {
                    bytes[0] = (byte) 0x81;
                    bytes[1] = (byte) (200 + i % 5);
                    rtp.raw(bytes);
                }
            }
            rtp.connect(media);
            rtp.hears(10, true);
            assertThat(rtp.packets().subList(mark, rtp.count())).allMatch(RawRtp.Packet::isLoud);
            assertThat(caller.bye()).isEqualTo(200);
        }
        line.ended("answered", 16);
    }
}
