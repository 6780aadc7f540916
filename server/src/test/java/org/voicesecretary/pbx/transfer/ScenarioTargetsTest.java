package org.voicesecretary.pbx.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.redirect;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.RedirectTarget;

/** What becomes of redirects to scenarios. Each extension has one telephone, which is called like it. */
@Tag("db")
@Timeout(60)
class ScenarioTargetsTest {
    private final TestCall call = new TestCall();

    @TempDir
    Path path;

    private OfficeOnTheLine office;

    @BeforeEach
    void open() {
        office = new OfficeOnTheLine(path, call);
    }

    private CallEnd run() {
        call.script.answers(redirect("0-1"));
        return call.run();
    }

    @AfterEach
    void close() {
        office.close();
    }

    /** Scenario 1 of menu 0. */
    private void scenario(String target) {
        scenarios("[{key: 1, " + target + "}]");
    }

    private void scenarios(String scenarios) {
        office.apply(ACCOUNT
                + "extensions: [{number: 101}, {number: 102}, {number: 103}, {number: 104, do-not-disturb: true}]\n"
                + "scenarios: " + scenarios + "\n");
    }

    @Test
    void aLaterStageJoinsThoseThatRing() {
        scenario("stages: [{ring: [101]}, {ring: [102, 103], after: 10s}]");

        assertThat(run()).isEqualTo(new CallEnd.NobodyReached(EndStatus.NO_ANSWER, false));
        assertThat(office.phones.journal())
                .containsExactly(
                        "0 dial 101",
                        "10000 dial 102",
                        "10000 dial 103",
                        "60000 release 101 RANG_OUT",
                        "60000 release 102 RANG_OUT",
                        "60000 release 103 RANG_OUT");
    }

    @Test
    void whoeverAnswersFirstTakesTheCallAndTheOthersRingNoMore() {
        scenario("stages: [{ring: [101, 102]}]");
        office.phones.answersAndHangsUp("102", 4000, 9000);

        assertThat(run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(office.phones.journal()).contains("4000 release 101 ANSWERED_ELSEWHERE");
    }

    @Test
    void eachExtensionOfAListRingsInItsTime() {
        scenario("list: [{extension: 101, duration: 15s}, {extension: 102, delay: 15s, duration: 20s}]");
        run();

        assertThat(office.phones.journal())
                .containsExactly(
                        "0 dial 101", "15000 release 101 RANG_OUT", "15000 dial 102", "35000 release 102 RANG_OUT");
    }

    @Test
    void aListMayTakeLongerThanAMinute() {
        scenario("list: [{extension: 101, duration: 40s}, {extension: 102, delay: 40s, duration: 50s}]");
        run();

        assertThat(office.phones.journal()).contains("90000 release 102 RANG_OUT");
    }

    @Test
    void withAReturnTimeoutTheScriptIsAskedAgain() {
        scenario("stages: [{ring: [101]}]");
        call.script.answers(new Redirect(RedirectTarget.parse("1"), 12, null)).answers(TestCall.hangUp());
        call.run();

        assertThat(office.phones.journal()).containsExactly("0 dial 101", "12000 release 101 RANG_OUT");
        assertThat(call.script.asked()).containsExactly("0 START", "12000 IVR redirect=NOANSWER");
    }

    @Test
    void anOfficeWhereNobodyWantsToBeDisturbedIsBusy() {
        scenario("stages: [{ring: [104]}]");

        assertThat(run()).isEqualTo(new CallEnd.NobodyReached(EndStatus.BUSY, false));
    }

    @Test
    void agentsAreTriedOneAfterAnotherAndTheNextCallBeginsWithTheNextAgent() {
        scenario("strategy: round-robin, extensions: [101, 102, 103], each: 10s");
        office.phones.answersAndHangsUp("102", 5000, 9000);
        run();
        assertThat(office.phones.journal())
                .containsExactly("0 dial 101", "10000 release 101 RANG_OUT", "10000 dial 102");

        assertThat(office.agents.of("123456/0-1").lastRung()).isEqualTo("102");
        assertThat(office.agents.of("123456/0-1").work()).containsOnlyKeys("102");
    }

    @Test
    void aScenarioLeadsToAVoicemailBox() {
        scenario("to: {voicemail: 102}");
        run();

        assertThat(office.elsewhere).containsExactly("0 voicemail of 102");
    }

    @Test
    void aScenarioLeadsToAPhone() {
        scenario("to: {phone: '+493012345678'}");
        run();

        assertThat(office.elsewhere).containsExactly("0 outside 493012345678 by null for 60 s");
    }

    @Test
    void ofSeveralScenariosWithOneKeyTheOneThatHoldsForTheCallerRuns() {
        scenarios("[{key: 1, callers: ['+49301'], to: {voicemail: 101}}, {key: 1, to: {voicemail: 102}}]");
        run();

        assertThat(office.elsewhere).containsExactly("0 voicemail of 102");
    }
}
