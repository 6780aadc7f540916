package org.voicesecretary.cdr;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.timeline.TimelineEvent.Collected;
import org.voicesecretary.timeline.TimelineEvent.KeyPressed;

/** The inputs of one call, for the counters. What was entered is counted by single keys only: longer inputs are somebody's data. */
final class StepCounts {
    /** A script that names each input anew must not fill the database. */
    private static final int MOST = 50;

    private static final int LONGEST_NAME = 100;

    private final List<CallCount> counts = new ArrayList<>();

    synchronized void add(Collected input) {
        if (counts.size() < MOST) {
            counts.add(new CallCount(
                    CounterKind.STEP, cut(input.name(), LONGEST_NAME), outcome(input.digits()), false, 0));
        }
    }

    /** Whole characters only: a half of one is no text to a database. */
    static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest));
    }

    private static String outcome(String digits) {
        if (digits.isEmpty()) {
            return "nothing";
        }
        return digits.length() == 1 && !digits.equals(KeyPressed.HIDDEN) ? digits : "input";
    }

    synchronized List<CallCount> all() {
        return List.copyOf(counts);
    }
}
