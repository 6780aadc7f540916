package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;

/** Transfers (RFC 3515, 3891, 3892): asked of us, and asked by us. */
@Tag("wire")
@Timeout(60)
class TransferTest {

    private static final byte[] OFFER = "offer".getBytes(UTF_8);
    private static final byte[] ANSWER = "answer".getBytes(UTF_8);
    private static final String SDP = "Content-Type: application/sdp\n\noffer";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final BlockingQueue<InboundRefer> refers = new LinkedBlockingQueue<>();
    private final BlockingQueue<InboundInvite> invites = new LinkedBlockingQueue<>();
    private final BlockingQueue<Dialog> calls = new LinkedBlockingQueue<>();
    private UserAgent ua;

    @BeforeEach
    void start() throws Exception {
        ua = agent();
    }

    private UserAgent agent() throws Exception {
        return UserAgent.start(
                UserAgentConfig.listening("udp:127.0.0.1:0")
                        .capabilities(UserAgentConfig.OFFICE)
                        .build(),
                this::answer);
    }

    private void answer(InboundInvite invite) {
        invite.listen(new Taker());
        invites.add(invite);
        invite.answer(ANSWER);
    }

    private final class Taker implements CallListener {
        @Override
        public void onRefer(Dialog dialog, InboundRefer refer) {
            refers.add(refer);
        }

        @Override
        public void onEstablished(Dialog dialog, byte[] ackBody) {
            calls.add(dialog);
        }
    }

    @AfterEach
    void stop() {
        ua.close();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    // ---- asked of us, message by message

    private RawPeer peer() throws Exception {
        return new RawPeer(ua.listeningPoints().getFirst().address());
    }

    /** A call that stands; returns our tag. */
    private String established(RawPeer peer) throws Exception {
        peer.request("INVITE", "inv", 1, "", SDP);
        peer.response(100);
        String tag = peer.response(200).toTag();
        peer.request("ACK", "ack", 1, tag, "");
        next(calls);
        return tag;
    }

    @Test
    void anAcceptedTransferIsReportedUntilItsEnd() throws Exception {
        try (var peer = peer()) {
            String tag = established(peer);
            peer.request(
                    "REFER",
                    "ref",
                    2,
                    tag,
                    "Refer-To: \"Bo\" <sip:102@office.example>\nReferred-By: <sip:raw@127.0.0.1>\n");
            InboundRefer refer = next(refers);
            assertThat(refer.target()).isEqualTo(ReferTo.blind(SipUri.parse("sip:102@office.example")));
            assertThat(refer.referredBy())
                    .hasValueSatisfying(by -> assertThat(by.uri().text()).isEqualTo("sip:raw@127.0.0.1"));
            refer.accept();
            refer.report(180, "Ringing");
            refer.report(200, "OK");
            refer.report(486, "Too late to matter");
            assertThat(peer.response(202).toTag()).isEqualTo(tag);
            notified(peer, "SIP/2.0 100 Trying", "active;expires=180");
            notified(peer, "SIP/2.0 180 Ringing", "active;expires=180");
            notified(peer, "SIP/2.0 200 OK", "terminated;reason=noresource");
            peer.hearsNothing();
        }
    }

    private static void notified(RawPeer peer, String fragment, String state) throws Exception {
        SipRequest notify = peer.request("NOTIFY");
        assertThat(new String(notify.body(), UTF_8)).isEqualTo(fragment + "\r\n");
        assertThat(notify.headers().first("Event")).isEqualTo("refer;id=2");
        assertThat(notify.headers().first("Subscription-State")).isEqualTo(state);
        assertThat(notify.headers().has("Contact")).isTrue();
        peer.respond(notify, 200, "raw", "");
    }

    @Test
    void aPeerThatDoesNotCareIsNotTold() throws Exception {
        try (var peer = peer()) {
            String tag = established(peer);
            peer.request("REFER", "ref", 2, tag, "Refer-To: <sip:102@office.example>\nRefer-Sub: false\n");
            InboundRefer refer = next(refers);
            refer.accept();
            refer.report(200, "OK");
            assertThat(peer.response(202).headers().first("Refer-Sub")).isEqualTo("false");
            peer.hearsNothing();
        }
    }

    @Test
    void aNotifyThatNobodyWantsCostsNoCall() throws Exception {
        try (var peer = peer()) {
            String tag = established(peer);
            peer.request("REFER", "ref", 2, tag, "Refer-To: <sip:102@office.example>\n");
            next(refers).accept();
            peer.response(202);
            peer.respond(peer.request("NOTIFY"), 481, "raw", "");
            peer.hearsNothing();
            assertThat(ua.calls()).isEqualTo(1);
        }
    }

    @Test
    void aTransferToNobodyIsMalformedAndARefusalIsTold() throws Exception {
        try (var peer = peer()) {
            String tag = established(peer);
            peer.request("REFER", "r1", 2, tag, "");
            peer.response(400);
            peer.request("REFER", "r2", 3, tag, "Refer-To: <sip:a@b?Replaces=nonsense>\n");
            peer.response(400);
            peer.request("REFER", "r3", 4, tag, "Refer-To: <tel:+15550100>\n");
            next(refers).refuse(603, "Decline");
            peer.response(603);
        }
    }

    @Test
    void anAnnouncedTransferNamesACallOfOurs() throws Exception {
        try (var peer = peer()) {
            String tag = established(peer);
            peer.request(
                    "REFER",
                    "ref",
                    2,
                    tag,
                    "Refer-To: <sip:102@office.example?Replaces=raw-call%3Bto-tag%3D" + tag + "%3Bfrom-tag%3Draw>\n");
            ReferTo target = next(refers).target();
            assertThat(target.uri().text()).isEqualTo("sip:102@office.example");
            assertThat(ua.dialog(target.replaces().orElseThrow()))
                    .hasValueSatisfying(
                            found -> assertThat(found.id().localTag()).isEqualTo(tag));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Replaces: raw-call;to-tag=%s;from-tag=raw', 200",
        "'Replaces: raw-call;to-tag=%s;from-tag=raw;early-only', 486",
        "'Replaces: raw-call;to-tag=other;from-tag=raw', 481",
        "'Replaces: raw-call;from-tag=raw', 400",
    })
    void aCallThatTakesThePlaceOfAnotherFindsIt(String header, int status) throws Exception {
        try (var peer = peer();
                var other = peer()) {
            String tag = established(peer);
            invites.clear();
            other.send(RawPeer.text("INVITE", "rep", 1, "", header.formatted(tag) + "\n" + SDP)
                    .replace("raw-call\nCSeq", "another-call\nCSeq"));
            SipResponse answer = (SipResponse) other.receive();
            if (answer.status() == 100) {
                answer = (SipResponse) other.receive();
                Dialog replaced = next(invites).replaced().orElseThrow();
                replaced.bye();
                assertThat(peer.request("BYE").fromTag()).isEqualTo(tag);
            }
            assertThat(answer.status()).isEqualTo(status);
        }
    }

    // ---- asked by us

    private Dialog call(UserAgent from, UserAgent to) throws Exception {
        var outcome = from.invite(TwoUserAgentsTest.uriOf(to), OFFER, InviteOptions.DEFAULTS, CallListener.NONE)
                .await(SOON);
        return ((InviteOutcome.Answered) outcome).dialog();
    }

    @Test
    void weTransferABlindCallAndHearWhatBecameOfIt() throws Exception {
        try (var office = agent()) {
            Dialog ours = call(office, ua);
            OutboundRefer refer = ours.refer(ReferTo.blind(SipUri.parse("sip:102@office.example")));
            InboundRefer asked = next(refers);
            assertThat(asked.referredBy())
                    .hasValueSatisfying(by -> assertThat(by.tag()).isNull());
            asked.accept();
            asked.report(180, "Ringing");
            Eventually.become(() -> assertThat(refer.lastStatus()).isEqualTo(180));
            assertThat(refer.await(Duration.ZERO)).isInstanceOf(ReferOutcome.Pending.class);
            asked.report(486, "Busy Here");
            assertThat(refer.await(SOON)).isEqualTo(new ReferOutcome.Reported(486, "Busy Here"));
        }
    }

    @Test
    void aRefusedTransferAndOneWhoseCallEndsAreTold() throws Exception {
        try (var office = agent()) {
            Dialog ours = call(office, ua);
            OutboundRefer refused = ours.refer(ReferTo.blind(SipUri.parse("sip:102@office.example")));
            next(refers).refuse(603, "Decline");
            assertThat(refused.await(SOON)).isInstanceOf(ReferOutcome.Refused.class);
            OutboundRefer untold = ours.refer(ReferTo.blind(SipUri.parse("sip:103@office.example")));
            next(refers).accept();
            Eventually.become(() -> assertThat(untold.lastStatus()).isEqualTo(100));
            ours.bye();
            assertThat(untold.await(SOON)).isInstanceOf(ReferOutcome.Untold.class);
        }
    }

    @Test
    void anAnnouncedTransferJoinsTheTwoOthers() throws Exception {
        try (var office = agent();
                var third = agent()) {
            Dialog first = call(office, ua);
            Dialog consultation = call(office, third);
            calls.clear();
            invites.clear();
            OutboundRefer refer = first.refer(ReferTo.announced(consultation));
            InboundRefer asked = next(refers);
            asked.accept();
            var target = (SipUri) asked.target().uri();
            List<RequestReply.HeaderField> headers = asked.inviteHeaders();
            assertThat(headers).extracting(RequestReply.HeaderField::name).containsExactly("Referred-By", "Replaces");
            var calling = new FutureTask<>(
                    () -> ua.invite(target, OFFER, InviteOptions.DEFAULTS.withHeaders(headers), CallListener.NONE)
                            .await(SOON));
            Thread.ofVirtual().start(calling);
            Dialog replaced = next(invites).replaced().orElseThrow();
            assertThat(replaced.id().remoteTag()).isEqualTo(consultation.id().localTag());
            replaced.bye();
            assertThat(calling.get()).isInstanceOf(InviteOutcome.Answered.class);
            asked.report(200, "OK");
            assertThat(refer.await(SOON))
                    .isInstanceOfSatisfying(
                            ReferOutcome.Reported.class,
                            told -> assertThat(told.isSuccess()).isTrue());
            Eventually.become(() -> assertThat(consultation.ended()).isPresent());
        }
    }
}
