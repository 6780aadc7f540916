package org.voicesecretary.call.connect;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Branch;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Linked;
import org.voicesecretary.call.Meeting;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.RingPlan.Party;

/** The guest's call waits for what the host's call says to a {@link Meeting}. */
record Visit(Talk talk, Meeting meeting) {
    /** A call that is there answers within milliseconds; one that is busy with something else must not hold this one up. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How it went. */
    sealed interface Result {
        record Met(Linked host) implements Result {}

        record NotMet() implements Result {}

        record Over(CallEnd end) implements Result {}
    }

    /** @param partner whose end ends the call meanwhile; null where there is none yet */
    Result await(@Nullable Branch partner) throws InterruptedException {
        long deadline = talk.now() + PATIENCE_NANOS;
        CallEnd end = null;
        while (true) {
            switch (talk.await(end == null ? deadline : talk.now() + PATIENCE_NANOS)) {
                case CallSignal.Met(var host) -> {
                    if (end == null) {
                        return new Result.Met(host);
                    }
                    host.release(Branch.Why.CALL_OVER);
                    return new Result.Over(end);
                }
                case CallSignal.DeadlinePassed() -> {
                    if (end != null) {
                        return new Result.Over(end);
                    }
                    if (meeting.giveUp()) {
                        return new Result.NotMet();
                    }
                    deadline = talk.now() + PATIENCE_NANOS;
                }
                case CallSignal.Ending ending -> end = talk.endOf(ending);
                case CallSignal.BranchOver(var over, var _)
                when over.equals(partner) -> end = new CallEnd.CalleeHungUp();
                case CallSignal.OfBranch _,
                        CallSignal.OfSide _,
                        CallSignal.DigitPressed _,
                        CallSignal.PlaybackFinished _,
                        CallSignal.WorkDone _,
                        CallSignal.Answered _ -> {}
            }
            if (end != null && meeting.giveUp()) {
                return new Result.Over(end);
            }
        }
    }

    /** Who is met, as whoever talks to them sees it. */
    static Party party(Linked linked) {
        return new Party(linked.label(), linked.real().extension(), List.of());
    }
}
