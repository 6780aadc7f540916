package org.voicesecretary.pbx.trunk;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallLeg;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.Talk;
import org.voicesecretary.pbx.outgoing.Permit;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineEvent;

/** A call whose minutes count from the moment the other side answers, and which ends when they are used up. */
final class MeteredTalk implements Talk {
    private final Talk talk;
    private final Permit permit;
    private boolean joined;

    MeteredTalk(Talk talk, Permit permit) {
        this.talk = talk;
        this.permit = permit;
    }

    /** The other side has answered: the caller is answered only then, or again, if it was before. */
    @Override
    public Optional<CallEnd> answer() throws InterruptedException {
        joined = true;
        permit.answered();
        return talk.answer();
    }

    @Override
    public CallSignal await(long deadline) throws InterruptedException {
        while (joined) {
            Duration left = permit.remaining();
            if (!left.isPositive()) {
                talk.timeline()
                        .add(new TimelineEvent.Note(
                                "ended: the minutes of outgoing.limits.minutes-per-day are used up"));
                return new CallSignal.Terminate(CallSignal.Terminate.Reason.OPERATOR);
            }
            long limit = talk.now() + left.toNanos();
            if (limit - deadline >= 0) {
                break;
            }
            CallSignal signal = talk.await(limit);
            if (!(signal instanceof CallSignal.DeadlinePassed)) {
                return signal;
            }
        }
        return talk.await(deadline);
    }

    @Override
    public CallContext call() {
        return talk.call();
    }

    @Override
    public CallLeg leg() {
        return talk.leg();
    }

    @Override
    public Mailbox mailbox() {
        return talk.mailbox();
    }

    @Override
    public CallTimeline timeline() {
        return talk.timeline();
    }

    @Override
    public long now() {
        return talk.now();
    }

    @Override
    public long never() {
        return talk.never();
    }

    @Override
    public CallEnd endOf(CallSignal.Ending ending) {
        return talk.endOf(ending);
    }

    @Override
    public boolean answered() {
        return talk.answered();
    }

    @Override
    public Optional<CallEnd> say(List<Announcement> announcements) throws InterruptedException {
        return talk.say(announcements);
    }

    @Override
    public void callersTurn() {
        talk.callersTurn();
    }

    @Override
    public Optional<String> callerName() {
        return talk.callerName();
    }

    @Override
    public void tell(WebhookEvent event) {
        talk.tell(event);
    }

    @Override
    public void takenBy(String extension) {
        talk.takenBy(extension);
    }
}
