package org.voicesecretary.call.script;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.BranchEnd;
import org.voicesecretary.call.CallLeg;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.timeline.FaultKind;

/**
 * Who is the caller of a call: who sent the INVITE, until an extension hands that one's partner on. Then the partner takes the place, and
 * what it does is what the caller does.
 */
final class Caller {
    private final CallLeg leg;
    private Speaker speaker;

    Caller(CallLeg leg, Speaker speaker) {
        this.leg = leg;
        this.speaker = speaker;
    }

    Speaker speaker() {
        return speaker;
    }

    void becomes(Speaker other) {
        speaker = other;
    }

    /** Whether who sent the INVITE is not the caller any more. */
    boolean isReplaced() {
        return !speaker.side().equals(leg);
    }

    /** What a signal means for the call; null where it means nothing any more. */
    @Nullable
    CallSignal seen(CallSignal signal) {
        if (!isReplaced()) {
            return signal;
        }
        return switch (signal) {
            case CallSignal.DigitPressed _ -> null;
            case CallSignal.RemoteHungUp(), CallSignal.Cancelled(), CallSignal.MediaTimeout _, CallSignal.LegFailed _ ->
                new CallSignal.WaitsNoMore(leg);
            case CallSignal.BranchKey(var branch, var digit, var source, var nanoTime)
            when isCaller(branch) -> new CallSignal.DigitPressed(digit, source, nanoTime);
            case CallSignal.BranchOver(var branch, var end) when isCaller(branch) -> ended(end);
            case CallSignal.Terminate _,
                    CallSignal.Diverted _,
                    CallSignal.CallTooLong _,
                    CallSignal.OfBranch _,
                    CallSignal.OfSide _,
                    CallSignal.Answered _,
                    CallSignal.PlaybackFinished _,
                    CallSignal.WorkDone _,
                    CallSignal.DeadlinePassed _ -> signal;
        };
    }

    private boolean isCaller(Object side) {
        return side.equals(speaker.side());
    }

    private static CallSignal ended(BranchEnd end) {
        return switch (end) {
            case BranchEnd.HungUp() -> new CallSignal.RemoteHungUp();
            case BranchEnd.Lost(var silence) -> new CallSignal.MediaTimeout(silence);
            case BranchEnd.Refused _, BranchEnd.LinesTaken _, BranchEnd.Unreachable _, BranchEnd.Broke _ ->
                new CallSignal.LegFailed(FaultKind.CALLER, end.text());
        };
    }
}
