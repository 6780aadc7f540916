package org.voicesecretary.pbx.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.redirect;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.call.connect.FakeDialer;
import org.voicesecretary.protocol.WebhookEvent;

/** Extensions hand on whom they talk to, by codes and by REFER, in simulated time. */
@Tag("db")
@Timeout(60)
class TransferTest {
    @TempDir
    Path directory;

    private final TestCall call = new TestCall();
    private OfficeOnTheLine office;
    private FakeDialer phones;

    @BeforeEach
    void open() {
        office = new OfficeOnTheLine(directory, call);
        office.apply(ACCOUNT + """
                extensions:
                  - {number: 101}
                  - {number: 102}
                  - {number: 103, do-not-disturb: true}
                  - {number: 104, voicemail: {}}
                scenarios:
                  - {menu: 0, key: 1, stages: [{ring: [102], after: 0s}]}
                  - {menu: 0, key: 2, to: {menu: 0}}
                """);
        phones = office.phones;
        call.script.answers(redirect("101"));
    }

    @AfterEach
    void close() {
        office.close();
    }

    private List<String> told() {
        return call.told.stream()
                .map(event -> switch (event) {
                    case WebhookEvent.NotifyInternal e -> "INTERNAL " + e.internal();
                    case WebhookEvent.NotifyInternalEnd e -> "INTERNAL_END " + e.internal();
                    case WebhookEvent.NotifyAnswer e -> "ANSWER " + e.internal();
                    case WebhookEvent.NotifyEnd e ->
                        "END " + e.disposition().wireName() + " " + e.statusCode() + " " + e.internal();
                    default -> event.type().name();
                })
                .toList();
    }

    @Test
    void aBlindTransferRingsAnotherAndTheOneWhoHandsOnLeavesWhenThatAnswers() {
        phones.phone("101").answers(1000).presses(5000, "#102#");
        phones.phone("102").answers(2000).hangsUp(9000);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(call.caller.journal())
                .containsSubsequence(
                        "1000 connect 101",
                        "5000 disconnect",
                        "5000 ringing tone",
                        "7000 connect 102",
                        "14000 disconnect",
                        "14000 bye cause 16");
        assertThat(phones.journal())
                .containsSubsequence("5000 101 hears the ringing tone", "5000 dial 102", "7000 bye to 101 cause 16")
                .doesNotContain("14000 release 102 CALL_OVER");
        assertThat(told())
                .containsExactly("INTERNAL 101", "ANSWER 101", "INTERNAL 102", "ANSWER 102", "END answered 16 102");
    }

    @Test
    void whomNobodyTakesTalksOnWithTheOneWhoWantedToHandThemOn() {
        phones.phone("101").answers(1000).presses(5000, "#102#").hangsUp(50_000);
        phones.refusesAfter("102", 1000, 486);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(call.caller.journal())
                .containsSubsequence("5000 ringing tone", "6000 stop", "6000 connect 101", "50000 bye cause 16");
        assertThat(told())
                .containsExactly(
                        "INTERNAL 101", "ANSWER 101", "INTERNAL 102", "INTERNAL_END 102", "END answered 16 101");
    }

    @Test
    void whoHasHungUpIsRungAgainIfNobodyElseTakesTheCall() {
        phones.phone("101").answers(1000).presses(5000, "#102#").hangsUp(6000);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(phones.journal())
                .containsSubsequence("5000 dial 102", "35000 release 102 RANG_OUT", "35000 dial 101");
        assertThat(call.caller.journal()).doesNotContain("6000 bye cause 16");
        // Which hands on again each time it answers, and would do so for ever.
        assertThat(phones.journal())
                .filteredOn(line -> line.endsWith("dial 102"))
                .hasSize(50);
    }

    @Test
    void aCallerWhoHangsUpMeanwhileEndsItForAll() {
        phones.phone("101").answers(1000).presses(5000, "#102#");
        call.caller.signalAt(8000, new CallSignal.RemoteHungUp());

        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(phones.journal()).containsSubsequence("8000 release 102 CALL_OVER", "8000 bye to 101 cause 16");
        assertThat(told())
                .containsExactly(
                        "INTERNAL 101", "ANSWER 101", "INTERNAL 102", "INTERNAL_END 102", "END answered 16 101");
    }

    @Test
    void anAnnouncedTransferJoinsTheTwoWhenTheOneInBetweenHangsUp() {
        phones.phone("101").answers(1000).presses(5000, "*102#").hangsUp(12_000);
        phones.phone("102").answers(2000).hangsUp(20_000);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(phones.journal())
                .containsSubsequence("5000 101 hears the ringing tone", "5000 dial 102", "7000 connect 101 and 102");
        assertThat(call.caller.journal())
                .containsSubsequence("1000 connect 101", "12000 connect 102", "25000 bye cause 16")
                .doesNotContain("7000 connect 102");
        assertThat(told())
                .containsExactly("INTERNAL 101", "ANSWER 101", "INTERNAL 102", "ANSWER 102", "END answered 16 102");
    }

    @Test
    void anAnnouncedTransferThatIsDeclinedBringsTheCallerBack() {
        phones.phone("101").answers(1000).presses(5000, "*102#").hangsUp(30_000);
        phones.phone("102").answers(2000).hangsUp(5000);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(call.caller.journal()).containsSubsequence("10000 connect 101", "30000 bye cause 16");
        assertThat(told())
                .containsExactly(
                        "INTERNAL 101", "ANSWER 101", "INTERNAL 102", "INTERNAL_END 102", "END answered 16 101");
    }

    @Test
    void whoHangsUpWhileTheOtherStillRingsHasHandedOn() {
        phones.phone("101").answers(1000).presses(5000, "*102#").hangsUp(6000);
        phones.phone("102").answers(4000).hangsUp(20_000);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(call.caller.journal()).containsSubsequence("6000 ringing tone", "9000 connect 102");
        assertThat(told()).last().isEqualTo("END answered 16 102");
    }

    @Test
    void aCallerWhoDoesNotWaitForTheEndOfTheTalkInBetweenEndsItForAll() {
        phones.phone("101").answers(1000).presses(5000, "*102#");
        phones.phone("102").answers(2000);
        call.caller.signalAt(9000, new CallSignal.RemoteHungUp());

        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(phones.journal()).containsSubsequence("9000 release 102 CALL_OVER", "9000 bye to 101 cause 16");
        assertThat(told())
                .containsExactly(
                        "INTERNAL 101", "ANSWER 101", "INTERNAL 102", "INTERNAL_END 102", "END answered 16 101");
    }

    @Test
    void aBusyColleagueIsToldAtOnce() {
        phones.phone("101").answers(1000).presses(5000, "#103#").hangsUp(9000);
        call.run();

        assertThat(call.caller.journal()).containsSubsequence("5000 connect 101", "9000 bye cause 16");
        assertThat(told()).containsExactly("INTERNAL 101", "ANSWER 101", "END answered 16 101");
    }

    @Test
    void nobodyIsHandedOnToThemselves() {
        phones.phone("101").answers(1000).presses(5000, "#101#").hangsUp(9000);
        call.run();

        assertThat(phones.journal()).containsOnlyOnce("0 dial 101");
        assertThat(call.caller.journal()).doesNotContain("5000 disconnect");
    }

    @Test
    void keysThatAreNoCodeReachTheOtherSideAndThoseOfCallersAlways() {
        phones.phone("101")
                .answers(1000)
                .presses(5000, "5")
                .presses(6000, "#")
                .presses(9000, "#777#")
                .hangsUp(12_000);
        call.caller.pressAt(7000, "#102#");
        call.run();

        assertThat(phones.journal()).contains("5000 101's key 5 passes");
        assertThat(call.caller.journal()).contains("8000 keys #", "9000 keys #777#");
        assertThat(phones.journal()).doesNotContain("7000 dial 102");
    }

    @Test
    void aScenarioTakesTheCaller() {
        phones.phone("101").answers(1000).presses(5000, "#1#");
        phones.phone("102").answers(2000).hangsUp(9000);
        call.run();

        assertThat(told()).endsWith("INTERNAL 102", "ANSWER 102", "END answered 16 102");
    }

    @Test
    void aMenuTakesTheCallerAndTheOneWhoHandsOnLeaves() {
        phones.phone("101").answers(1000).presses(5000, "#2#");
        call.run();

        assertThat(phones.journal()).contains("5000 bye to 101 cause 16");
    }

    @Test
    void whoAnnouncesToAMenuLeavesTheCallerThere() {
        phones.phone("101").answers(1000).presses(5000, "*2#");
        call.caller.signalAt(6000, new CallSignal.RemoteHungUp());

        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(phones.journal()).contains("5000 bye to 101 cause 16");
        assertThat(call.time.millis()).isEqualTo(6000);
    }

    @Test
    void aTelephoneHandsOnByReferAndHearsHowItFares() {
        phones.phone("101").answers(1000).refers(5000, "102");
        phones.phone("102").answers(2000).hangsUp(9000);
        call.run();

        assertThat(phones.journal())
                .containsSubsequence(
                        "5000 REFER accepted", "5000 dial 102", "7000 REFER reported 200", "7000 bye to 101 cause 16");
    }

    @Test
    void aReferToNobodyOrToABusyOneBringsTheCallerBack() {
        phones.phone("101")
                .answers(1000)
                .refers(5000, "777")
                .refers(6000, "103")
                .hangsUp(9000);
        call.run();

        assertThat(phones.journal())
                .contains("5000 REFER refused 404")
                .containsSubsequence("6000 REFER accepted", "6000 REFER reported 486");
        assertThat(told()).last().isEqualTo("END answered 16 101");
    }
}
