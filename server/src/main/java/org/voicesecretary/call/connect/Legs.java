package org.voicesecretary.call.connect;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Branch;
import org.voicesecretary.call.HangUpSide;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.timeline.TimelineEvent;

/** The phones that a call has rung: each is one line on the timeline once it is done with, from which the call's record has its legs. */
final class Legs {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final class Leg {
        final Party party;
        final long rungAt;

        @Nullable
        Long answeredAt;

        Leg(Party party, long rungAt) {
            this.party = party;
            this.rungAt = rungAt;
        }
    }

    private final Talk talk;
    private final Map<Branch, Leg> open = new HashMap<>();

    Legs(Talk talk) {
        this.talk = talk;
    }

    void rings(Branch branch, Party party) {
        open.put(branch, new Leg(party, talk.now()));
    }

    void answers(Branch branch) {
        Leg leg = open.get(branch);
        if (leg != null) {
            leg.answeredAt = talk.now();
        }
    }

    /** Has the call, if it never rang for it: somebody who picked it up, or was talking already. */
    void joins(Branch branch, Party party) {
        if (!open.containsKey(branch)) {
            rings(branch, party);
            answers(branch);
        }
    }

    /** What was wanted of it no longer is. */
    void released(Branch branch, Branch.Why why) {
        switch (why) {
            case ANSWERED_ELSEWHERE -> over(branch, EndStatus.CANCELLED, HangUpSide.ROBOT);
            case RANG_OUT -> over(branch, EndStatus.NO_ANSWER, HangUpSide.ROBOT);
            case CALL_OVER -> over(branch, EndStatus.CANCELLED, HangUpSide.CALLER);
        }
    }

    /** @param by who ended it */
    void over(Branch branch, EndStatus status, HangUpSide by) {
        Leg leg = open.remove(branch);
        if (leg == null) {
            return;
        }
        long now = talk.now();
        Long answered = leg.answeredAt;
        talk.timeline()
                .add(new TimelineEvent.LegEnded(
                        branch.label(),
                        leg.party.extension(),
                        ((answered == null ? now : answered) - leg.rungAt) / NANOS_PER_MILLI,
                        answered == null ? null : (Long) ((now - answered) / NANOS_PER_MILLI),
                        status.disposition().wireName(),
                        status.cause().code(),
                        by.word()));
    }
}
