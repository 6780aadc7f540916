package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.sip.message.SipUri;

/** A user agent that is closed leaves nobody waiting. */
@Tag("wire")
@Timeout(60)
class ClosingTest {

    private static final byte[] SDP = "sdp".getBytes(UTF_8);

    private static UserAgent agent(InviteHandler handler) throws Exception {
        return UserAgent.start(UserAgentConfig.listening("udp:127.0.0.1:0").build(), handler);
    }

    @Test
    void whoWaitsForAnAnswerIsTold() throws Exception {
        var heard = new RecordingListener();
        var ua = agent(InviteHandler.NONE);
        try (var silent = new RawPeer(ua.listeningPoints().getFirst().address())) {
            var call = ua.invite(SipUri.parse("sip:" + silent.host()), SDP, InviteOptions.DEFAULTS, heard);
            silent.request("INVITE");
            ua.close();
            assertThat(call.await(Duration.ofSeconds(10))).isEqualTo(new InviteOutcome.Cancelled());
            heard.await("ended LocalCancel");
        } finally {
            ua.close();
        }
    }

    @Test
    void callsThatStandAreHungUpAndRequestsWithinThemEnd() throws Exception {
        var heard = new RecordingListener();
        var ua = agent(InviteHandler.NONE);
        try (var peer = new RawPeer(ua.listeningPoints().getFirst().address())) {
            ua.invite(SipUri.parse("sip:raw@" + peer.host()), SDP, InviteOptions.DEFAULTS, heard);
            peer.respond(peer.request("INVITE"), 200, "one", "");
            peer.request("ACK");
            heard.await("established");
            var outcome = new CompletableFuture<RequestOutcome>();
            Thread.ofVirtual().start(() -> {
                try {
                    outcome.complete(heard.dialog().info("text/plain", SDP));
                } catch (InterruptedException e) {
                    outcome.completeExceptionally(e);
                }
            });
            peer.request("INFO");
            ua.close();
            peer.request("BYE");
            heard.await("ended LocalBye");
            assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(RequestOutcome.NoAnswer.class);
        } finally {
            ua.close();
        }
    }

    @Test
    void callsThatRingAreRefused() throws Exception {
        var heard = new RecordingListener();
        try (var phone = agent(InviteHandler.NONE)) {
            var server = agent(invite -> {
                invite.listen(heard);
                invite.ring();
            });
            var caller = new RecordingListener();
            phone.invite(TwoUserAgentsTest.uriOf(server), SDP, InviteOptions.DEFAULTS, caller);
            caller.await("progress 180");
            server.close();
            heard.await("ended LocalReject");
            caller.await("ended RemoteReject");
        }
    }
}
