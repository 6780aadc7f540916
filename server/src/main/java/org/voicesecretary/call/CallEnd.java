package org.voicesecretary.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.FaultKind;

/** Every way in which a call can end. What each means for the records, the script and the peer is {@link #facts}. */
public sealed interface CallEnd {
    /** CANCEL before the answer. */
    record CallerGaveUp() implements CallEnd {}

    /** The script refused the call before the answer: {@code redirect: blacklist}. */
    record Blacklisted() implements CallEnd {}

    /** The script refused the call before the answer: {@code hangup}. */
    record Declined() implements CallEnd {}

    /** BYE from the caller. */
    record CallerHungUp() implements CallEnd {}

    /** The script said {@code hangup}. */
    record ScriptHungUp() implements CallEnd {}

    /** The script had nothing more to say after an announcement. */
    record ScriptFinished() implements CallEnd {}

    /** The caller left a message, or had the time for one. */
    record VoicemailEnded() implements CallEnd {}

    /** Somebody was not let into a conference. */
    record ConferenceClosed() implements CallEnd {}

    /** {@code redirect: blacklist} after the answer: the busy tone was played. */
    record BusyTonePlayed() implements CallEnd {}

    /** Nobody could say what to do next; the caller heard an apology. No fault if the script just said nothing. */
    record Apologised(@Nullable FaultKind fault) implements CallEnd {}

    /** A redirect took the call over, and whoever had answered it hung up. */
    record CalleeHungUp() implements CallEnd {}

    /** A redirect reached nobody. */
    record NobodyReached(EndStatus status, boolean answered) implements CallEnd {}

    /** No media from the caller for this long. */
    record CallerLost(Duration silence) implements CallEnd {}

    /** A guard against endless calls. */
    record GuardTripped(Guard guard, boolean answered) implements CallEnd {
        /** Which one. */
        public enum Guard {
            DURATION,
            STEPS,
            SPINNING
        }
    }

    /** Ended from here, not by the script. */
    record Terminated(CallSignal.Terminate.Reason reason, boolean answered) implements CallEnd {}

    /** Taken elsewhere from here: the end of what the call was doing, which its thread makes a redirect of, and never of the call. */
    record Diverted(RedirectTarget target, boolean answered) implements CallEnd {}

    /** The leg broke. */
    record LegBroke(FaultKind fault, String what, boolean answered) implements CallEnd {}

    /** A bug; the log has it. */
    record InternalFailure(String what, boolean answered) implements CallEnd {}

    /** How the leg is released. */
    sealed interface Release {
        /** The peer has ended it already. */
        record Nothing() implements Release {}

        /** A final response to an unanswered INVITE. */
        record Reject(int sipStatus, Q931 cause) implements Release {}

        /** BYE. */
        record Bye(Q931 cause) implements Release {}
    }

    /**
     * What an end means.
     *
     * @param cause in words, for records and the timeline
     * @param status disposition and Q.931 cause of NOTIFY_END
     * @param fault whose fault, null if nothing went wrong
     */
    record Facts(
            String cause,
            EndStatus status,
            HangUpSide side,
            @Nullable FaultKind fault,
            Release release) {}

    /** The one table. */
    default Facts facts() {
        return switch (this) {
            case CallerGaveUp() -> caller("caller gave up", EndStatus.CANCELLED, null);
            case CallerHungUp() -> caller("caller hung up", EndStatus.ANSWERED, null);
            case Blacklisted() -> reject("blacklisted by the script", EndStatus.BUSY, null, 486);
            case Declined() -> reject("declined by the script", EndStatus.REJECTED, null, 603);
            case ScriptHungUp() -> bye("script hung up", null);
            case ScriptFinished() -> bye("script had nothing more to say", null);
            case VoicemailEnded() -> bye("voicemail ended", null);
            case ConferenceClosed() -> bye("not let into the conference", null);
            case BusyTonePlayed() ->
                new Facts(
                        "blacklisted by the script, busy tone played",
                        EndStatus.ANSWERED,
                        HangUpSide.ROBOT,
                        null,
                        new Release.Bye(Q931.USER_BUSY));
            case Apologised(var fault) -> bye("apology spoken", fault);
            case CalleeHungUp() ->
                new Facts(
                        "the other side hung up",
                        EndStatus.ANSWERED,
                        HangUpSide.CALLEE,
                        null,
                        new Release.Bye(Q931.NORMAL_CLEARING));
            case NobodyReached(var status, var answered) ->
                new Facts(
                        "nobody took the call",
                        status,
                        HangUpSide.ROBOT,
                        null,
                        answered
                                ? new Release.Bye(status.cause())
                                : new Release.Reject(sipStatus(status), status.cause()));
            case CallerLost(var silence) ->
                new Facts(
                        "no media from the caller for " + silence.toSeconds() + " s",
                        EndStatus.ANSWERED,
                        HangUpSide.CALLER,
                        FaultKind.CALLER,
                        new Release.Bye(Q931.NORMAL_CLEARING));
            case GuardTripped(var guard, var answered) ->
                ours(
                        switch (guard) {
                            case DURATION -> "longest duration of a call reached";
                            case STEPS -> "highest number of script steps reached";
                            case SPINNING -> "script went round in circles without saying anything";
                        },
                        FaultKind.SCRIPT,
                        answered);
            case Terminated(var reason, var answered) ->
                ours(
                        switch (reason) {
                            case SHUTDOWN -> "server stopped";
                            case OPERATOR -> "ended by the operator";
                        },
                        null,
                        answered);
            case Diverted(var _, var answered) -> ours("redirected by the operator", null, answered);
            case LegBroke(var fault, var what, var answered) ->
                new Facts(
                        what,
                        answered ? EndStatus.ANSWERED : EndStatus.NETWORK_FAILED,
                        HangUpSide.CALLER,
                        fault,
                        released(answered));
            case InternalFailure(var what, var answered) -> ours(what, FaultKind.INTERNAL, answered);
        };
    }

    /** What an unanswered caller is told about a redirect that reached nobody. */
    private static int sipStatus(EndStatus status) {
        return switch (status.disposition()) {
            case BUSY -> 486;
            case UNALLOCATED_NUMBER -> 404;
            case ANSWERED, CANCEL, NO_ANSWER -> 480;
            case FAILED, NO_MONEY, NO_LIMIT, NO_DAY_LIMIT, LINE_LIMIT, NO_MONEY_NO_LIMIT, OTHER -> 503;
        };
    }

    private static Facts caller(String cause, EndStatus status, @Nullable FaultKind fault) {
        return new Facts(cause, status, HangUpSide.CALLER, fault, new Release.Nothing());
    }

    private static Facts reject(String cause, EndStatus status, @Nullable FaultKind fault, int sipStatus) {
        return new Facts(cause, status, HangUpSide.ROBOT, fault, new Release.Reject(sipStatus, status.cause()));
    }

    private static Facts bye(String cause, @Nullable FaultKind fault) {
        return new Facts(cause, EndStatus.ANSWERED, HangUpSide.ROBOT, fault, new Release.Bye(Q931.NORMAL_CLEARING));
    }

    private static Facts ours(String cause, @Nullable FaultKind fault, boolean answered) {
        return answered
                ? bye(cause, fault)
                : reject(cause, EndStatus.FAILED_TEMPORARILY, fault, fault == FaultKind.INTERNAL ? 500 : 503);
    }

    private static Release released(boolean answered) {
        return answered ? new Release.Bye(Q931.NORMAL_CLEARING) : new Release.Reject(500, Q931.TEMPORARY_FAILURE);
    }
}
