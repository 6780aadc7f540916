package org.voicesecretary.pbx.trunk;

import java.time.Duration;
import java.util.Optional;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.ForwardingTalk;
import org.voicesecretary.call.Talk;
import org.voicesecretary.pbx.outgoing.Permit;
import org.voicesecretary.timeline.TimelineEvent;

/** A call whose minutes count from the moment the other side answers, and which ends when they are used up. */
final class MeteredTalk extends ForwardingTalk {
    private final Permit permit;
    private boolean joined;

    MeteredTalk(Talk talk, Permit permit) {
        super(talk);
        this.permit = permit;
    }

    /** The other side has answered: the caller is answered only then, or again, if it was before. */
    @Override
    public Optional<CallEnd> answer() throws InterruptedException {
        joined = true;
        permit.answered();
        return super.answer();
    }

    @Override
    public CallSignal await(long deadline) throws InterruptedException {
        while (joined) {
            Duration left = permit.remaining();
            if (!left.isPositive()) {
                timeline()
                        .add(new TimelineEvent.Note(
                                "ended: the minutes of outgoing.limits.minutes-per-day are used up"));
                return new CallSignal.Terminate(CallSignal.Terminate.Reason.OPERATOR);
            }
            long limit = now() + left.toNanos();
            if (limit - deadline >= 0) {
                break;
            }
            CallSignal signal = super.await(limit);
            if (!(signal instanceof CallSignal.DeadlinePassed)) {
                return signal;
            }
        }
        return super.await(deadline);
    }
}
