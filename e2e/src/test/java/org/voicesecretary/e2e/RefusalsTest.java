package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.TestPhone;

/** What is refused at the door, how, and that no script hears of it (docs/protocol.md, A27). */
@Tag("e2e")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
    @TempDir
    static Path directory;

    private Exchange board;

    @BeforeAll
    void start() throws Exception {
        board = Exchange.open(directory.resolve("shared"), "127.0.0.1/32", Map.of());
    }

    @AfterAll
    void stop() {
        board.close();
    }

    private RawCaller caller(Exchange at) throws Exception {
        return new RawCaller("127.0.0.1", at.server().port(Transport.UDP));
    }

    @Test
    void aSourceOnNoTrunksListIsForbidden() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = new RawCaller("127.0.0.3", board.server().port(Transport.UDP))) {
            caller.invite(line.number(), caller.sdp());
            assertThat(caller.outcome().status()).isEqualTo(403);
            caller.invite("4711", caller.sdp());
            assertThat(caller.outcome().status())
                    .as("a stranger does not learn which numbers there are")
                    .isEqualTo(403);
        }
        assertThat(line.requests(EventType.NOTIFY_START)).isEmpty();
    }

    @Test
    void aNumberThatNobodyHasIsNotFound() throws Exception {
        try (var caller = caller(board)) {
            caller.invite("4711", caller.sdp());
            assertThat(caller.outcome().status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=audio 4000 RTP/AVP 18 4\r\na=rtpmap:18 G729/8000",
                "m=audio 4000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz",
                "m=audio 4000 UDP/TLS/RTP/SAVPF 0\r\na=setup:actpass",
                "m=video 4000 RTP/AVP 31",
                "m=audio 0 RTP/AVP 0",
                "m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000",
                "m=audio 70000 RTP/AVP 0",
                "m=audio rubbish",
                "m=",
            })
    void whatCannotBeSpokenIsNotAcceptableAndSaysWhy(String media) throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = caller(board)) {
            caller.invite(line.number(), caller.sdp(media));
            SipResponse refusal = caller.outcome();
            assertThat(refusal.status()).isEqualTo(488);
            assertThat(refusal.headers().first("Warning")).matches("\\d{3} \\S+ \"[^\"]{10,}\"");
        }
        assertThat(line.requests(EventType.NOTIFY_START)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "v=0", "v=0\r\no=", "\u0000\u0001\u0002", "v=0\r\nm=audio 1 RTP/AVP 0", "\r\n\r\n\r\n"})
    void aBodyThatIsNoSessionDescriptionIsRefused(String body) throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = caller(board)) {
            caller.invite(line.number(), body);
            assertThat(caller.outcome().status()).isIn(400, 488);
        }
        assertThat(line.requests(EventType.NOTIFY_START)).isEmpty();
    }

    @Test
    void aBodyOfAnotherTypeIsRefusedByItsName() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = caller(board)) {
            caller.invite(line.number(), "hello", "Content-Type: text/plain");
            SipResponse refusal = caller.outcome();
            assertThat(refusal.status()).isEqualTo(415);
            assertThat(refusal.headers().first("Accept")).contains("application/sdp");
            caller.invite(line.number(), caller.sdp(), "Require: x-teleport");
            SipResponse extension = caller.outcome();
            assertThat(extension.status()).isEqualTo(420);
            assertThat(extension.headers().first("Unsupported")).isEqualTo("x-teleport");
        }
    }

    @Test
    void oneCallTooManyIsTurnedAwayAndTheOthersGoOn() throws Exception {
        try (var small = Exchange.open(
                        directory.resolve("full"), "127.0.0.1/32", Map.of("VOICE_SECRETARY_MAX_CALLS", "2"));
                var first = caller(small);
                var second = caller(small);
                var third = caller(small)) {
            var line = small.line(Exchange.TONE_AND_KEY);
            first.call(line.number());
            second.call(line.number());
            first.rtp().hears(5, true);
            int before = first.rtp().count();

            for (int i = 0; i < 50; i++) {
                third.invite(line.number(), third.sdp());
                SipResponse refusal = third.outcome();
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.headers().first("Retry-After")).matches("\\d+");
            }
            first.rtp().hearsSince(before, 25, true);
            second.rtp().hears(5, true);
            assertThat(clean(first.rtp()))
                    .as("the sound of the first call goes on without a gap")
                    .isTrue();
            assertThat(small.metric("calls_live")).isEqualTo(2);
            assertThat(line.requests(EventType.NOTIFY_START)).hasSize(2);

            assertThat(second.bye()).isEqualTo(200);
            Eventually.that("a place is free", () -> small.metric("calls_live") == 1);
            third.call(line.number());
            third.rtp().hears(5, true);
        }
    }

    /** All packets in sequence, one every 20 ms of timestamp. */
    private static boolean clean(RawRtp rtp) {
        var packets = rtp.packets();
        for (int i = 1; i < packets.size(); i++) {
            if ((packets.get(i).sequence() - packets.get(i - 1).sequence() & 0xffff) != 1) {
                return false;
            }
        }
        return !packets.isEmpty();
    }

    @Test
    void whereAllMediaPortsAreTakenACallIsTurnedAway() throws Exception {
        // Four ports are two calls; another program has one pair of them.
        try (var taken = new DatagramSocket(34_002, InetAddress.getLoopbackAddress());
                var small = Exchange.open(
                        directory.resolve("ports"),
                        "127.0.0.1/32",
                        Map.of("VOICE_SECRETARY_MAX_CALLS", "2", "VOICE_SECRETARY_RTP_PORTS", "34000-34003"));
                var first = caller(small);
                var second = caller(small)) {
            assertThat(taken.isBound()).isTrue();
            var line = small.line(Exchange.TONE_AND_KEY);
            first.call(line.number());
            first.rtp().hears(5, true);
            second.invite(line.number(), second.sdp());
            SipResponse refusal = second.outcome();
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.headers().first("Retry-After")).matches("\\d+");
            first.rtp().hears(10, true);
            assertThat(small.metric("calls_live"))
                    .as("the place was given back")
                    .isEqualTo(1);
            assertThat(line.requests(EventType.NOTIFY_START)).hasSize(1);
        }
    }

    @Test
    void optionsAreAnsweredWithWhatWeCan() throws Exception {
        try (var caller = caller(board)) {
            caller.invite("4711", caller.sdp()); // sets the target
            caller.outcome();
            caller.request("OPTIONS", "");
            SipResponse options = caller.response("OPTIONS", 200);
            assertThat(options.status()).isEqualTo(200);
            assertThat(options.headers().list("Allow"))
                    .contains("INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "PRACK", "INFO");
            assertThat(options.headers().list("Supported")).contains("100rel", "timer");
            caller.request("SUBSCRIBE", "", "Event: presence");
            assertThat(caller.response("SUBSCRIBE", 200).status())
                    .as("its To has the tag of a call that was refused")
                    .isEqualTo(481);
            caller.request("BREW", "");
            assertThat(caller.response("BREW", 200).status()).isIn(405, 501);
        }
    }

    @Test
    void aSlowStartOfTheScriptRingsMeanwhile() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        line.starting(DoubleReply.json(Exchange.TONE_AND_KEY).late(Duration.ofMillis(600)));
        try (var phone = TestPhone.onLoopback();
                var call = phone.dial(line.sip())) {
            assertThat(call.awaitRinging(Duration.ofMillis(500))).contains(180);
            call.answered();
        }
    }
}
