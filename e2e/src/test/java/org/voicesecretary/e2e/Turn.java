package org.voicesecretary.e2e;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineEvent.Said;

/**
 * What the robot says in one go.
 *
 * @param cut a key interrupted it
 */
record Turn(List<Said> said, boolean cut) {

    /** The turns of a call, in order. */
    static List<Turn> of(List<TimelineEvent> events) {
        List<Turn> turns = new ArrayList<>();
        List<Said> current = new ArrayList<>();
        boolean cut = false;
        for (TimelineEvent event : events) {
            if (event instanceof Said said) {
                current.add(said);
            } else if (event instanceof TimelineEvent.BargedIn) {
                cut = true;
            } else if (endsATurn(event) && !current.isEmpty()) {
                turns.add(new Turn(List.copyOf(current), cut));
                current.clear();
                cut = false;
            }
        }
        if (!current.isEmpty()) {
            turns.add(new Turn(List.copyOf(current), cut));
        }
        return turns;
    }

    /** Every turn is followed by an input, a question to the script, or the end. */
    private static boolean endsATurn(TimelineEvent event) {
        return event instanceof TimelineEvent.Collected
                || event instanceof TimelineEvent.WebhookRequest
                || event instanceof TimelineEvent.Ended;
    }

    List<String> texts() {
        return said.stream().map(Said::text).toList();
    }
}
