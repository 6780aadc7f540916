package org.voicesecretary.pbx.callback;

import java.util.Optional;
import org.voicesecretary.call.Branch;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallNumbers;
import org.voicesecretary.call.DialledCaller;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** Dials one party and does something with it as soon as it has answered: mostly, dial another. */
public final class TwoParties implements RedirectTargets {
    /** Where the first party may be: as redirects, but whoever answers there becomes the caller. */
    @FunctionalInterface
    public interface Reach {
        /**
         * @param other the number that our own telephones show
         * @param shown the number that is shown outside, without {@code +}; empty: as for any call out
         */
        RedirectTargets becoming(Connector.Taken caller, String other, Optional<String> shown);
    }

    /** What happens when the first party is there. */
    @FunctionalInterface
    public interface Then {
        CallEnd with(Talk talk) throws InterruptedException;
    }

    private final Reach reach;
    private final DialledCaller caller;
    private final RedirectTarget first;
    private final String other;
    private final Optional<String> shown;
    private final Then then;

    /**
     * @param other the number that the first party is shown where it is one of our telephones
     * @param shown the number that the first party is shown outside; empty: as for any call out
     */
    public TwoParties(
            Reach reach, DialledCaller caller, RedirectTarget first, String other, Optional<String> shown, Then then) {
        this.reach = reach;
        this.caller = caller;
        this.first = first;
        this.other = other;
        this.shown = shown;
        this.then = then;
    }

    /** Then the second party is dialled, as by a redirect. */
    public static Then dialling(RedirectTargets office, RedirectTarget second) {
        return talk -> {
            var joining = new SecondTalk(talk, office);
            CallEnd end = end(joining, office.connect(joining, new Redirect(second, 0, null)));
            // Whoever hangs up while the other phone rings has talked with nobody.
            return end instanceof CallEnd.CallerHungUp && !joining.joined() ? new CallEnd.CallerGaveUp() : end;
        };
    }

    /** @param redirect is not looked at: who is dialled was said before */
    @Override
    public Outcome connect(Talk talk, Redirect redirect) throws InterruptedException {
        var dialling = new FirstTalk(talk);
        Connector.Taken taken = (there, branch, party) -> {
            caller.reached();
            dialling.reached();
            talk.callerIs(new Speaker(branch, CallNumbers.withoutPlus(party.label()), party.extension()));
            Optional<CallEnd> failed = there.answer();
            if (failed.isPresent()) {
                branch.release(Branch.Why.CALL_OVER);
                return failed.get();
            }
            talk.timeline().add(new TimelineEvent.Note(party.label() + " has answered the callback"));
            return then.with(there);
        };
        return new Outcome.Over(
                end(dialling, reach.becoming(taken, other, shown).connect(dialling, new Redirect(first, 0, null))));
    }

    private static CallEnd end(Talk talk, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Over(var end) -> end;
            case Outcome.NoAnswer(var status) -> new CallEnd.NobodyReached(status, talk.answered());
            case Outcome.Unavailable(var kind, var problem, var mend) -> fault(talk, kind, problem, mend);
            case Outcome.Steered _ ->
                fault(talk, FaultKind.OPERATOR, "a menu cannot be called back", "name an extension or a number");
        };
    }

    private static CallEnd fault(Talk talk, FaultKind kind, String problem, String mend) {
        talk.timeline().add(new TimelineEvent.Fault(kind, "callback", problem, mend));
        return new CallEnd.NobodyReached(EndStatus.FAILED, talk.answered());
    }
}
