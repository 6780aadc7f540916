package org.voicesecretary.call.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.hangUp;
import static org.voicesecretary.call.TestCall.play;
import static org.voicesecretary.call.TestCall.waitDtmf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.FakeScript;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** Calls that somebody takes elsewhere while they are up. */
@Tag("unit")
class DivertedCallTest {
    private static final CallSignal ELSEWHERE = new CallSignal.Diverted(new RedirectTarget.Extension("101"));

    private final TestCall call = new TestCall();
    private final List<RedirectTarget> reached = new ArrayList<>();

    private void whoTakesTheCallHangsUp() {
        call.targets = (talk, redirect) -> {
            reached.add(redirect.target());
            return new RedirectTargets.Outcome.Over(new CallEnd.CalleeHungUp());
        };
    }

    @Test
    void whatIsHeardStopsAndTheCallGoesElsewhereWithoutBeingHungUp() {
        whoTakesTheCallHangsUp();
        call.soundMillis.put("hello", 60_000L);
        call.script.answers(play("hello"));
        call.caller.signalAt(5_000, ELSEWHERE);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(reached).containsExactly(new RedirectTarget.Extension("101"));
        assertThat(call.caller.journal()).anyMatch(line -> line.startsWith("5000 stop"));
        assertThat(call.events(TimelineEvent.Note.class))
                .contains(new TimelineEvent.Note("redirected to 101 by the API"));
        assertThat(call.events(TimelineEvent.Ended.class)).hasSize(1);
    }

    @Test
    void aScriptThatIsBeingAskedIsNotWaitedFor() {
        whoTakesTheCallHangsUp();
        call.script.answersAfter(10_000, play("too late"));
        call.caller.signalAt(1_000, ELSEWHERE);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(reached).hasSize(1);
        assertThat(call.caller.journal()).noneMatch(line -> line.contains("too late"));
    }

    @Test
    void aCallThatIsJustBeingAnsweredIsAnsweredFirst() {
        whoTakesTheCallHangsUp();
        call.caller.answersLate(Duration.ofSeconds(2));
        call.caller.signalAt(1_000, ELSEWHERE);
        call.script.answers(play("hello"));

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(call.caller.journal())
                .filteredOn(line -> line.endsWith(" answer"))
                .hasSize(1);
        assertThat(call.events(TimelineEvent.Answered.class)).hasSize(1);
    }

    @Test
    void whereNobodyIsReachedTheScriptIsAskedAgain() {
        call.targets = (talk, redirect) -> new RedirectTargets.Outcome.NoAnswer(EndStatus.NO_ANSWER);
        call.script.answers(play("hello"), waitDtmf("k", 1)).answers(hangUp());
        call.caller.signalAt(500, ELSEWHERE);
        call.run();

        assertThat(call.script.asked()).containsExactly("0 START", "500 IVR redirect=NOANSWER");
    }

    @Test
    void aTargetThatCannotBeReachedEndsInAnApologyAsForAScript() {
        call.script.answers(play("hello"), waitDtmf("k", 1));
        call.caller.signalAt(500, ELSEWHERE);

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(FaultKind.SCRIPT));
    }

    @Test
    void aMenuThatTakesTheCallOverCanBeLeftInTheSameWay() {
        var menu = new FakeScript(call.time);
        menu.answers(waitDtmf("m", 1));
        call.targets = (talk, redirect) -> {
            reached.add(redirect.target());
            return reached.size() == 1
                    ? new RedirectTargets.Outcome.Steered(menu)
                    : new RedirectTargets.Outcome.Over(new CallEnd.CalleeHungUp());
        };
        call.script.answers(play("hello"), waitDtmf("k", 1));
        call.caller.signalAt(500, ELSEWHERE);
        call.caller.signalAt(1_500, ELSEWHERE);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(reached).hasSize(2);
    }
}
