package org.voicesecretary.reception;

import java.util.List;
import org.voicesecretary.call.ScriptAnswer;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.pbx.dial.DialledNumber;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** The script of a call that a telephone makes: hand it over to what was dialled, and nothing more. */
final class DialledScript implements ScriptSource {
    private final DialledNumber dialled;
    private final CallTimeline timeline;

    DialledScript(DialledNumber dialled, CallTimeline timeline) {
        this.dialled = dialled;
        this.timeline = timeline;
    }

    @Override
    public ScriptAnswer next(ScriptEvent event) {
        return switch (event) {
            case ScriptEvent.CallStarted() -> first();
            case ScriptEvent.RedirectReturned(), ScriptEvent.StepDone _ ->
                new ScriptAnswer.NoInstruction("what was dialled is over");
        };
    }

    private ScriptAnswer first() {
        return switch (dialled) {
            case DialledNumber.Extension(var number) -> redirect(new RedirectTarget.Extension(number));
            case DialledNumber.Outside(var number) -> redirect(new RedirectTarget.OutsideNumber(number.text()));
            case DialledNumber.Emergency(var digits) -> redirect(new RedirectTarget.OutsideNumber(digits));
            case DialledNumber.PickUp() -> redirect(new RedirectTarget.Invalid("pick-up:"));
            case DialledNumber.Voicemail() -> redirect(new RedirectTarget.Invalid("messages:"));
            case DialledNumber.Unknown(var _, var problem) -> missing(problem);
        };
    }

    private static ScriptAnswer redirect(RedirectTarget target) {
        return new ScriptAnswer.Instructions(List.of(new Redirect(target, 0, null)));
    }

    private ScriptAnswer missing(String what) {
        timeline.add(new TimelineEvent.Fault(
                FaultKind.OPERATOR, "dialled", what + " is not possible here", "dial an extension"));
        return new ScriptAnswer.Failed(FaultKind.OPERATOR, what + " is not possible here");
    }
}
