package org.voicesecretary.call;

import java.time.Duration;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.FaultKind;

/** What a waiting call can be woken by. */
public sealed interface CallSignal {

    /** A key went down at {@code nanoTime} of the call's clock. */
    record DigitPressed(DtmfDigit digit, DigitSource source, long nanoTime) implements CallSignal {}

    /** The 200 OK went out. */
    record Answered() implements CallSignal {}

    /** All prompts of this playback were sent. Not posted for one that was stopped. */
    record PlaybackFinished(Playback playback) implements CallSignal {}

    /** Work that was started beside the call has its result. */
    record WorkDone(Pending<?> work) implements CallSignal {}

    /** What somebody who talks has done, whichever side it is. */
    sealed interface OfSide extends CallSignal {
        Side side();
    }

    /** Its phone asks to hand on whom it talks to. */
    record TransferAsked(Side side, TransferRequest request) implements OfSide {}

    /** Somebody who waits aside, or is to leave the call anyway, has gone. */
    record WaitsNoMore(Side side) implements OfSide {}

    /** A colleague picks up a call that rings. */
    record PickUp(Side side, Meeting meeting) implements OfSide {}

    /** Whoever {@code side} is hands its partner on to somebody of another call, whom it talks to as well. */
    record TakePlace(Side side, Meeting meeting) implements OfSide {}

    /** A {@link Meeting} that this call asked for: the other call has joined the two. */
    record Met(Linked side) implements OfSide {}

    /** Its phone began to hold, or to listen again. */
    record Held(Side side, boolean holds) implements OfSide {}

    /** News of another phone that the call rings or talks to. */
    sealed interface OfBranch extends CallSignal {
        Branch branch();
    }

    /** It rings: 180, or 183 with sound of its own. */
    record BranchRings(Branch branch) implements OfBranch {}

    /** It lets something be heard before it answers: 183 with a session description (RFC 3960). */
    record BranchSounds(Branch branch) implements OfBranch {}

    /** It has answered, and sound can go both ways. */
    record BranchAnswered(Branch branch) implements OfBranch {}

    /** It is over, and not because the call released it. */
    record BranchOver(Branch branch, BranchEnd end) implements OfBranch {}

    /** Its user pressed a key. */
    record BranchKey(Branch branch, DtmfDigit digit, DigitSource source, long nanoTime) implements OfBranch {}

    /** Nothing happened until the deadline of the wait. */
    record DeadlinePassed() implements CallSignal {}

    /** The call is over, whatever it was doing. */
    sealed interface Ending extends CallSignal {}

    /** BYE from the caller. */
    record RemoteHungUp() implements Ending {}

    /** CANCEL before the answer; the leg has sent the 487. */
    record Cancelled() implements Ending {}

    /** No RTP or RTCP came for this long: the caller is taken as gone. */
    record MediaTimeout(Duration silence) implements Ending {}

    /** The leg broke: no ACK, no transport, a session timer ran out, an offer that cannot be met. */
    record LegFailed(FaultKind kind, String what) implements Ending {}

    /** Somebody here ends the call. */
    record Terminate(Reason reason) implements Ending {
        /** Why. */
        public enum Reason {
            /** The server stops and the time for draining is over. */
            SHUTDOWN,
            /** An operator or the REST interface hung up. */
            OPERATOR
        }
    }

    /** Somebody here takes the call elsewhere: whatever it was doing is over, the call is not. */
    record Diverted(RedirectTarget target) implements Ending {}

    /** The longest allowed duration of a call is reached. */
    record CallTooLong(Duration limit) implements Ending {}
}
