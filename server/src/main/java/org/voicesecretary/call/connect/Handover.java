package org.voicesecretary.call.connect;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.HoldMusic;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.TransferRequest;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * An extension hands on whom it talks to. Until somebody takes the call it stays on the line, and if nobody does, the two talk on; if it has
 * hung up meanwhile its telephones ring.
 *
 * @param by who hands on
 * @param kept who is handed on
 */
record Handover(Talk talk, Speaker by, Speaker kept, HoldMusic music) {
    /** So long another may ring before the call comes back. */
    private static final int RING_SECONDS = 30;
    /** More than any office needs, and few enough that a telephone gone mad comes to an end. */
    private static final int MOST = 50;

    /** Why this cannot be done; empty if it can. */
    Optional<String> obstacle(RedirectTarget target) {
        if (talk.handovers() >= MOST) {
            return Optional.of("this call was transferred " + MOST + " times");
        }
        return target instanceof RedirectTarget.Extension(var number)
                        && (number.equals(by.extension()) || number.equals(kept.extension()))
                ? Optional.of(number + " is in this call already")
                : Optional.empty();
    }

    /** Hands on at once. Null where nobody took the call, and the two are to talk on. */
    @Nullable
    Connected blind(RedirectTarget target, @Nullable TransferRequest request) throws InterruptedException {
        note(by.number() + " transfers " + kept.number() + " to " + target.wireText());
        Speaker caller = talk.caller();
        part();
        by.side().ringingTone();
        talk.callerIs(kept);
        var moving = new Moving(talk, by, () -> leaves(request));
        Outcome outcome = talk.targets().connect(moving, new Redirect(target, RING_SECONDS, null));
        return moving.isTaken() || !cameBack(outcome) ? whole(outcome, request) : back(caller, outcome, request);
    }

    /** The other one waits with music until who hands on hangs up. Null where nobody took the call, and the two are to talk on. */
    @Nullable
    Connected announced(RedirectTarget target) throws InterruptedException {
        note(by.number() + " announces " + kept.number() + " to " + target.wireText());
        Speaker caller = talk.caller();
        part();
        music.sound().ifPresentOrElse(kept.side()::loop, kept.side()::stopPlayback);
        talk.callerIs(by);
        var consulting = new Consulting(talk, by, kept);
        Outcome outcome = talk.targets().connect(consulting, new Redirect(target, RING_SECONDS, null));
        consulting.over();
        if (!consulting.isTaken() && !consulting.keptIsGone()) {
            if (outcome instanceof Outcome.Steered) {
                talk.callerIs(kept); // a menu is for who waits
                kept.side().stopPlayback();
            } else if (hungUpBeforeItsEnd(outcome)) {
                return goesThereAlone(target);
            }
        }
        return consulting.isTaken() || consulting.keptIsGone() || !cameBack(outcome)
                ? whole(outcome, null)
                : back(caller, outcome, null);
    }

    private void part() {
        by.side().filterKeys(null);
        kept.side().filterKeys(null);
        talk.recorder().parted();
        talk.leg().disconnect();
    }

    /** Whether it may go on between the two. */
    private static boolean cameBack(Outcome outcome) {
        return switch (outcome) {
            case Outcome.NoAnswer _, Outcome.Unavailable _ -> true;
            case Outcome.Steered _ -> false;
            case Outcome.Over(var end) -> end instanceof CallEnd.CalleeHungUp || end instanceof CallEnd.NobodyReached;
        };
    }

    /** It was handed on for good, or the call is over. */
    private Connected whole(Outcome outcome, @Nullable TransferRequest request) {
        leaves(request);
        return switch (outcome) {
            case Outcome.Over(var end) -> new Connected.Over(end);
            case Outcome.Steered(var source) -> new Connected.Steered(source);
            case Outcome.NoAnswer(var status) -> new Connected.Over(new CallEnd.NobodyReached(status, true));
            case Outcome.Unavailable _ -> new Connected.Over(new CallEnd.NobodyReached(EndStatus.FAILED, true));
        };
    }

    private @Nullable Connected back(Speaker caller, Outcome outcome, @Nullable TransferRequest request)
            throws InterruptedException {
        note("the transfer failed" + why(outcome));
        if (request != null) {
            request.failed(status(outcome), "Not Transferred");
        }
        by.side().stopPlayback();
        kept.side().stopPlayback();
        if (by.side().isOver()) {
            return recall();
        }
        talk.callerIs(caller);
        return null;
    }

    /** Who announced has hung up in front of something that does not know who waits: a voicemail box, a queue. */
    private boolean hungUpBeforeItsEnd(Outcome outcome) {
        return outcome instanceof Outcome.Over(var end)
                && (end instanceof CallEnd.CallerHungUp || end instanceof CallEnd.CallerLost)
                && by.side().isOver()
                && !kept.side().isOver();
    }

    private Connected goesThereAlone(RedirectTarget target) throws InterruptedException {
        talk.callerIs(kept);
        kept.side().stopPlayback();
        return whole(talk.targets().connect(new Moving(talk, by, () -> {}), new Redirect(target, 0, null)), null);
    }

    /** Who handed on has hung up, and nobody else took the call: their telephones ring again. */
    private Connected recall() throws InterruptedException {
        note(kept.number() + " goes back to " + by.number());
        talk.callerIs(kept);
        var extension = new RedirectTarget.Extension(String.valueOf(by.extension()));
        Outcome outcome = talk.targets().connect(new Moving(talk, by, () -> {}), new Redirect(extension, 0, null));
        return whole(outcome, null);
    }

    private void leaves(@Nullable TransferRequest request) {
        by.side().stopPlayback();
        if (request == null) {
            by.side().hangUp(Q931.NORMAL_CLEARING);
        } else {
            request.succeeded(() -> by.side().hangUp(Q931.NORMAL_CLEARING));
        }
    }

    private static String why(Outcome outcome) {
        return outcome instanceof Outcome.Unavailable(var _, var problem, var _) ? ": " + problem : "";
    }

    private static int status(Outcome outcome) {
        EndStatus status = switch (outcome) {
            case Outcome.NoAnswer(var of) -> of;
            case Outcome.Over(CallEnd.NobodyReached(var of, var _)) -> of;
            case Outcome.Over _, Outcome.Unavailable _, Outcome.Steered _ -> EndStatus.FAILED;
        };
        return switch (status.disposition()) {
            case BUSY -> 486;
            case UNALLOCATED_NUMBER -> 404;
            case NO_ANSWER, CANCEL -> 480;
            case ANSWERED, FAILED, NO_MONEY, NO_LIMIT, NO_DAY_LIMIT, LINE_LIMIT, NO_MONEY_NO_LIMIT, OTHER -> 503;
        };
    }

    private void note(String what) {
        talk.timeline().add(new TimelineEvent.Note(what));
    }
}
