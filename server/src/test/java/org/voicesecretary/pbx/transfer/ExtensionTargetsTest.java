package org.voicesecretary.pbx.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.play;
import static org.voicesecretary.call.TestCall.redirect;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
import org.voicesecretary.timeline.TimelineEvent;

/** What becomes of redirects to extensions. Each extension has one telephone, which is called like it. */
@Tag("db")
@Timeout(60)
class ExtensionTargetsTest {
    private final TestCall call = new TestCall();

    @TempDir
    Path path;

    private OfficeOnTheLine office;

    @BeforeEach
    void open() {
        office = new OfficeOnTheLine(path, call);
    }

    @AfterEach
    void close() {
        office.close();
    }

    private void extension(String more) {
        office.apply(ACCOUNT + "extensions: [{number: 101, name: Anna, " + more + "}, {number: 102, voicemail: {}}]");
    }

    private static Redirect to(String extension, int returnTimeout, @Nullable String rewrite) {
        return new Redirect(RedirectTarget.parse(extension), returnTimeout, rewrite);
    }

    @Test
    void anExtensionRingsForAMinuteAndThenTheCallEndsAsNotAnswered() {
        extension("lines: 1");
        call.script.answers(redirect("101"));

        assertThat(call.run()).isEqualTo(new CallEnd.NobodyReached(EndStatus.NO_ANSWER, false));
        assertThat(office.phones.journal()).containsExactly("0 dial 101", "60000 release 101 RANG_OUT");
        assertThat(call.caller.journal()).containsExactly("0 ring", "60000 reject 480 cause 19");
    }

    @Test
    void withAReturnTimeoutTheScriptIsAskedAgain() {
        extension("voicemail: {}");
        call.script.answers(to("101", 7, null)).answers(play("sorry"), TestCall.hangUp());
        call.run();

        assertThat(office.phones.journal()).containsExactly("0 dial 101", "7000 release 101 RANG_OUT");
        assertThat(call.script.asked()).containsExactly("0 START", "7000 IVR redirect=NOANSWER");
    }

    @Test
    void aReturnTimeoutOfOneSecondIsRaisedToThree() {
        extension("lines: 1");
        call.script.answers(to("101", 1, null)).answers(TestCall.hangUp());
        call.run();

        assertThat(office.phones.journal()).contains("3000 release 101 RANG_OUT");
    }

    @Test
    void whoAnswersTalksUntilOneHangsUp() {
        extension("lines: 1");
        call.script.answers(redirect("101"));
        office.phones.answersAndHangsUp("101", 2000, 9000);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
    }

    @Test
    void nobodyAtHomeLeadsToTheVoicemailAfterAMinute() {
        extension("voicemail: {}");
        call.script.answers(redirect("101"));
        call.run();

        assertThat(office.elsewhere).containsExactly("60000 voicemail of 101");
    }

    @Test
    void anExtensionWithoutTelephonesLeadsToTheVoicemailAtOnce() {
        extension("voicemail: {}");
        office.offline.add("101");
        call.script.answers(redirect("101"));
        call.run();

        assertThat(office.elsewhere).containsExactly("0 voicemail of 101");
    }

    @Test
    void aBusyExtensionLeadsToTheVoicemail() {
        extension("voicemail: {}");
        office.phones.refusesAfter("101", 400, 486);
        call.script.answers(redirect("101"));
        call.run();

        assertThat(office.elsewhere).containsExactly("400 voicemail of 101");
    }

    @Test
    void whoDoesNotWantToBeDisturbedIsBusyWithoutRinging() {
        extension("do-not-disturb: true");
        call.script.answers(redirect("101"));

        assertThat(call.run()).isEqualTo(new CallEnd.NobodyReached(EndStatus.BUSY, false));
        assertThat(office.phones.journal()).isEmpty();
    }

    @Test
    void anExtensionThatIsSwitchedOffIsNoNumber() {
        extension("enabled: false, voicemail: {}");
        call.script.answers(redirect("101"));

        assertThat(call.run()).isEqualTo(new CallEnd.NobodyReached(EndStatus.UNALLOCATED, false));
    }

    @Test
    void forwardingAlwaysDoesNotRingTheExtension() {
        extension("forward: {to: phone, target: '+493012345678', when: always}");
        call.script.answers(redirect("101"));
        call.run();

        assertThat(office.phones.journal()).isEmpty();
        assertThat(office.elsewhere).containsExactly("0 outside 493012345678 by 101 for 60 s");
    }

    @Test
    void forwardingWithoutAnAnswerBeginsAfterTwentySeconds() {
        extension("forward: {to: phone, target: '+493012345678'}");
        call.script.answers(redirect("101"));
        call.run();

        assertThat(office.phones.journal()).containsExactly("0 dial 101", "20000 release 101 RANG_OUT");
        assertThat(office.elsewhere).containsExactly("20000 outside 493012345678 by 101 for 60 s");
    }

    @Test
    void aScriptMayRewriteThePhoneThatAnExtensionForwardsTo() {
        extension("forward: {to: phone, target: '+493012345678', when: always}");
        call.script.answers(to("101", 0, "+493087654321"));
        call.run();

        assertThat(office.elsewhere).containsExactly("0 outside +493087654321 by 101 for 60 s");
    }

    @Test
    void aNumberToRewriteIsNotedWhereTheExtensionForwardsToNoPhone() {
        extension("lines: 1");
        call.script.answers(to("101", 0, "+493087654321"));
        call.run();

        assertThat(call.events(TimelineEvent.Note.class))
                .contains(new TimelineEvent.Note(
                        "extension 101 forwards to no phone: rewrite_forward_number is ignored"));
    }

    @Test
    void theTimeUntilTheReturnBoundsTheForwardingToo() {
        extension("forward: {to: phone, target: '+493012345678', after: 5s}");
        call.script.answers(to("101", 12, null)).answers(TestCall.hangUp());
        call.run();

        assertThat(office.elsewhere).containsExactly("5000 outside 493012345678 by 101 for 7 s");
    }

    @Test
    void aCallThatReturnsBeforeItsForwardingIsNotForwarded() {
        extension("forward: {to: phone, target: '+493012345678'}");
        call.script.answers(to("101", 10, null)).answers(TestCall.hangUp());
        call.run();

        assertThat(office.elsewhere).isEmpty();
        assertThat(call.script.asked()).containsExactly("0 START", "10000 IVR redirect=NOANSWER");
    }

    @Test
    void forwardingLeadsToTheVoicemailOfAnother() {
        extension("forward: {to: voicemail, target: 102, when: always}");
        call.script.answers(redirect("101"));
        call.run();

        assertThat(office.elsewhere).containsExactly("0 voicemail of 102");
    }

    @Test
    void forwardingLeadsToASipAddress() {
        extension("forward: {to: sip-uri, target: 'sip:anna@example.net', when: always}");
        call.script.answers(redirect("101"));
        office.phones.answersAndHangsUp("sip:anna@example.net", 2000, 9000);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
    }

    @Test
    void anExtensionThatDoesNotExistIsAFaultOfTheScript() {
        extension("lines: 1");
        call.script.answers(redirect("199"));
        call.run();

        assertThat(call.events(TimelineEvent.Fault.class))
                .singleElement()
                .satisfies(fault -> assertThat(fault.problem())
                        .contains("'199' cannot be reached: 199 is no extension of this office; it has 101, 102"));
    }

    @Test
    void aNumberOutsideIsCalledThroughATrunk() {
        extension("lines: 1");
        call.script.answers(redirect("+493012345678"));
        call.run();

        assertThat(office.elsewhere).containsExactly("0 outside +493012345678 by null for 60 s");
    }
}
