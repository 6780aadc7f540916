package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.sip.dialog.SessionTimerPolicy;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transaction.TimerValues;
import org.voicesecretary.sip.transport.Hop;
import org.voicesecretary.sip.transport.Transport;

/** Calls over a network that loses every n-th datagram, whatever it is: retransmission gets them through. */
@Tag("wire")
@Timeout(120)
class LossTest {

    private static final TimerValues FAST =
            new TimerValues(Duration.ofMillis(60), Duration.ofMillis(480), Duration.ofMillis(600));

    /** Passes datagrams on between whoever sends to it and one target, but for every n-th. */
    private static final class Relay implements AutoCloseable {
        private final DatagramSocket front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final InetSocketAddress target;
        private final int loseEvery;
        private final AtomicInteger seen = new AtomicInteger();
        private volatile InetSocketAddress client;

        Relay(InetSocketAddress target, int loseEvery) throws IOException {
            this.target = target;
            this.loseEvery = loseEvery;
            Thread.ofPlatform().daemon().start(this::run);
        }

        Hop hop() {
            return new Hop(Transport.UDP, new InetSocketAddress(front.getLocalAddress(), front.getLocalPort()));
        }

        private void run() {
            var packet = new DatagramPacket(new byte[65_535], 65_535);
            while (!front.isClosed()) {
                try {
                    packet.setLength(65_535);
                    front.receive(packet);
                    if (seen.incrementAndGet() % loseEvery == 0) {
                        continue;
                    }
                    var from = (InetSocketAddress) packet.getSocketAddress();
                    if (!from.equals(target)) {
                        client = from;
                    }
                    front.send(new DatagramPacket(
                            packet.getData(), packet.getLength(), from.equals(target) ? client : target));
                } catch (IOException e) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            front.close();
        }
    }

    private static UserAgentConfig.Builder config() {
        return UserAgentConfig.listening("udp:127.0.0.1:0")
                .timerValues(FAST)
                .sessionTimers(new SessionTimerPolicy(Optional.empty(), Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7})
    void callsGetThroughALossyNetwork(int loseEvery) throws Exception {
        int calls = 8;
        var callee = new RecordingListener[calls];
        var next = new AtomicInteger();
        try (var server = UserAgent.start(config().build(), invite -> {
                    var listener = new RecordingListener();
                    callee[next.getAndIncrement()] = listener;
                    invite.listen(listener);
                    invite.ring();
                    invite.answer("answer".getBytes(UTF_8));
                });
                var relay = new Relay(server.listeningPoints().getFirst().address(), loseEvery);
                // All that the phone sends takes the lossy way, ACK and BYE too.
                var phone = UserAgent.start(
                        config().resolver(uri -> List.of(relay.hop())).build(), InviteHandler.NONE)) {
            for (int i = 0; i < calls; i++) {
                var caller = new RecordingListener();
                var outcome = phone.invite(
                                SipUri.parse("sip:robot@127.0.0.1"),
                                "offer".getBytes(UTF_8),
                                InviteOptions.DEFAULTS,
                                caller)
                        .await(Duration.ofSeconds(10));
                assertThat(outcome).as("call %d", i).isInstanceOf(InviteOutcome.Answered.class);
                ((InviteOutcome.Answered) outcome).dialog().bye();
                caller.await("ended LocalBye");
                callee[i].await("ended RemoteBye");
            }
            Eventually.become(() -> assertThat(phone.calls() + server.calls())
                    .as("calls not forgotten")
                    .isZero());
            assertThat(next).as("each INVITE was one call").hasValue(calls);
            assertThat(server.counters().retransmissionsAbsorbed()
                            + phone.counters().retransmissionsSent())
                    .isPositive();
        }
    }
}
