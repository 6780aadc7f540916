package org.voicesecretary.call.connect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Branch;
import org.voicesecretary.call.BranchEnd;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.Dialer;
import org.voicesecretary.call.HangUpSide;
import org.voicesecretary.call.HoldMusic;
import org.voicesecretary.call.Linked;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.call.connect.RingPlan.Turn;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * Rings phones by plan until the first of them answers. Everything that happens arrives in the call's one mailbox, so the first
 * answer in it wins: of two answers in the same instant the second finds its phone released.
 */
final class Ringing {
    private final Talk talk;
    private final RingingCalls calls;
    private final Dialer dialer;
    private final @Nullable Prompt music;
    private final Legs legs;
    private final List<Turn> ahead;
    private final Map<Branch, Turn> ringing = new LinkedHashMap<>();
    /** How many phones of an extension ring; it is told of with the first and with the last. */
    private final Map<String, Integer> phonesOf = new HashMap<>();

    private final Rung rung;
    private final boolean roundOfMany;
    private final long giveUp;
    private long begin;
    private @Nullable EndStatus outcome;
    private @Nullable Branch sounding;

    /** @param rung of a hand-over that this is one round of; null where it is all of it */
    Ringing(
            Talk talk,
            Dialer dialer,
            RingPlan plan,
            @Nullable Prompt music,
            @Nullable Rung rung,
            RingingCalls calls,
            Legs legs) {
        this.calls = calls;
        this.talk = talk;
        this.legs = legs;
        this.music = music;
        this.rung = rung == null ? new Rung(talk) : rung;
        this.roundOfMany = rung != null;
        this.dialer = dialer;
        this.ahead = new ArrayList<>(plan.turns());
        this.begin = talk.now();
        this.giveUp = begin + plan.longest().toNanos();
    }

    /** How it ended. */
    sealed interface Result {
        record Answered(Branch branch, Party party) implements Result {}

        record Nobody(EndStatus status) implements Result {}

        record Over(CallEnd end) implements Result {}
    }

    Result run() throws InterruptedException {
        ringBack();
        Result result = null;
        try {
            result = ring();
        } finally {
            calls.stopped(talk);
            if (result == null) {
                releaseAll(Branch.Why.CALL_OVER); // a bug, or the server stops
            }
        }
        if (talk.answered()) {
            talk.leg().stopPlayback();
        }
        if (result instanceof Result.Answered(var _, var party)) {
            rung.over(party.extension());
        } else if (!roundOfMany) {
            rung.over(null);
        }
        return result;
    }

    /** Lets the caller hear that phones ring. */
    private void ringBack() {
        if (talk.answered()) {
            beginToWait();
            talk.callersTurn();
        }
    }

    private void beginToWait() {
        if (music == null) {
            talk.leg().ringingTone();
        } else {
            talk.leg().loop(music);
        }
    }

    private Result ring() throws InterruptedException {
        while (true) {
            long now = talk.now();
            releaseWhoRangLongEnough(now);
            beginWhoseTurnItIs(now);
            if (now - giveUp >= 0 || ringing.isEmpty() && ahead.isEmpty()) {
                return nobody(now);
            }
            if (ringing.isEmpty()) {
                begin = now - ahead.getFirst().from().toNanos(); // silence until the next turn would help nobody
                continue;
            }
            switch (talk.await(nextChange())) {
                case CallSignal.BranchAnswered(var branch) -> {
                    Turn turn = ringing.remove(branch);
                    if (turn != null) {
                        legs.answers(branch);
                        releaseAll(Branch.Why.ANSWERED_ELSEWHERE);
                        return new Result.Answered(branch, turn.party());
                    }
                }
                case CallSignal.BranchOver(var branch, var end) -> failed(branch, end);
                case CallSignal.BranchRings(var branch) -> note(branch.label() + " rings");
                case CallSignal.PickUp(var _, var meeting) -> {
                    Optional<Linked> colleague = meeting.meet(talk.caller(), talk.mailbox());
                    if (colleague.isPresent()) {
                        releaseAll(Branch.Why.ANSWERED_ELSEWHERE);
                        return new Result.Answered(colleague.get(), Visit.party(colleague.get()));
                    }
                }
                case CallSignal.BranchSounds(var branch) -> sounds(branch);
                case CallSignal.TransferAsked(var _, var request) -> request.refuse(480, "Temporarily Unavailable");
                case CallSignal.Ending ending -> {
                    if (talk.replacesCaller(ending)) {
                        ringBack();
                        continue;
                    }
                    releaseAll(Branch.Why.CALL_OVER);
                    return new Result.Over(talk.endOf(ending));
                }
                case CallSignal.DeadlinePassed _,
                        CallSignal.BranchKey _,
                        CallSignal.Held _,
                        CallSignal.TakePlace _,
                        CallSignal.Met _,
                        CallSignal.WaitsNoMore _,
                        CallSignal.DigitPressed _,
                        CallSignal.PlaybackFinished _,
                        CallSignal.WorkDone _,
                        CallSignal.Answered _ -> {}
            }
        }
    }

    /** What a number outside lets be heard before it answers is heard, if nobody else rings: what is wrong with it, its own tone, an announcement. */
    private void sounds(Branch branch) {
        Turn turn = ringing.get(branch);
        if (turn == null || turn.party().extension() != null || ringing.size() > 1 || !ahead.isEmpty()) {
            return;
        }
        note(branch.label() + " is heard before it answers");
        talk.soundBeforeAnswer();
        talk.leg().connect(branch, HoldMusic.NONE);
        sounding = branch;
    }

    private void silent(Branch branch) {
        if (branch.equals(sounding)) {
            sounding = null;
            talk.leg().disconnect();
            if (talk.answered()) {
                beginToWait();
            }
        }
    }

    private void beginWhoseTurnItIs(long now) {
        while (!ahead.isEmpty() && begin + ahead.getFirst().from().toNanos() - now <= 0) {
            Turn turn = ahead.removeFirst();
            Party party = turn.party();
            if (party.phones().isEmpty()) {
                note(party.label() + " is not registered with any phone");
                remember(EndStatus.NO_ANSWER);
            }
            if (party.extension() != null && !party.phones().isEmpty()) {
                calls.rings(talk);
            }
            for (DialOrder phone : party.phones()) {
                starts(party);
                Branch branch = dialer.dial(phone, talk.mailbox());
                legs.rings(branch, party);
                ringing.put(branch, turn);
            }
        }
    }

    private void releaseWhoRangLongEnough(long now) {
        for (Map.Entry<Branch, Turn> entry : List.copyOf(ringing.entrySet())) {
            Turn turn = entry.getValue();
            if (turn.until() != null && begin + turn.until().toNanos() - now <= 0) {
                release(entry.getKey(), turn, Branch.Why.RANG_OUT);
                remember(EndStatus.NO_ANSWER);
            }
        }
    }

    private void failed(Branch branch, BranchEnd end) {
        Turn turn = ringing.remove(branch);
        if (turn == null) {
            return;
        }
        silent(branch);
        note(branch.label() + " " + end.text());
        remember(end.status());
        legs.over(branch, end.status(), HangUpSide.CALLEE);
        stops(turn.party());
    }

    private Result nobody(long now) {
        if (!ringing.isEmpty() || now - giveUp >= 0) {
            remember(EndStatus.NO_ANSWER);
        }
        releaseAll(Branch.Why.RANG_OUT);
        return new Result.Nobody(outcome == null ? EndStatus.NO_ANSWER : outcome);
    }

    /** Where several fail in several ways, one who was there and did not answer says more than one who was busy or not to be reached. */
    private void remember(EndStatus status) {
        if (outcome == null || rank(status) > rank(outcome)) {
            outcome = status;
        }
    }

    private static int rank(EndStatus status) {
        return switch (status.disposition()) {
            case NO_ANSWER -> 3;
            case BUSY -> 2;
            case UNALLOCATED_NUMBER -> 1;
            case ANSWERED, CANCEL, FAILED, NO_MONEY, NO_LIMIT, NO_DAY_LIMIT, LINE_LIMIT, NO_MONEY_NO_LIMIT, OTHER -> 0;
        };
    }

    private void releaseAll(Branch.Why why) {
        for (Map.Entry<Branch, Turn> entry : List.copyOf(ringing.entrySet())) {
            release(entry.getKey(), entry.getValue(), why);
        }
    }

    private void release(Branch branch, Turn turn, Branch.Why why) {
        ringing.remove(branch);
        silent(branch);
        branch.release(why);
        legs.released(branch, why);
        stops(turn.party());
    }

    private void starts(Party party) {
        String extension = party.extension();
        if (extension != null) {
            phonesOf.merge(extension, 1, Integer::sum);
        }
        rung.begins(extension);
    }

    private void stops(Party party) {
        String extension = party.extension();
        if (extension != null
                && phonesOf.merge(extension, -1, Integer::sum) == 0
                && !roundOfMany
                && ahead.stream()
                        .noneMatch(turn -> extension.equals(turn.party().extension()))) {
            rung.ends(extension);
        }
    }

    private long nextChange() {
        long next = giveUp;
        if (!ahead.isEmpty()) {
            next = Math.min(next, begin + ahead.getFirst().from().toNanos());
        }
        for (Turn turn : ringing.values()) {
            if (turn.until() != null) {
                next = Math.min(next, begin + turn.until().toNanos());
            }
        }
        return next;
    }

    private void note(String text) {
        talk.timeline().add(new TimelineEvent.Note(text));
    }
}
