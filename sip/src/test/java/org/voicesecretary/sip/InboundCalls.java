package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.voicesecretary.sip.dialog.SessionTimerPolicy;
import org.voicesecretary.sip.time.ManualTimers;

/** A user agent of ours whose time moves by hand, and a peer that calls it message by message. */
abstract class InboundCalls {

    static final String SDP = "Content-Type: application/sdp\n\noffer";
    static final byte[] ANSWER = "answer".getBytes(UTF_8);

    final ManualTimers time = new ManualTimers();
    final BlockingQueue<InboundInvite> invites = new LinkedBlockingQueue<>();
    final RecordingListener heard = new RecordingListener();
    UserAgent ua;
    RawPeer peer;

    @BeforeEach
    void start() throws Exception {
        var config = UserAgentConfig.listening("udp:127.0.0.1:0")
                .timers(time)
                .sessionTimers(new SessionTimerPolicy(Optional.of(Duration.ofSeconds(600)), Duration.ofSeconds(90)))
                .build();
        ua = UserAgent.start(config, invite -> {
            invite.listen(heard);
            invites.add(invite);
        });
        peer = new RawPeer(ua.listeningPoints().getFirst().address());
    }

    @AfterEach
    void stop() {
        ua.close();
        peer.close();
    }

    final InboundInvite invite(String more) throws Exception {
        peer.request("INVITE", "inv", 1, "", more);
        peer.response(100);
        InboundInvite invite = invites.poll(10, TimeUnit.SECONDS);
        assertThat(invite).isNotNull();
        return invite;
    }

    /** A call that stands; returns our tag. */
    final String established(String more) throws Exception {
        invite(more).answer(ANSWER);
        String tag = peer.response(200).toTag();
        peer.request("ACK", "ack", 1, tag, "");
        heard.await("established");
        return tag;
    }
}
