package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.time.ManualTimers;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.sip.transport.RequestFilter;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.sip.transport.TransportLimits;

/** What strangers cannot do to a user agent. */
@Tag("wire")
@Timeout(60)
class GuardsTest {

    private static final TransportLimits TIGHT = new TransportLimits(
            4,
            1,
            2,
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ZERO,
            1 << 20,
            100,
            1);

    private static InetSocketAddress first(UserAgent ua) {
        return ua.listeningPoints().getFirst().address();
    }

    private static Socket connect(UserAgent ua) throws IOException {
        var socket = new Socket(first(ua).getAddress(), first(ua).getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void surplusInvitesGet503AtOnceAndTheOthersGoOn() throws Exception {
        var limits = new UserAgentLimits(2, 100, 100, Duration.ofMinutes(3), Duration.ofSeconds(7));
        var rung = Collections.synchronizedList(new ArrayList<InboundInvite>());
        var config = UserAgentConfig.listening("udp:127.0.0.1:0").limits(limits).build();
        try (var ua = UserAgent.start(config, rung::add);
                var peer = new RawPeer(first(ua))) {
            for (int i = 1; i <= 2; i++) {
                peer.send(RawPeer.text("INVITE", "b" + i, 1, "", "").replace("raw-call", "call" + i));
                peer.response(100);
            }
            peer.send(RawPeer.text("INVITE", "b3", 1, "", "").replace("raw-call", "call3"));
            SipResponse refused = peer.response(503);
            assertThat(refused.headers().first(HeaderName.RETRY_AFTER)).isEqualTo("7");
            peer.send(RawPeer.text("ACK", "b3", 1, refused.toTag(), "").replace("raw-call", "call3"));
            Eventually.become(() -> assertThat(rung).hasSize(2));
            rung.get(0).reject(486, "Busy Here");
            peer.response(486);
            peer.send(RawPeer.text("INVITE", "b4", 1, "", "").replace("raw-call", "call4"));
            peer.response(100);
            assertThat(ua.counters().overloadRejections()).isEqualTo(1);
        }
    }

    @Test
    void aCallThatWouldWaitForAProcessorBehindTooManyOthersGets503AtOnce() throws Exception {
        var limits = new UserAgentLimits(100, 0, 100, Duration.ofMinutes(3), Duration.ofSeconds(7));
        var config = UserAgentConfig.listening("udp:127.0.0.1:0").limits(limits).build();
        try (var ua = UserAgent.start(config, InviteHandler.NONE);
                var peer = new RawPeer(first(ua))) {
            peer.send(RawPeer.text("INVITE", "b1", 1, "", ""));
            assertThat(peer.response(503).headers().first(HeaderName.RETRY_AFTER))
                    .isEqualTo("7");
        }
    }

    @Test
    void aFilterDropsASourceBeforeItIsReadAndJudgesRequests() throws Exception {
        var closed = new AtomicBoolean();
        var filter = new RequestFilter() {
            @Override
            public boolean admits(InetSocketAddress source, Transport transport) {
                return !closed.get();
            }

            @Override
            public Verdict judge(SipRequest request, Flow source) {
                String agent = String.valueOf(request.headers().first(HeaderName.USER_AGENT));
                return switch (agent) {
                    case "friendly-scanner" -> new Verdict.Drop();
                    case "slow" -> new Verdict.Answer(SipResponse.answering(request, 503, "Later", "t"));
                    default -> new Verdict.Pass();
                };
            }
        };
        var config = UserAgentConfig.listening("udp:127.0.0.1:0").filter(filter).build();
        try (var ua = UserAgent.start(config, InviteHandler.NONE);
                var peer = new RawPeer(first(ua))) {
            peer.request("OPTIONS", "a", 1, "", "User-Agent: friendly-scanner\n");
            peer.hearsNothing();
            peer.request("OPTIONS", "b", 1, "", "User-Agent: slow\n");
            peer.response(503);
            peer.request("OPTIONS", "c", 1, "", "User-Agent: phone\n");
            peer.response(200);
            closed.set(true);
            peer.request("OPTIONS", "d", 1, "", "User-Agent: phone\n");
            peer.hearsNothing();
            assertThat(ua.counters().filtered()).isEqualTo(2);
        }
    }

    @Test
    void oneAddressHasOnlySoManyConnections() throws Exception {
        var config = UserAgentConfig.listening("tcp:127.0.0.1:0")
                .transportLimits(TIGHT)
                .build();
        try (var ua = UserAgent.start(config, InviteHandler.NONE);
                var two = connect(ua)) {
            Socket one = connect(ua);
            Eventually.become(() -> assertThat(ua.counters().connections()).isEqualTo(2));
            try (var three = connect(ua)) {
                assertThat(isClosed(three)).isTrue();
            }
            one.close();
            Eventually.become(() -> assertThat(ua.counters().connections()).isEqualTo(1));
            try (var again = connect(ua)) {
                again.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
                assertThat(again.getInputStream().readNBytes(2))
                        .as("the answer to a ping")
                        .isEqualTo("\r\n".getBytes(UTF_8));
            }
            assertThat(ua.counters().connectionsRefused()).isEqualTo(1);
            assertThat(two.isClosed()).isFalse();
        }
    }

    private static UserAgentConfig.Builder knowingOnly(String friend) {
        return UserAgentConfig.listening("tcp:127.0.0.1:0")
                .transportLimits(TIGHT)
                .filter(new RequestFilter() {
                    @Override
                    public boolean knows(InetAddress source) {
                        return source.getHostAddress().equals(friend);
                    }
                });
    }

    private static Socket connect(UserAgent ua, String from) throws IOException {
        var socket = new Socket(first(ua).getAddress(), first(ua).getPort(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void strangersHaveOnlyTheirShareOfTheConnections() throws Exception {
        try (var ua = UserAgent.start(knowingOnly("127.0.0.9").build(), InviteHandler.NONE)) {
            Socket stranger = connect(ua, "127.0.0.31");
            Eventually.become(() -> assertThat(ua.counters().connections()).isEqualTo(1));
            try (var another = connect(ua, "127.0.0.32")) {
                assertThat(isClosed(another)).isTrue();
            }
            try (var friend = connect(ua, "127.0.0.9")) {
                friend.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
                assertThat(friend.getInputStream().readNBytes(2)).isEqualTo("\r\n".getBytes(UTF_8));
            }
            stranger.close();
            Eventually.become(() -> assertThat(ua.counters().connections()).isZero());
            try (var again = connect(ua, "127.0.0.32")) {
                again.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
                assertThat(again.getInputStream().readNBytes(2))
                        .as("the stranger's place is free again")
                        .isEqualTo("\r\n".getBytes(UTF_8));
            }
        }
    }

    @Test
    void anIdleConnectionOfAStrangerIsClosedEarly() throws Exception {
        var time = new ManualTimers();
        try (var ua = UserAgent.start(knowingOnly("127.0.0.9").timers(time).build(), InviteHandler.NONE);
                var stranger = connect(ua, "127.0.0.31");
                var friend = connect(ua, "127.0.0.9")) {
            Eventually.become(() -> assertThat(time.pending()).isEqualTo(2));
            time.advance(Duration.ofSeconds(19));
            assertThat(ua.counters().connections()).isEqualTo(2);
            time.advance(Duration.ofSeconds(1));
            assertThat(isClosed(stranger)).isTrue();
            assertThat(ua.counters().connections()).isEqualTo(1);
            assertThat(friend.isClosed()).isFalse();
        }
    }

    @Test
    void whatIsAnsweredAtOnceLeavesNothingBehind() throws Exception {
        var filter = new RequestFilter() {
            @Override
            public Verdict judge(SipRequest request, Flow source) {
                return request.method().name().equals("INVITE")
                        ? new Verdict.Refuse(403, "Forbidden")
                        : new Verdict.Pass();
            }
        };
        var config = UserAgentConfig.listening("udp:127.0.0.1:0").filter(filter).build();
        try (var ua = UserAgent.start(config, InviteHandler.NONE);
                var peer = new RawPeer(first(ua))) {
            for (int i = 0; i < 50; i++) {
                peer.request("INVITE", "inv" + i, 1, "", "");
                String tag = peer.response(403).toTag();
                assertThat(tag).isNotNull();
                peer.request("ACK", "inv" + i, 1, tag, "");
                peer.request("OPTIONS", "opt" + i, 1, "", "");
                peer.response(200);
                peer.request("CANCEL", "none" + i, 1, "", "");
                peer.response(481);
                peer.request("BYE", "bye" + i, 1, "nobody", "");
                peer.response(481);
            }
            assertThat(ua.serverTransactions()).isZero();
            peer.request("INVITE", "same", 1, "", "");
            String tag = peer.response(403).toTag();
            peer.request("INVITE", "same", 1, "", "");
            assertThat(peer.response(403).toTag())
                    .as("the same for the same request")
                    .isEqualTo(tag);
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        var time = new ManualTimers();
        var config = UserAgentConfig.listening("tcp:127.0.0.1:0")
                .timers(time)
                .transportLimits(TIGHT)
                .build();
        try (var ua = UserAgent.start(config, InviteHandler.NONE);
                var idle = connect(ua)) {
            Eventually.become(() -> assertThat(time.pending()).isEqualTo(1));
            time.advance(Duration.ofSeconds(59));
            assertThat(ua.counters().connections()).isEqualTo(1);
            time.advance(Duration.ofSeconds(1));
            assertThat(isClosed(idle)).isTrue();
            assertThat(ua.counters().connections()).isZero();
        }
    }

    @Test
    void aMessageThatNeverEndsClosesItsConnection() throws Exception {
        var time = new ManualTimers();
        var config = UserAgentConfig.listening("tcp:127.0.0.1:0")
                .timers(time)
                .transportLimits(TIGHT)
                .build();
        try (var ua = UserAgent.start(config, InviteHandler.NONE);
                var slow = connect(ua)) {
            byte[] bytes = "OPTIONS sip:robot@127.0.0.1 SIP/2.0\r\nVia: ".getBytes(UTF_8);
            Eventually.become(() -> assertThat(time.pending()).isEqualTo(1));
            slow.getOutputStream().write(bytes, 0, 20);
            Eventually.become(() -> assertThat(ua.counters().receivedBytes()).isEqualTo(20));
            for (int i = 20; i < 24; i++) {
                time.advance(Duration.ofSeconds(3));
                if (ua.counters().connections() == 0) {
                    break;
                }
                slow.getOutputStream().write(bytes, i, 1);
                int received = i + 1;
                Eventually.become(
                        () -> assertThat(ua.counters().receivedBytes()).isEqualTo(received));
            }
            time.advance(Duration.ofSeconds(10));
            assertThat(isClosed(slow))
                    .as("closed, though bytes kept dribbling in")
                    .isTrue();
        }
    }

    @Test
    void whatIsNoSipCostsACounterAndNoMore() throws Exception {
        var config = UserAgentConfig.listening("udp:127.0.0.1:0")
                .transportLimits(TIGHT)
                .build();
        try (var ua = UserAgent.start(config, InviteHandler.NONE);
                var peer = new RawPeer(first(ua))) {
            for (int i = 0; i < 50; i++) {
                peer.send("GET / HTTP/1.1\nHost: x\n");
            }
            peer.request("OPTIONS", "o", 1, "", "");
            peer.response(200);
            assertThat(ua.counters().malformed()).isEqualTo(50);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (var ua =
                UserAgent.start(UserAgentConfig.listening("udp:127.0.0.1:0").build(), InviteHandler.NONE)) {
            var taken = UserAgentConfig.listening("udp:127.0.0.1:" + first(ua).getPort())
                    .build();
            assertThatThrownBy(() -> UserAgent.start(taken, InviteHandler.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("udp:127.0.0.1:" + first(ua).getPort())
                    .hasMessageContaining("another program");
        }
    }

    @Test
    void listeningPointsAreReadAsTheyAreWritten() {
        for (String text : List.of("udp:0.0.0.0:5060", "tcp:127.0.0.1:0", "udp:[0:0:0:0:0:0:0:1]:5070")) {
            assertThat(ListeningPoint.parse(text)).hasToString(text);
        }
        assertThat(ListeningPoint.parse("UDP:0.0.0.0")).hasToString("udp:0.0.0.0:5060");
        for (String text : List.of("", "udp", "sctp:0.0.0.0:5060", "tls:0.0.0.0:x", "udp::5060", "udp:0.0.0.0:99999")) {
            assertThatThrownBy(() -> ListeningPoint.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("transport:address:port");
        }
    }
}
