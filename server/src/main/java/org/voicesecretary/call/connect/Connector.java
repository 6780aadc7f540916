package org.voicesecretary.call.connect;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Branch;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Dialer;
import org.voicesecretary.call.HoldMusic;
import org.voicesecretary.call.Side;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.timeline.TimelineEvent;

/** Hands a caller over to other phones: rings them, joins the two who talk, and comes back when that is over. */
public final class Connector {
    private final Dialer dialer;
    private final HoldSounds holdSounds;

    /** @param holdSounds what callers hear who are on hold */
    public Connector(Dialer dialer, HoldSounds holdSounds) {
        this.dialer = dialer;
        this.holdSounds = holdSounds;
    }

    /** Knows what somebody on hold hears in a call. */
    @FunctionalInterface
    public interface HoldSounds {
        HoldSounds NONE = call -> HoldMusic.NONE;

        HoldMusic of(CallContext call);
    }

    /**
     * What whoever hands a call over may want to be different.
     *
     * @param music what a caller who was answered before hears while phones ring; null = the ringing tone
     * @param taken told who answers, before the two talk
     */
    public record Manner(@Nullable Prompt music, Consumer<Party> taken) {
        public static final Manner USUAL = new Manner(null, party -> {});
    }

    /** Runs on the call's own thread, as long as it takes. */
    public Connected connect(Talk talk, RingPlan plan) throws InterruptedException {
        return connect(talk, plan, Manner.USUAL);
    }

    /** As {@link #connect(Talk, RingPlan)}, in a manner of one's own. */
    public Connected connect(Talk talk, RingPlan plan, Manner manner) throws InterruptedException {
        return switch (new Ringing(talk, dialer, plan, manner.music()).run()) {
            case Ringing.Result.Nobody(var status) -> new Connected.Nobody(status);
            case Ringing.Result.Over(var end) -> new Connected.Over(end);
            case Ringing.Result.Answered(var branch, var party) -> {
                manner.taken().accept(party);
                yield new Connected.Over(talk(talk, branch, party));
            }
        };
    }

    private CallEnd talk(Talk talk, Branch branch, Party party) throws InterruptedException {
        Optional<CallEnd> failed = talk.answer();
        if (failed.isPresent()) {
            branch.release(Branch.Why.CALL_OVER);
            return failed.get();
        }
        CallContext call = talk.call();
        talk.timeline().add(new TimelineEvent.Connected(party.label()));
        if (party.extension() != null) {
            talk.takenBy(party.extension());
        }
        if (!(call.kind() instanceof CallKind.Internal)) {
            talk.tell(new WebhookEvent.NotifyAnswer(
                    call.callStart(), call.id().text(), call.callerId(), party.label(), party.extension()));
        }
        talk.leg().connect(branch, holdSounds.of(call));
        talk.callersTurn();
        CallEnd end = untilOneHangsUp(talk, branch);
        talk.leg().disconnect();
        return end;
    }

    private static CallEnd untilOneHangsUp(Talk talk, Branch branch) throws InterruptedException {
        while (true) {
            switch (talk.await(talk.never())) {
                case CallSignal.BranchOver(var over, var end) -> {
                    if (over.equals(branch)) {
                        talk.timeline().add(new TimelineEvent.Note(branch.label() + " " + end.text()));
                        return new CallEnd.CalleeHungUp();
                    }
                }
                case CallSignal.Held(var side, var holds) -> noteHold(talk, side, branch, holds);
                case CallSignal.Ending ending -> {
                    branch.release(Branch.Why.CALL_OVER);
                    return talk.endOf(ending);
                }
                case CallSignal.BranchAnswered _, // of one that was released in the same instant
                        CallSignal.BranchRings _,
                        CallSignal.BranchKey _,
                        CallSignal.DeadlinePassed _,
                        CallSignal.DigitPressed _,
                        CallSignal.PlaybackFinished _,
                        CallSignal.WorkDone _,
                        CallSignal.Answered _ -> {}
            }
        }
    }

    private static void noteHold(Talk talk, Side side, Branch branch, boolean holds) {
        String who = side.equals(branch) ? branch.label() : "the caller";
        talk.timeline().add(new TimelineEvent.Note(who + (holds ? " holds the call" : " has ended the hold")));
    }
}
