package org.voicesecretary.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

@Tag("db")
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class EventChecksTest {
    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private TestDatabase db;
    private long count;

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void whereNothingWaitsThereIsNothingToSay() {
        assertThat(lines()).containsExactly("OK events none waits");
    }

    @Test
    void whatWaitsForLongAndWhatWasGivenUpIsNamed() {
        event(Duration.ofMinutes(5), "PENDING");
        assertThat(lines()).containsExactly("OK events 1 wait, the oldest since 2026-03-04T09:55:00Z");

        event(Duration.ofHours(3), "PENDING");
        event(Duration.ofHours(30), "DEAD");
        event(Duration.ofHours(3), "DELIVERED");

        assertThat(lines())
                .containsExactly(
                        "WARN events 2 wait, the oldest since 2026-03-04T07:00:00Z: their script does not take them, or no server runs",
                        "WARN events 1 were given up since yesterday: mend their script, then send them again");
    }

    @Test
    void scriptsThatFailAndThoseThatAreSwitchedOffAreNamed() {
        trouble("http://few.example/", 3, null);
        trouble("http://many.example/", 30, null);
        trouble("http://off.example/", 120, NOW);

        assertThat(lines())
                .containsExactly(
                        "OK events none waits",
                        "WARN script http://many.example/ has taken no event since 2026-03-01T00:00:00Z (30 attempts,"
                                + " the last: status 500): look into its log",
                        "FAIL script http://off.example/ has taken no event since 2026-03-01T00:00:00Z (120 attempts,"
                                + " the last: status 500) and is switched off: mend it, then"
                                + " ./voice-secretary endpoints --switch-on http://off.example/");
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        new EventChecks(db.database(), () -> NOW)
                .run(found -> lines.add(found.state() + " " + found.subject() + " " + found.found()
                        + (found.advice().isEmpty() ? "" : ": " + found.advice())));
        return lines;
    }

    private void event(Duration age, String state) {
        long made = NOW.minus(age).toEpochMilli();
        db.writer()
                .write(w -> w.execute(
                        "INSERT INTO outbox_events (event_id, call_id, pbx_id, event, url, content_type, body, created_at, state,"
                                + " attempts, next_attempt_at, done_at) VALUES (?, 'in_1', 1, 'e', 'http://x/', 't', 'b', ?, ?, 0, ?, ?)",
                        IdSequence.firstAt(NOW.minus(age)) + count++,
                        made,
                        state,
                        made,
                        state.equals("PENDING") ? null : (Long) NOW.toEpochMilli()));
    }

    private void trouble(String url, int failures, @org.jspecify.annotations.Nullable Instant off) {
        db.writer()
                .write(w -> w.execute(
                        "INSERT INTO outbox_troubles (url, failing_since, failures, last_failure_at, problem, switched_off_at)"
                                + " VALUES (?, ?, ?, 0, 'status 500', ?)",
                        url,
                        Instant.parse("2026-03-01T00:00:00Z").toEpochMilli(),
                        failures,
                        off == null ? null : (Long) off.toEpochMilli()));
    }
}
