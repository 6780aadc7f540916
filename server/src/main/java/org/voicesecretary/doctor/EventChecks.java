package org.voicesecretary.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.voicesecretary.storage.Database;
import org.voicesecretary.webhook.EndpointTrouble;
import org.voicesecretary.webhook.OutboxSummary;

/** Whether scripts take their events. */
record EventChecks(Database database, InstantSource clock) implements Check {
    private static final Duration LONG = Duration.ofHours(1);
    /** Fewer failures in a row are everybody's. */
    private static final int SOME = 5;

    @Override
    public void run(Consumer<Finding> tell) {
        Instant now = clock.instant();
        OutboxSummary summary = OutboxSummary.read(database, now.minus(Duration.ofDays(1)));
        tell.accept(waiting(summary, now));
        if (summary.givenUp() > 0) {
            tell.accept(Finding.warn(
                    "events",
                    summary.givenUp() + " were given up since yesterday",
                    "mend their script, then send them again"));
        }
        for (EndpointTrouble trouble : summary.troubles()) {
            String found = "has taken no event since " + trouble.failingSince().truncatedTo(ChronoUnit.SECONDS) + " ("
                    + trouble.failures() + " attempts, the last: " + trouble.problem() + ")";
            if (trouble.isOff()) {
                tell.accept(Finding.fail(
                        "script " + trouble.url(),
                        found + " and is switched off",
                        "mend it, then ./voice-secretary endpoints --switch-on " + trouble.url()));
            } else if (trouble.failures() >= SOME) {
                tell.accept(Finding.warn("script " + trouble.url(), found, "look into its log"));
            }
        }
    }

    private static Finding waiting(OutboxSummary summary, Instant now) {
        Instant oldest = summary.oldest();
        if (summary.pending() == 0 || oldest == null) {
            return Finding.ok("events", "none waits");
        }
        String found = summary.pending() + " wait, the oldest since " + oldest.truncatedTo(ChronoUnit.SECONDS);
        return oldest.plus(LONG).isBefore(now)
                ? Finding.warn("events", found, "their script does not take them, or no server runs")
                : Finding.ok("events", found);
    }
}
