package org.voicesecretary.call.script;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallEnd.GuardTripped.Guard;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.ScriptAnswer;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * The conversation between a script and a caller: ask, carry out the reply step by step, ask again. Runs on the call's own
 * thread until the call is over, whoever ends it.
 */
final class ScriptRunner {
    private final Conversation talk;
    private ScriptSource source;
    private boolean ownTried;
    private final RedirectTargets targets;
    private final SilenceGuard guard;
    private final Voice voice;
    private final Program program;
    private final Guards limits;
    private final ArrayDeque<Step> steps = new ArrayDeque<>(4);
    private int quickSteps;
    private long lastAskedAt;

    ScriptRunner(Conversation talk, ScriptSource source, Announcer announcer, RedirectTargets targets) {
        this.talk = talk;
        this.source = source;
        this.targets = targets;
        this.guard = new SilenceGuard(talk, announcer);
        this.voice = new Voice(talk, announcer, guard);
        this.program = new Program(voice, targets, talk.timeline());
        this.limits = talk.call().number().guards();
    }

    /** Runs the whole script and says how the call ended. */
    CallEnd run() throws InterruptedException {
        var asked = new Outcome.Ask(new ScriptEvent.CallStarted(), new DefaultAction.None());
        Outcome outcome = asked;
        while (true) {
            switch (outcome) {
                case Outcome.Continue() -> outcome = steps.removeFirst().run(talk);
                case Outcome.Ask ask -> {
                    asked = ask;
                    outcome = ask(ask.event()); // the reply replaces what is left
                }
                case Outcome.Steered(var by) -> {
                    source = by;
                    asked = new Outcome.Ask(new ScriptEvent.CallStarted(), new DefaultAction.None());
                    outcome = ask(asked.event());
                }
                case Outcome.Unsteered() -> {
                    outcome = unsteered(asked, null);
                    asked = withoutDefault(asked);
                }
                case Outcome.Failed(var kind) -> {
                    outcome = unsteered(asked, kind);
                    asked = withoutDefault(asked);
                }
                case Outcome.End(CallEnd.Diverted(var target, var _)) -> outcome = divert(target);
                case Outcome.End(var end) -> {
                    return end;
                }
            }
        }
    }

    /** Somebody here takes the caller elsewhere, whatever the script had in mind. */
    private Outcome divert(RedirectTarget target) throws InterruptedException {
        steps.clear();
        talk.leg().stopPlayback();
        talk.timeline().add(new TimelineEvent.Note("redirected to " + target.wireText() + " by the API"));
        return RedirectStep.byDefault(voice, targets, target).run(talk);
    }

    private Outcome ask(ScriptEvent event) throws InterruptedException {
        steps.clear();
        Guard tripped = trippedGuard();
        if (tripped != null) {
            return new Outcome.End(new CallEnd.GuardTripped(tripped, talk.answered()));
        }
        talk.timeline().mayEcho(event instanceof ScriptEvent.StepDone done && done.sensitive());
        var question = talk.beside(() -> source.next(event));
        return switch (guard.during("script", question)) {
            case SilenceGuard.Waited.Over<ScriptAnswer>(CallEnd.Diverted end) -> new Outcome.End(end);
            case SilenceGuard.Waited.Over<ScriptAnswer>(var end) -> {
                talk.release(end);
                source.callerGone();
                guard.letEnd(question); // NOTIFY_END comes after whatever is in flight
                yield new Outcome.End(end);
            }
            case SilenceGuard.Waited.Broke<ScriptAnswer>() -> new Outcome.Failed(FaultKind.INTERNAL);
            case SilenceGuard.Waited.Done<ScriptAnswer>(var answer) -> carryOut(answer);
        };
    }

    private Outcome carryOut(ScriptAnswer answer) {
        return switch (answer) {
            case ScriptAnswer.Instructions(var list) -> {
                steps.addAll(program.of(list));
                yield new Outcome.Continue();
            }
            case ScriptAnswer.NoInstruction(var why) -> {
                talk.timeline().add(new TimelineEvent.Note("no instruction: " + why));
                yield new Outcome.Unsteered();
            }
            case ScriptAnswer.Failed failed -> new Outcome.Failed(failed.kind());
        };
    }

    /**
     * Nobody said how to go on after {@code asked}: {@code wait_dtmf.default} if that is something to do; the number's own menu,
     * extension or scenario if it has one; a plain end after an announcement; otherwise an apology. A fault is never passed over in silence.
     */
    private Outcome unsteered(Outcome.Ask asked, @Nullable FaultKind fault) throws InterruptedException {
        steps.clear();
        switch (asked.otherwise()) {
            case DefaultAction.HangUp() -> {
                return new HangUpStep().run(talk);
            }
            case DefaultAction.To(var target) -> {
                // A name of the script's own is no target, and no fault either.
                if (!(target instanceof RedirectTarget.Invalid)) {
                    return RedirectStep.byDefault(voice, targets, target).run(talk);
                }
            }
            case DefaultAction.None() -> {}
        }
        RedirectTarget own = talk.call().number().own();
        if (own != null && !ownTried) {
            ownTried = true; // A4, A5: once, since it may be what has just failed
            return RedirectStep.byDefault(voice, targets, own).run(talk);
        }
        boolean announced = asked.event() instanceof ScriptEvent.StepDone done && done.entered() == null;
        return announced && fault == null
                ? new Outcome.End(new CallEnd.ScriptFinished())
                : new ApologyStep(voice, fault).run(talk);
    }

    /** A default is tried once. */
    private static Outcome.Ask withoutDefault(Outcome.Ask asked) {
        return new Outcome.Ask(asked.event(), new DefaultAction.None());
    }

    /** Counts this step; loops are allowed, runaway scripts are not. */
    private @Nullable Guard trippedGuard() {
        long now = talk.now();
        boolean quick =
                talk.step() > 0 && now - lastAskedAt < limits.spinUnder().toNanos();
        quickSteps = quick ? quickSteps + 1 : 0;
        lastAskedAt = now;
        if (talk.step() >= limits.mostSteps()) {
            return tripped(Guard.STEPS, "took " + limits.mostSteps() + " steps, the most allowed");
        }
        if (quickSteps >= limits.spinSteps()) {
            return tripped(
                    Guard.SPINNING,
                    "took %d steps in a row of under %d ms each"
                            .formatted(limits.spinSteps(), limits.spinUnder().toMillis()));
        }
        talk.nextStep();
        return null;
    }

    private Guard tripped(Guard which, String problem) {
        talk.timeline()
                .add(new TimelineEvent.Fault(
                        FaultKind.SCRIPT, "script", problem, "look for a reply that leads back to itself"));
        return which;
    }
}
