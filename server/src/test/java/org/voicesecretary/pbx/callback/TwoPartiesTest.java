package org.voicesecretary.pbx.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.DialledCaller;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.pbx.transfer.OfficeOnTheLine;
import org.voicesecretary.pbx.transfer.OfficeTargets;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.SayDigits;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.protocol.WebhookEvent;

/** Calls that begin here, in simulated time. */
@Tag("db")
@Timeout(60)
class TwoPartiesTest {
    private final TestCall call = new TestCall();
    private final DialledCaller caller = new DialledCaller(call.time);

    @TempDir
    Path path;

    private OfficeOnTheLine office;

    @BeforeEach
    void open() {
        office = new OfficeOnTheLine(path, call);
        office.apply(ACCOUNT + "extensions: [{number: 101, voicemail: {}}, {number: 102}, {number: 103}]\n"
                + "scenarios: [{menu: 0, key: 1, stages: [{ring: [102, 103]}]}]");
        call.script.answers(TestCall.redirect("100"));
    }

    @AfterEach
    void close() {
        office.close();
    }

    private CallEnd calls(String first, String second) {
        var targets = (OfficeTargets) call.targets;
        return runs(first, TwoParties.dialling(targets, RedirectTarget.parse(second)));
    }

    private CallEnd runs(String first, TwoParties.Then then) {
        var targets = (OfficeTargets) call.targets;
        call.targets =
                new TwoParties(targets::becoming, caller, RedirectTarget.parse(first), "102", Optional.empty(), then);
        return call.run(caller, "101");
    }

    private List<String> told() {
        return call.told.stream().map(event -> event.type().name()).toList();
    }

    private void ended(String disposition, int cause, long duration) {
        assertThat(call.told.getLast()).isInstanceOfSatisfying(WebhookEvent.NotifyOutEnd.class, end -> {
            assertThat(end.disposition().wireName()).isEqualTo(disposition);
            assertThat(end.statusCode()).isEqualTo(cause);
            assertThat(end.duration()).isEqualTo(duration);
        });
    }

    @Test
    void theSecondPartyIsDialledWhenTheFirstHasAnswered() {
        office.phones.answersAndHangsUp("101", 1_000, 9_000);
        office.phones.answersAfter("102", 2_000);

        assertThat(calls("101", "102")).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(office.phones.journal())
                .containsSubsequence("0 dial 101", "1000 dial 102", "9000 release 102 CALL_OVER");
        assertThat(told()).containsExactly("NOTIFY_OUT_START", "NOTIFY_ANSWER", "NOTIFY_OUT_END");
        ended("answered", 16, 8);
    }

    @Test
    void whenTheSecondPartyHangsUpTheFirstIsReleased() {
        office.phones.answersAfter("101", 1_000);
        office.phones.answersAndHangsUp("102", 2_000, 5_000);

        assertThat(calls("101", "102")).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(office.phones.journal().getLast()).contains("101");
        assertThat(told()).hasSize(3);
    }

    @Test
    void nobodyIsDialledWhereTheFirstPartyDoesNotAnswerAndNoMessageIsTaken() {
        assertThat(calls("101", "102")).isEqualTo(new CallEnd.NobodyReached(EndStatus.NO_ANSWER, false));
        assertThat(office.phones.journal()).containsExactly("0 dial 101", "60000 release 101 RANG_OUT");
        assertThat(office.elsewhere).isEmpty();
        assertThat(told()).containsExactly("NOTIFY_OUT_START", "NOTIFY_OUT_END");
        ended("no answer", 19, 0);
    }

    @Test
    void whereTheSecondPartyIsBusyThatIsTheOutcome() {
        office.phones.answersAfter("101", 1_000);
        office.phones.refusesAfter("102", 500, 486);

        assertThat(calls("101", "102")).isEqualTo(new CallEnd.NobodyReached(EndStatus.BUSY, true));
        assertThat(told()).containsExactly("NOTIFY_OUT_START", "NOTIFY_OUT_END");
        ended("busy", 17, 0);
    }

    @Test
    void whoHangsUpWhileTheOtherRingsHasGivenUp() {
        office.phones.answersAndHangsUp("101", 1_000, 4_000);

        assertThat(calls("101", "102")).isEqualTo(new CallEnd.CallerGaveUp());
        assertThat(office.phones.journal()).contains("4000 release 102 CALL_OVER");
        ended("cancel", 16, 3);
    }

    @Test
    void aScenarioMayBeTheFirstParty() {
        office.phones.answersAfter("103", 2_000);
        office.phones.answersAndHangsUp("101", 1_000, 5_000);

        assertThat(calls("0-1", "101")).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(office.phones.journal())
                .containsSubsequence(
                        "0 dial 102", "0 dial 103", "2000 release 102 ANSWERED_ELSEWHERE", "2000 dial 101");
    }

    @Test
    void aCodeIsSpokenToWhoeverAnswers() {
        office.phones.answersAfter("102", 1_000);
        var digits = new SayDigits("0042", null);

        assertThat(runs("102", talk -> talk.say(List.of(digits, digits)).orElseGet(CallEnd.ScriptHungUp::new)))
                .isEqualTo(new CallEnd.ScriptHungUp());
        assertThat(call.told.getLast())
                .isInstanceOfSatisfying(
                        WebhookEvent.NotifyOutEnd.class,
                        end -> assertThat(end.disposition().wireName()).isEqualTo("answered"));
    }
}
