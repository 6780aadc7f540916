package org.voicesecretary.webhook;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.WriteUnit;

/** The table of scripts that take no events. */
final class EndpointRepository {
    private static final int PROBLEM = 1000;

    private final Database database;

    EndpointRepository(Database database) {
        this.database = database;
    }

    List<EndpointTrouble> all() {
        return database.read(h -> h.createQuery("SELECT * FROM outbox_troubles ORDER BY failing_since, url")
                .map((rs, ctx) -> {
                    long off = rs.getLong("switched_off_at");
                    boolean on = rs.wasNull();
                    return new EndpointTrouble(
                            rs.getString("url"),
                            Instant.ofEpochMilli(rs.getLong("failing_since")),
                            rs.getLong("failures"),
                            Instant.ofEpochMilli(rs.getLong("last_failure_at")),
                            rs.getString("problem"),
                            on ? null : Instant.ofEpochMilli(off));
                })
                .list());
    }

    /**
     * Stores what is so when it is run, not when it was made: of several for one script the last one that runs is right.
     *
     * @param trouble null = it has none
     */
    static WriteUnit save(String url, Supplier<@Nullable EndpointTrouble> trouble) {
        return writing -> {
            EndpointTrouble now = trouble.get();
            if (now == null) {
                writing.execute("DELETE FROM outbox_troubles WHERE url = ?", url);
                return;
            }
            String problem = now.problem();
            Instant off = now.switchedOff();
            writing.execute(
                    "INSERT INTO outbox_troubles (url, failing_since, failures, last_failure_at, problem, switched_off_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET failing_since = excluded.failing_since,"
                            + " failures = excluded.failures, last_failure_at = excluded.last_failure_at,"
                            + " problem = excluded.problem, switched_off_at = excluded.switched_off_at",
                    url,
                    now.failingSince().toEpochMilli(),
                    now.failures(),
                    now.lastEvent().toEpochMilli(),
                    problem.length() <= PROBLEM ? problem : problem.substring(0, PROBLEM),
                    off == null ? null : (Long) off.toEpochMilli());
        };
    }
}
