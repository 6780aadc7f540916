package org.voicesecretary.call.connect;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.DialOrder;

/**
 * Who rings when.
 *
 * @param turns in the order of their beginnings
 * @param longest after so long nobody rings any more
 */
public record RingPlan(List<Turn> turns, Duration longest) {
    public RingPlan {
        turns = List.copyOf(turns);
    }

    /** One party alone, at once. */
    public static RingPlan of(Party party, Duration longest) {
        return new RingPlan(List.of(new Turn(Duration.ZERO, null, party)), longest);
    }

    /**
     * A party that rings for a while.
     *
     * @param from since the beginning of the plan
     * @param until since the beginning of the plan; null = to its end
     */
    public record Turn(Duration from, @Nullable Duration until, Party party) {}

    /**
     * Whoever may take the call at several phones, all of which ring.
     *
     * @param label for people: {@code 101}, {@code +493012345}
     * @param extension of this PBX, which NOTIFY_INTERNAL and NOTIFY_ANSWER name; null for numbers outside
     * @param phones none: nobody can be reached there now
     */
    public record Party(String label, @Nullable String extension, List<DialOrder> phones) {
        public Party {
            phones = List.copyOf(phones);
        }
    }
}
