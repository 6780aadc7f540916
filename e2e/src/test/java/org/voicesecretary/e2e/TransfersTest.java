package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.e2e.TelephoneOffice.MUSIC;
import static org.voicesecretary.e2e.TelephoneOffice.OUTSIDE;
import static org.voicesecretary.e2e.TelephoneOffice.SOON;
import static org.voicesecretary.e2e.TelephoneOffice.hears;
import static org.voicesecretary.e2e.TelephoneOffice.hum;
import static org.voicesecretary.e2e.TelephoneOffice.toneOf;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.sip.OutboundRefer;
import org.voicesecretary.sip.ReferOutcome;
import org.voicesecretary.sip.ReferTo;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.timeline.TimelineEvent;

/** Who hears whom while extensions hand on whom they talk to. */
@Tag("e2e")
@Timeout(120)
class TransfersTest {
    private static final double ANN = toneOf("101");
    private static final double BOB = toneOf("102");
    private static final List<String> HANDED_ON = List.of(
            "NOTIFY_START",
            "NOTIFY_INTERNAL 101",
            "NOTIFY_ANSWER 101",
            "NOTIFY_INTERNAL 102",
            "NOTIFY_ANSWER 102",
            "NOTIFY_END 102");

    @TempDir
    Path directory;

    private TelephoneOffice office;
    private TestPhone annsPhone;
    private TestPhone bobsPhone;

    @BeforeEach
    void open() throws Exception {
        office = new TelephoneOffice(directory, "");
        annsPhone = office.telephone("101");
        bobsPhone = office.telephone("102");
    }

    @AfterEach
    void close() {
        office.close();
    }

    /** Ann and the caller talk. */
    private record Talk(PhoneCall caller, PhoneCall ann) {}

    private Talk callerAndAnn() throws Exception {
        PhoneCall caller = office.callFor("101");
        PhoneCall ann = office.pickUp(annsPhone, "101");
        caller.answered();
        hum(caller, OUTSIDE);
        assertThat(hears(caller, ANN)).isTrue();
        return new Talk(caller, ann);
    }

    @Test
    void aCodeHandsTheCallerOnBlindly() throws Exception {
        Talk talk = callerAndAnn();
        talk.ann().press("#102#");
        PhoneCall bob = office.pickUp(bobsPhone, "102");
        assertThat(hears(talk.caller(), BOB)).isTrue();
        assertThat(hears(bob, OUTSIDE)).isTrue();
        assertThat(talk.ann().awaitEnd(SOON)).isPresent();
        talk.caller().hangUp();
        assertThat(bob.awaitEnd(SOON)).isPresent();
        assertThat(office.eventsToTheEnd()).isEqualTo(HANDED_ON);
    }

    @Test
    void aCodeAnnouncesTheCallerWhoWaitsWithMusic() throws Exception {
        Talk talk = callerAndAnn();
        talk.ann().pressByInfo('*');
        talk.ann().pressByInfo('1');
        talk.ann().pressByInfo('0');
        talk.ann().pressByInfo('2');
        talk.ann().pressByInfo('#');
        PhoneCall bob = office.pickUp(bobsPhone, "102");
        assertThat(hears(bob, ANN)).as("Bob hears Ann").isTrue();
        assertThat(hears(talk.ann(), BOB)).as("Ann hears Bob").isTrue();
        assertThat(hears(talk.caller(), MUSIC)).as("the caller waits").isTrue();
        talk.ann().hangUp();
        assertThat(hears(talk.caller(), BOB)).isTrue();
        assertThat(hears(bob, OUTSIDE)).isTrue();
        bob.hangUp();
        assertThat(talk.caller().awaitEnd(SOON)).isPresent();
        assertThat(office.eventsToTheEnd()).isEqualTo(HANDED_ON);
        assertThat(office.server.events(TimelineEvent.Ended.class)).hasSize(1);
    }

    @Test
    void aRefusedTransferBringsTheCallerBack() throws Exception {
        Talk talk = callerAndAnn();
        talk.ann().press("*102#");
        bobsPhone.awaitCall(SOON).refuse(486, "Busy Here");
        assertThat(hears(talk.caller(), ANN)).isTrue();
        assertThat(hears(talk.ann(), OUTSIDE)).isTrue();
        talk.ann().press("#104#"); // does not want to be disturbed
        assertThat(hears(talk.caller(), ANN)).isTrue();
        talk.ann().hangUp();
        assertThat(talk.caller().awaitEnd(SOON)).isPresent();
        assertThat(office.eventsToTheEnd())
                .containsExactly(
                        "NOTIFY_START",
                        "NOTIFY_INTERNAL 101",
                        "NOTIFY_ANSWER 101",
                        "NOTIFY_INTERNAL 102",
                        "NOTIFY_INTERNAL_END 102",
                        "NOTIFY_END 101");
    }

    @Test
    void aTelephoneHandsOnByRefer() throws Exception {
        Talk talk = callerAndAnn();
        talk.ann().hold();
        OutboundRefer refer = talk.ann().refer(ReferTo.blind(SipUri.parse("sip:102@127.0.0.1")));
        PhoneCall bob = office.pickUp(bobsPhone, "102");
        assertThat(refer.await(SOON)).isEqualTo(new ReferOutcome.Reported(200, "OK"));
        assertThat(hears(talk.caller(), BOB)).isTrue();
        assertThat(hears(bob, OUTSIDE)).isTrue();
        assertThat(talk.caller()
                        .refer(ReferTo.blind(SipUri.parse("sip:101@127.0.0.1")))
                        .await(SOON))
                .as("a caller outside may not")
                .isInstanceOf(ReferOutcome.Refused.class);
        talk.caller().hangUp();
        assertThat(bob.awaitEnd(SOON)).isPresent();
        assertThat(office.eventsToTheEnd()).isEqualTo(HANDED_ON);
    }

    @Test
    void whoCalledHandsOnWhomTheyCalled() throws Exception {
        TestPhone cemsPhone = office.telephone("103");
        PhoneCall ann = office.dial(annsPhone, "101", "102");
        PhoneCall bob = office.pickUp(bobsPhone, "102");
        ann.answered();
        hum(ann, ANN);
        assertThat(hears(bob, ANN)).isTrue();
        ann.press("*103#");
        PhoneCall cem = office.pickUp(cemsPhone, "103");
        assertThat(hears(cem, ANN)).isTrue();
        assertThat(hears(bob, MUSIC)).isTrue();
        ann.hangUp();
        assertThat(hears(cem, BOB)).isTrue();
        assertThat(hears(bob, toneOf("103"))).isTrue();
        bob.press("#101#"); // and Bob, who was called, is the caller now
        PhoneCall again = office.pickUp(annsPhone, "101");
        assertThat(hears(again, toneOf("103"))).isTrue();
        assertThat(bob.awaitEnd(SOON)).isPresent();
        cem.vanish();
        assertThat(again.awaitEnd(SOON)).as("it ends for both").isPresent();
        Eventually.that(
                "the call ended",
                () -> office.server.events(TimelineEvent.Ended.class).size() == 1);
    }

    @Test
    void whoHasHandedOnHasALineAgain() throws Exception {
        TestPhone evasPhone = office.telephone("105");
        PhoneCall eva = office.dial(evasPhone, "105", "101");
        PhoneCall ann = office.pickUp(annsPhone, "101");
        eva.answered();
        eva.press("#102#");
        PhoneCall bob = office.pickUp(bobsPhone, "102");
        assertThat(hears(bob, ANN)).isTrue();
        assertThat(eva.awaitEnd(SOON)).isPresent();
        PhoneCall next = office.dial(evasPhone, "105", "102");
        office.pickUp(bobsPhone, "102");
        next.answered();
        ann.hangUp();
        assertThat(bob.awaitEnd(SOON)).isPresent();
    }

    @Test
    void aTelephoneJoinsItsTwoCalls() throws Exception {
        Talk talk = callerAndAnn();
        talk.ann().hold();
        PhoneCall consultation = office.dial(annsPhone, "101", "102");
        PhoneCall bob = office.pickUp(bobsPhone, "102");
        consultation.answered();
        hum(consultation, ANN);
        assertThat(hears(bob, ANN)).isTrue();
        OutboundRefer refer = talk.ann().refer(ReferTo.announced(consultation.dialog()));
        assertThat(refer.await(SOON)).isEqualTo(new ReferOutcome.Reported(200, "OK"));
        assertThat(hears(talk.caller(), BOB)).isTrue();
        assertThat(hears(bob, OUTSIDE)).isTrue();
        assertThat(talk.ann().awaitEnd(SOON)).isPresent();
        assertThat(consultation.awaitEnd(SOON)).isPresent();
        bob.hold();
        assertThat(hears(talk.caller(), MUSIC)).isTrue();
        bob.resume();
        assertThat(hears(talk.caller(), BOB)).isTrue();
        talk.caller().hangUp();
        assertThat(bob.awaitEnd(SOON)).isPresent();
        assertThat(office.eventsToTheEnd())
                .containsExactly(
                        "NOTIFY_START",
                        "NOTIFY_INTERNAL 101",
                        "NOTIFY_ANSWER 101",
                        "NOTIFY_ANSWER 102",
                        "NOTIFY_END 102");
    }

    @Test
    void aColleaguePicksUpWhatRingsElsewhere() throws Exception {
        PhoneCall caller = office.callFor("101");
        PhoneCall ringing = annsPhone.awaitCall(SOON);
        PhoneCall bob = office.dial(bobsPhone, "102", "40").answered();
        hum(bob, BOB);
        caller.answered();
        hum(caller, OUTSIDE);
        assertThat(hears(caller, BOB)).isTrue();
        assertThat(hears(bob, OUTSIDE)).isTrue();
        assertThat(ringing.awaitEnd(SOON)).isPresent();
        bob.hangUp();
        assertThat(caller.awaitEnd(SOON)).isPresent();
        assertThat(office.eventsToTheEnd())
                .containsExactly(
                        "NOTIFY_START",
                        "NOTIFY_INTERNAL 101",
                        "NOTIFY_INTERNAL_END 101",
                        "NOTIFY_ANSWER 102",
                        "NOTIFY_END 102");
        assertThat(office.dial(bobsPhone, "102", "40").refused().status())
                .as("nothing rings any more")
                .isEqualTo(404);
    }
}
