package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.sip.message.SipUri;

/** sipp, which shares no code with us, on the other side. */
@Tag("wire")
@Timeout(90)
class SippTest {

    private static final byte[] SDP = """
            v=0
            o=robot 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            """.replace("\n", "\r\n").getBytes(UTF_8);

    private final BlockingQueue<RecordingListener> calls = new LinkedBlockingQueue<>();

    private UserAgent answering() throws Exception {
        var config =
                UserAgentConfig.listening("udp:127.0.0.1:0", "tcp:127.0.0.1:0").build();
        return UserAgent.start(config, invite -> {
            var listener = new RecordingListener(offer -> new OfferReply.Accept(SDP));
            calls.add(listener);
            invite.listen(listener);
            invite.ring();
            invite.answer(SDP);
        });
    }

    private RecordingListener call() throws InterruptedException {
        RecordingListener listener = calls.poll(10, TimeUnit.SECONDS);
        assertThat(listener).as("a call that came in").isNotNull();
        return listener;
    }

    private static InetSocketAddress udp(UserAgent ua) {
        return ua.listeningPoints().get(0).address();
    }

    private static InetSocketAddress tcp(UserAgent ua) {
        return ua.listeningPoints().get(1).address();
    }

    @ParameterizedTest
    @CsvSource({"uac-call", "uac-100rel", "uac-reinvite", "uac-delayed-offer"})
    void aCallRunsAsTheScenarioSaysOverUdp(String scenario) throws Exception {
        try (var ua = answering();
                var sipp = Sipp.calling(scenario, udp(ua))) {
            sipp.succeeds();
            RecordingListener heard = call();
            heard.await("ended RemoteBye");
            assertThat(heard.events())
                    .filteredOn(event -> event.startsWith("established"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"uac-call", "uac-100rel", "uac-reinvite", "uac-delayed-offer"})
    void aCallRunsAsTheScenarioSaysOverTcp(String scenario) throws Exception {
        try (var ua = answering();
                var sipp = Sipp.calling(scenario, tcp(ua), "-t", "t1")) {
            sipp.succeeds();
            call().await("ended RemoteBye");
        }
    }

    @ParameterizedTest
    @CsvSource({"uac-cancel,u1", "uac-cancel,t1"})
    void aCallerGivesUp(String scenario, String transport) throws Exception {
        var listener = new RecordingListener();
        var config =
                UserAgentConfig.listening("udp:127.0.0.1:0", "tcp:127.0.0.1:0").build();
        try (var ua = UserAgent.start(config, invite -> {
                    invite.listen(listener);
                    invite.ring();
                });
                var sipp = Sipp.calling(scenario, transport.equals("u1") ? udp(ua) : tcp(ua), "-t", transport)) {
            sipp.succeeds();
            listener.await("ended RemoteCancel");
        }
    }

    @Test
    void theAnswerIsRepeatedUntilItIsAcknowledged() throws Exception {
        try (var ua = answering();
                var sipp = Sipp.calling("uac-lost-ack", udp(ua))) {
            sipp.succeeds();
            call().await("ended RemoteBye");
            // After 500 and 1,500 ms; the ACK came after 1,800.
            assertThat(ua.counters().retransmissionsSent()).isEqualTo(2);
        }
    }

    @Test
    void optionsSayWhatWeCan() throws Exception {
        try (var ua = answering();
                var sipp = Sipp.calling("options", udp(ua))) {
            sipp.succeeds();
        }
    }

    @Test
    void sippTakesOurCall() throws Exception {
        int port = FreePort.any();
        var listener = new RecordingListener();
        try (var sipp = Sipp.waiting("uas-answer", port);
                var ua = answering()) {
            var outcome = ua.invite(SipUri.parse("sip:127.0.0.1:" + port), SDP, InviteOptions.DEFAULTS, listener)
                    .await(Duration.ofSeconds(20));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            InviteOutcome.Answered.class,
                            answered -> answered.dialog().bye());
            sipp.succeeds();
            assertThat(listener.events()).containsExactly("progress 180", "established", "ended LocalBye");
        }
    }

    @Test
    void sippIsBusy() throws Exception {
        int port = FreePort.any();
        try (var sipp = Sipp.waiting("uas-busy", port);
                var ua = answering()) {
            var outcome = ua.invite(
                            SipUri.parse("sip:127.0.0.1:" + port), SDP, InviteOptions.DEFAULTS, CallListener.NONE)
                    .await(Duration.ofSeconds(20));
            assertThat(outcome).isInstanceOf(InviteOutcome.Rejected.class);
            sipp.succeeds();
        }
    }

    @Test
    void weGiveUpWhileSippRings() throws Exception {
        int port = FreePort.any();
        var listener = new RecordingListener();
        try (var sipp = Sipp.waiting("uas-cancelled", port);
                var ua = answering()) {
            var call = ua.invite(SipUri.parse("sip:127.0.0.1:" + port), SDP, InviteOptions.DEFAULTS, listener);
            listener.await("progress 180");
            call.cancel();
            assertThat(call.await(Duration.ofSeconds(20))).isEqualTo(new InviteOutcome.Cancelled());
            sipp.succeeds();
        }
    }
}
