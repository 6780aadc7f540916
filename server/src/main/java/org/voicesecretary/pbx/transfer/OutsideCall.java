package org.voicesecretary.pbx.transfer;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.Talk;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.transfer.OutsideLines.Reached;
import org.voicesecretary.protocol.EndStatus;

/** A call handed over to a number outside. */
record OutsideCall(OfficeTargets.Services services, Talk talk, Office office, RingTime time) {
    Outcome to(String number, @Nullable String forwardedBy) throws InterruptedException {
        return switch (services.outside().call(talk, office, number, forwardedBy, time.left(talk.now()))) {
            case Reached.Over(var end) -> new Outcome.Over(end);
            case Reached.Nobody(var status) -> nobody(talk, time, status);
            case Reached.Refused(var kind, var problem, var mend) -> new Outcome.Unavailable(kind, problem, mend);
        };
    }

    /** There is nobody else to try. */
    static Outcome nobody(Talk talk, RingTime time, EndStatus status) {
        return time.returns()
                ? new Outcome.NoAnswer(status)
                : new Outcome.Over(new CallEnd.NobodyReached(status, talk.answered()));
    }
}
