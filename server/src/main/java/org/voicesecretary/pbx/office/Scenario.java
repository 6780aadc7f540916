package org.voicesecretary.pbx.office;

import java.util.List;
import java.util.stream.Collectors;
import org.voicesecretary.pbx.dial.NumberingPlan;
import org.voicesecretary.pbx.scenario.RingRule;

/**
 * What a menu does with a caller.
 *
 * @param menu it belongs to
 * @param key that chooses it: 0 to 9, {@link #CLOSED}, 11 to 30 (scripts only) or {@link NumberingPlan#NO_KEY}
 * @param title for people; may be empty
 * @param called numbers of the account for which it holds; empty = all
 * @param callers for whom it holds, without {@code +}; empty = all
 */
public record Scenario(int menu, int key, String title, Target target, List<String> called, List<String> callers) {
    /** The key of the auto-responder, which runs outside working hours. */
    public static final int CLOSED = 10;

    /** What happens. */
    public sealed interface Target {
        record Ring(RingRule rule) implements Target {}

        /** @param name of one of {@code queues:} */
        record Queue(String name) implements Target {}

        record Elsewhere(Destination destination) implements Target {}
    }

    public Scenario {
        called = List.copyOf(called);
        callers = List.copyOf(callers);
    }

    /** How scripts and people name it: {@code 0-1}, {@code 0-none}, {@code 0-closed}. */
    public String name() {
        return menu + "-"
                + switch (key) {
                    case NumberingPlan.NO_KEY -> "none";
                    case CLOSED -> "closed";
                    default -> String.valueOf(key);
                };
    }

    /** {@link #name} and for which calls it holds; no two scenarios of an office have the same. */
    String id() {
        return name() + held("called", called) + held("callers", callers);
    }

    private static String held(String word, List<String> numbers) {
        return numbers.isEmpty()
                ? ""
                : numbers.stream().sorted().collect(Collectors.joining(", ", " (" + word + " ", ")"));
    }

    /**
     * Whether it holds for a call.
     *
     * @param calledNumber without {@code +}
     * @param caller without {@code +}
     */
    public boolean holdsFor(String calledNumber, String caller) {
        return (called.isEmpty() || called.contains(calledNumber)) && (callers.isEmpty() || callers.contains(caller));
    }
}
