package org.voicesecretary.media.clock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who has a turn when: a frame of time is cut into slots, and each member has its turn in the slot it was given, at
 * {@code epoch + n × frame + slot × (frame ÷ slots)}. Deadlines are absolute, so lateness never adds up. Belongs to one thread.
 */
public final class PacingWheel {
    /** Where a member sits; given back when it leaves. */
    public record Seat(int slot, Paced member) {}

    private final MediaClock clock;
    private final Lateness lateness;
    private final BiConsumer<Paced, Throwable> faults;
    private final List<Slot> slots = new ArrayList<>();
    private final long slotNanos;
    private final long maxLagNanos;
    private long nextDeadline;
    private int nextSlot;
    private int members;
    private volatile long skippedTurns; // written by the one thread, read by any

    /**
     * An empty wheel that starts now.
     *
     * @param frameNanos how often each member has its turn
     * @param slotCount in how many slots a frame is cut
     * @param maxLagNanos turns missed by less are caught up at once, turns missed by more are given up: what would arrive that late is
     *     of no use to the ear, and a burst of it would push out what is
     * @param faults told of a member whose turn threw; the others have theirs all the same
     */
    public PacingWheel(
            MediaClock clock,
            long frameNanos,
            int slotCount,
            long maxLagNanos,
            Lateness lateness,
            BiConsumer<Paced, Throwable> faults) {
        this.clock = clock;
        this.lateness = lateness;
        this.faults = faults;
        this.slotNanos = frameNanos / slotCount;
        this.maxLagNanos = maxLagNanos;
        this.nextDeadline = clock.nanos();
        for (int i = 0; i < slotCount; i++) {
            slots.add(new Slot());
        }
    }

    /** Gives {@code member} a seat in the emptiest slot; of equally empty ones in that which comes next. */
    public Seat join(Paced member) {
        if (members == 0) {
            catchUpIdle();
        }
        int best = nextSlot;
        for (int i = 1; i < slots.size(); i++) {
            int candidate = (nextSlot + i) % slots.size();
            if (slots.get(candidate).live < slots.get(best).live) {
                best = candidate;
            }
        }
        slots.get(best).add(member);
        members++;
        return new Seat(best, member);
    }

    /** Takes the member of {@code seat} out; it has no further turn, even where this is called from within one. */
    public void leave(Seat seat) {
        if (slots.get(seat.slot()).remove(seat.member())) {
            members--;
        }
    }

    /** How many have a seat. */
    public int members() {
        return members;
    }

    /** Turns given up since the start because the thread was late by more than the greatest lag. */
    public long skippedTurns() {
        return skippedTurns;
    }

    /** When the next slot is due. */
    public long nextDeadline() {
        return nextDeadline;
    }

    /**
     * Serves the next slot, if its time has come. One at a time even when several are due: between them the loop reads and does what it
     * is asked for, so that an overloaded one stays reachable and can be relieved.
     */
    public void runDue() {
        if (members == 0) {
            catchUpIdle();
            return;
        }
        long now = clock.nanos();
        if (now - nextDeadline > maxLagNanos) {
            giveUpUntil(now);
        }
        if (now - nextDeadline >= 0) {
            Slot slot = slots.get(nextSlot);
            long deadline = nextDeadline;
            advance();
            serve(slot, deadline);
        }
    }

    private void serve(Slot slot, long deadline) {
        slot.serving = true;
        int size = slot.size; // who joins meanwhile starts with the next turn
        for (int i = 0; i < size; i++) {
            Paced member = slot.members[i];
            if (member == null) {
                continue;
            }
            try {
                if (member.tick(deadline)) {
                    lateness.record(clock.nanos() - deadline);
                }
            } catch (Throwable e) {
                faults.accept(member, e);
            }
        }
        slot.serving = false;
        slot.compact();
    }

    private void advance() {
        nextDeadline += slotNanos;
        nextSlot = (nextSlot + 1) % slots.size();
    }

    private void giveUpUntil(long now) {
        while (now - nextDeadline > slotNanos) {
            skippedTurns += slots.get(nextSlot).live;
            advance();
        }
    }

    private void catchUpIdle() {
        long behind = clock.nanos() - nextDeadline;
        if (behind >= slotNanos) {
            long steps = behind / slotNanos;
            nextDeadline += steps * slotNanos;
            nextSlot = (int) ((nextSlot + steps) % slots.size());
        }
    }

    private static final class Slot {
        private @Nullable Paced[] members = new Paced[8];
        private int size;
        private int live;
        private boolean serving;
        private boolean holes;

        void add(Paced member) {
            if (size == members.length) {
                members = Arrays.copyOf(members, size * 2);
            }
            members[size++] = member;
            live++;
        }

        boolean remove(Paced member) {
            for (int i = 0; i < size; i++) {
                if (members[i] == member) {
                    members[i] = null;
                    live--;
                    holes = true;
                    if (!serving) {
                        compact();
                    }
                    return true;
                }
            }
            return false;
        }

        void compact() {
            if (!holes) {
                return;
            }
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (members[i] != null) {
                    members[kept++] = members[i];
                }
            }
            Arrays.fill(members, kept, size, null);
            size = kept;
            holes = false;
        }
    }
}
