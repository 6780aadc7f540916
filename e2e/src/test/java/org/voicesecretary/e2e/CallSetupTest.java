package org.voicesecretary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.InviteOptions.Reliability;
import org.voicesecretary.sip.RequestOutcome;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.PhoneEvents;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;

/** Calls that come in by every road that SIP has. */
@Tag("e2e")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallSetupTest {
    private static final Duration SOON = Exchange.SOON;

    @TempDir
    static Path directory;

    private Exchange board;
    private TestPhone phone;

    @BeforeAll
    void start() throws Exception {
        board = Exchange.open(directory);
        phone = TestPhone.onLoopback();
    }

    @AfterAll
    void stop() {
        phone.close();
        board.close();
    }

    /** Dials, hears the tone, presses a key, and the script hangs up. */
    private void runsThrough(Exchange.Line line, TestPhone from, String uri, DialOptions options) throws Exception {
        try (var call = from.dial(uri, options).answered()) {
            assertThat(call.heard().awaitTone(Exchange.HERTZ, 0, SOON))
                    .as("the tone is heard")
                    .isTrue();
            call.press("7");
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("7");
            assertThat(call.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
        }
        line.ended("answered", 16);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void overUdpAndTcp(Transport transport) throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        runsThrough(line, phone, transport == Transport.UDP ? line.sip() : line.sipOverTcp(), DialOptions.DEFAULTS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void overIpv6(Transport transport) throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        InetAddress loopback = InetAddress.getByName("::1");
        int port = board.server().assembly().sipListening().stream()
                .filter(point -> point.transport() == transport
                        && point.address().getAddress().equals(loopback))
                .map(ListeningPoint::address)
                .findFirst()
                .orElseThrow()
                .getPort();
        try (var sixth = TestPhone.at(loopback, PhoneEvents.IGNORED)) {
            runsThrough(
                    line,
                    sixth,
                    "sip:" + line.number() + "@[::1]:" + port + ";transport=" + transport.parameter(),
                    DialOptions.DEFAULTS);
        }
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void inEachCodec(AudioCodec codec) throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        runsThrough(line, phone, line.sip(), DialOptions.DEFAULTS.speaking(codec));
    }

    @Test
    void withTheOfferLeftToUs() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        runsThrough(line, phone, line.sip(), DialOptions.DEFAULTS.withoutOffer());
    }

    @Test
    void withReliableRinging() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        runsThrough(line, phone, line.sip(), DialOptions.DEFAULTS.reliably(Reliability.REQUIRED));
    }

    @Test
    void withReliableRingingThatCarriesOurOffer() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        runsThrough(line, phone, line.sip(), DialOptions.DEFAULTS.withoutOffer().reliably(Reliability.REQUIRED));
    }

    @Test
    void ringingIsReliableOnlyWhereThatIsDemanded() throws Exception {
        for (String header : new String[] {"Supported: 100rel", "Require: 100rel"}) {
            var line = board.line(Exchange.TONE_AND_KEY);
            try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
                caller.invite(line.number(), caller.sdp(), header);
                SipResponse ringing = caller.response("INVITE", 180);
                boolean demanded = header.startsWith("Require");
                assertThat(ringing.headers().has("RSeq")).isEqualTo(demanded);
                assertThat(ringing.body()).as("the answer belongs to the 200").isEmpty();
                if (demanded) {
                    // RFC 3262 §3: no 200 before the PRACK would be possible, but ours waits for it.
                    caller.established(ringing);
                    caller.request("PRACK", "", "RAck: " + ringing.headers().first("RSeq") + " 1 INVITE");
                    assertThat(caller.response("PRACK", 200).status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void anUpdateBeforeTheAnswerIsAnswered() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        line.starting(DoubleReply.json(Exchange.TONE_AND_KEY).late(Duration.ofMillis(500)));
        try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
            caller.invite(line.number(), caller.sdp());
            caller.established(caller.response("INVITE", 180));
            caller.request("UPDATE", "");
            assertThat(caller.response("UPDATE", 200).status()).isEqualTo(200);
        }
    }

    @Test
    void anUpdateWithinTheCallCanMoveTheSound() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP));
                var elsewhere = new RawRtp(InetAddress.getLoopbackAddress())) {
            caller.call(line.number());
            caller.rtp().silence();
            caller.rtp().hears(5, true);
            caller.request(
                    "UPDATE",
                    caller.sdp("m=audio " + elsewhere.port() + " RTP/AVP 0").replace("raw 1 1", "raw 1 2"));
            assertThat(caller.response("UPDATE", 200).status()).isEqualTo(200);
            elsewhere.hears(5, true);
            assertThat(caller.bye()).isEqualTo(200);
        }
        line.ended("answered", 16);
    }

    @Test
    void holdSilencesAndResumeGoesOn() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var call = phone.dial(line.sip()).answered()) {
            assertThat(call.heard().awaitTone(Exchange.HERTZ, 0, SOON)).isTrue();

            assertThat(call.hold()).isInstanceOf(RequestOutcome.Success.class);
            assertThat(call.heard().awaitQuiet(Duration.ofMillis(200), SOON)).isTrue();
            int held = call.heard().mark();

            assertThat(call.resume()).isInstanceOf(RequestOutcome.Success.class);
            assertThat(call.heard().awaitTone(Exchange.HERTZ, held, SOON))
                    .as("the tone is heard again")
                    .isTrue();
            call.press("1");
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c=IN IP4 127.0.0.1, a=sendonly, a=recvonly",
        "c=IN IP4 127.0.0.1, a=inactive, a=inactive",
        "c=IN IP4 0.0.0.0,   a=sendrecv, ''"
    })
    void everyKindOfHoldStopsTheSound(String connection, String direction, String answered) throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
            caller.call(line.number());
            caller.rtp().silence();
            caller.rtp().hears(5, true);

            String offer = caller.sdp("m=audio " + caller.rtp().port() + " RTP/AVP 0 101", direction)
                    .replace("raw 1 1", "raw 1 2")
                    .replace("c=IN IP4 127.0.0.1", connection);
            caller.request("INVITE", offer);
            SipResponse held = caller.response("INVITE", 200);
            caller.ack("");
            assertThat(held.status()).isEqualTo(200);
            assertThat(new String(held.body(), UTF_8)).contains(answered);
            int before = caller.rtp().count();
            // What was on its way has arrived when the server answers again.
            caller.request("OPTIONS", "");
            assertThat(caller.response("OPTIONS", 200).status()).isEqualTo(200);
            int after = caller.rtp().count();
            assertThat(after - before).as("packets after the 200 to the hold").isLessThanOrEqualTo(2);

            caller.request("INVITE", caller.sdp().replace("raw 1 1", "raw 1 3"));
            assertThat(caller.response("INVITE", 200).status()).isEqualTo(200);
            caller.ack("");
            caller.rtp().hearsSince(after, 5, true);
            assertThat(caller.bye()).isEqualTo(200);
        }
        line.ended("answered", 16);
    }

    @Test
    void aReInviteWithoutAnOfferGetsOurs() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
            caller.call(line.number());
            caller.request("INVITE", "");
            SipResponse offered = caller.response("INVITE", 200);
            assertThat(new String(offered.body(), UTF_8)).contains("m=audio");
            int mark = caller.rtp().count();
            caller.ack(caller.sdp().replace("raw 1 1", "raw 1 2"));
            caller.rtp().hearsSince(mark, 10, true);
            assertThat(caller.bye()).isEqualTo(200);
        }
    }

    @Test
    void anAckWithoutTheAnswerThatWeWaitForEndsTheCall() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
            caller.invite(line.number(), "");
            caller.established(caller.outcome());
            caller.ack("");
            SipRequest bye = caller.takes("BYE", SOON);
            assertThat(bye.headers().first("Reason")).isEqualTo("Q.850;cause=127");
        }
        line.await(EventType.NOTIFY_END);
    }

    @Test
    void aSessionTimerIsAgreedAndKeptByTheCaller() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
            caller.invite(line.number(), caller.sdp(), "Supported: timer", "Session-Expires: 60");
            SipResponse tooShort = caller.outcome();
            assertThat(tooShort.status()).isEqualTo(422);
            assertThat(tooShort.headers().first("Min-SE")).isEqualTo("90");

            SipResponse answer =
                    caller.call(line.number(), "Supported: timer", "Session-Expires: 90;refresher=uac", "Min-SE: 90");
            assertThat(answer.headers().first("Session-Expires")).isEqualTo("90;refresher=uac");
            assertThat(answer.headers().list("Require")).contains("timer");
            caller.request("UPDATE", "", "Supported: timer", "Session-Expires: 90;refresher=uac");
            SipResponse refreshed = caller.response("UPDATE", 200);
            assertThat(refreshed.status()).isEqualTo(200);
            assertThat(refreshed.headers().first("Session-Expires")).isEqualTo("90;refresher=uac");
            assertThat(caller.bye()).isEqualTo(200);
        }
    }

    @Test
    void aLargeInviteInFragmentsIsTaken() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        String padding = "a=x-padding:" + "x".repeat(50);
        String[] lines = new String[101];
        Arrays.fill(lines, padding);
        try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
            lines[0] = "m=audio " + caller.rtp().port() + " RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000";
            String[] headers = new String[20];
            Arrays.fill(headers, "X-Padding: " + "y".repeat(500));
            caller.invite(line.number(), caller.sdp(lines), headers);
            SipResponse answer = caller.outcome();
            assertThat(answer.status()).isEqualTo(200);
            caller.established(answer);
            caller.ack("");
            caller.rtp().hears(5, true);
            assertThat(caller.bye()).isEqualTo(200);
        }
        line.ended("answered", 16);
    }

    @Test
    void theScriptSeesAnonymousAndAssertedCallers() throws Exception {
        var anonymous = board.line(Exchange.HANG_UP);
        try (var call = phone.dial(anonymous.sip(), DialOptions.DEFAULTS.from("anonymous"))) {
            assertThat(call.refused().status()).isEqualTo(603);
        }
        assertThat(anonymous.await(EventType.NOTIFY_START).field("caller_id")).isEqualTo("0");

        var asserted = board.line(Exchange.HANG_UP);
        var options = DialOptions.DEFAULTS.from("anonymous").with("P-Asserted-Identity", "<tel:+49-30-111>");
        try (var call = phone.dial("sip:+" + asserted.sip().substring(4), options)) {
            assertThat(call.refused().status()).isEqualTo(603);
        }
        assertThat(asserted.await(EventType.NOTIFY_START).field("caller_id")).isEqualTo("4930111");
        assertThat(asserted.await(EventType.NOTIFY_START).field("called_did")).isEqualTo(asserted.number());
    }

    @Test
    void silenceIsSentWhileTheCallWaits() throws Exception {
        // maxdigits 2: after the short tone the call waits for a second key, in silence.
        var line = board.line(
                "{\"ivr_play\":\"short\",\"wait_dtmf\":{\"timeout\":20,\"attempts\":1,\"maxdigits\":2,\"name\":\"x\"}}");
        try (var caller = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
            caller.call(line.number());
            caller.rtp().hears(8, true);
            int mark = caller.rtp().count();
            caller.rtp().hearsSince(mark, 25, false);
            var quiet = caller.rtp().packets().subList(mark + 2, mark + 22);
            for (int i = 1; i < quiet.size(); i++) {
                assertThat(quiet.get(i).sequence() - quiet.get(i - 1).sequence() & 0xffff)
                        .isEqualTo(1);
                assertThat(quiet.get(i).timestamp() - quiet.get(i - 1).timestamp() & 0xffffffffL)
                        .isEqualTo(160);
            }
            assertThat(caller.bye()).isEqualTo(200);
        }
        line.ended("answered", 16);
    }

    @Test
    void theTimelineShowsTheMessagesOfTheCall() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        runsThrough(line, phone, line.sip(), DialOptions.DEFAULTS);
        String invite = "INVITE sip:" + line.number();
        Eventually.that("the answer to the BYE is on the timeline", () -> {
            var call = board.server().timeline().stream()
                    .filter(entry -> entry.event() instanceof TimelineEvent.SipMessage(var sent, var text, var peer)
                            && text.startsWith(invite))
                    .findFirst()
                    .orElseThrow()
                    .call();
            return board.server().timeline().stream()
                    .filter(entry -> entry.call().equals(call))
                    .map(TimelineEntry::event)
                    .filter(TimelineEvent.SipMessage.class::isInstance)
                    .map(event -> ((TimelineEvent.SipMessage) event).startLine().replaceFirst(" sip:.*", ""))
                    .toList()
                    .equals(List.of("INVITE", "180 Ringing (INVITE)", "200 OK (INVITE)", "ACK", "BYE", "200 OK (BYE)"));
        });
    }
}
