package org.voicesecretary.pbx.transfer;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.timeline.FaultKind;

/** Connects callers with numbers outside, through trunks, as far as the rules for calls out allow it. */
@FunctionalInterface
public interface OutsideLines {
    /**
     * Rings a number and comes back when that is over. Runs on the call's own thread.
     *
     * @param number as it was written, {@code +} allowed
     * @param forwardedBy the extension that pays for it; null where a script or a menu leads there
     * @param longest how long it may ring
     */
    Reached call(Talk talk, Office office, String number, @Nullable String forwardedBy, Duration longest)
            throws InterruptedException;

    /**
     * The same lines with another way to ring.
     *
     * @param shown the number that is shown, without {@code +}; empty: as the rules have it
     */
    default OutsideLines by(Connector connector, Optional<String> shown) {
        return this;
    }

    /** What became of it. */
    sealed interface Reached {
        /** Nobody answered; the caller is still there. */
        record Nobody(EndStatus status) implements Reached {}

        /** The call is over. */
        record Over(CallEnd end) implements Reached {}

        /** Whoever talked to the number has handed it, or the caller, on to somebody who steers from here on. */
        record Steered(ScriptSource by) implements Reached {}

        /** It was not even dialled. */
        record Refused(FaultKind kind, String problem, String mend) implements Reached {}
    }

    /** An installation that has no trunk to call out by. */
    static OutsideLines none() {
        return (talk, office, number, forwardedBy, longest) -> new Reached.Refused(
                FaultKind.OPERATOR,
                "the number " + number + " cannot be called: this installation has no trunk for calls out",
                "redirect to an extension, a scenario or a menu");
    }
}
