package org.voicesecretary.call.script;

import java.util.concurrent.TimeUnit;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** {@code redirect}: a busy tone for the unwanted, otherwise a transfer. */
record RedirectStep(Voice voice, RedirectTargets targets, Redirect redirect) implements Step {
    /** A number's own target may be a queue, which the protocol has no form for: {@code queue:NAME}. */
    private static final String QUEUE = "queue:";

    /** What an extension dials to take over a call that rings elsewhere. */
    private static final String PICK_UP = "pick-up:";
    /** What an extension asks for by dialling, not a script: its own messages. */
    private static final String MESSAGES = "messages:";

    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Transfers as {@code wait_dtmf.default} orders them: the call does not come back. */
    static RedirectStep byDefault(Voice voice, RedirectTargets targets, RedirectTarget target) {
        return new RedirectStep(voice, targets, new Redirect(target, 0, null));
    }

    @Override
    public Outcome run(Conversation talk) throws InterruptedException {
        return switch (redirect.target()) {
            case RedirectTarget.Blacklist() ->
                talk.answered() ? busy(talk) : new Outcome.End(new CallEnd.Blacklisted());
            case RedirectTarget.None() -> new Outcome.Unsteered();
            case RedirectTarget.Invalid(var raw)
            when raw.startsWith(QUEUE) || raw.equals(PICK_UP) || raw.equals(MESSAGES) -> transfer(talk);
            case RedirectTarget.Invalid(var raw) ->
                fault(
                        talk,
                        FaultKind.SCRIPT,
                        "'" + raw + "' is no target",
                        "use an extension (100), a scenario (0-1), a menu (0-main), blacklist or a phone number");
            case RedirectTarget.Extension _,
                    RedirectTarget.Scenario _,
                    RedirectTarget.Menu _,
                    RedirectTarget.OutsideNumber _ -> transfer(talk);
        };
    }

    private Outcome transfer(Conversation talk) throws InterruptedException {
        talk.redirectCameTo(null);
        return switch (targets.connect(new HandedOver(talk, voice, targets), redirect)) {
            case RedirectTargets.Outcome.Unavailable(var kind, var problem, var mend) ->
                fault(talk, kind, problem, mend);
            case RedirectTargets.Outcome.NoAnswer(var status) -> {
                talk.redirectCameTo(status);
                yield new Outcome.Ask(new ScriptEvent.RedirectReturned(), new DefaultAction.None());
            }
            case RedirectTargets.Outcome.Steered(var by) -> new Outcome.Steered(by);
            case RedirectTargets.Outcome.Over(var end) -> new Outcome.End(end);
        };
    }

    private static Outcome busy(Conversation talk) throws InterruptedException {
        talk.leg().busyTone();
        talk.soundStarts(talk.now());
        talk.timeline().add(new TimelineEvent.Said("redirect", "busy tone", "tone"));
        long deadline = talk.now() + BUSY_NANOS;
        while (true) {
            Heard heard = talk.listen(null, deadline);
            if (heard instanceof Heard.Over(var end)) {
                return new Outcome.End(end);
            }
            if (heard instanceof Heard.TimedOut) {
                talk.leg().stopPlayback();
                return new Outcome.End(new CallEnd.BusyTonePlayed());
            }
        }
    }

    private static Outcome fault(Conversation talk, FaultKind kind, String problem, String mend) {
        talk.timeline().add(new TimelineEvent.Fault(kind, "redirect", problem, mend));
        return new Outcome.Failed(kind);
    }
}
