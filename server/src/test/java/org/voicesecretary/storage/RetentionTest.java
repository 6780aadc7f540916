package org.voicesecretary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.cdr.CallRecords;
import org.voicesecretary.timeline.TimelineRepository;
import org.voicesecretary.webhook.DeliveryOutcome;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.RetryPolicy;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class RetentionTest {
    @Parameter
    TestEngine engine;

    private static final Instant NOW = Instant.parse("2026-03-04T10:11:12Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final int MANY = 1_200;

    @TempDir
    Path path;

    private TestDatabase db;
    private EventOutbox outbox;
    private Retention retention;

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        outbox = new EventOutbox(
                db.database(),
                db.writer(),
                (id, event) -> new DeliveryOutcome.Delivered(200, ""),
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofDays(1), new Random(1)),
                CLOCK,
                1,
                db.metrics(),
                (event, attempt, began, latency, outcome) -> {});
        var timelines = new TimelineRepository(db.database(), db.writer(), db.metrics());
        var records = new CallRecords(db.database(), db.writer(), outbox, CLOCK);
        retention = new Retention(
                List.of(
                        new Retention.Shelf("timeline entries", Duration.ofDays(90), timelines::forgetBefore),
                        new Retention.Shelf("events", Duration.ofDays(30), outbox::forgetBefore),
                        new Retention.Shelf("call records", Duration.ofDays(700), records::forgetBefore)),
                CLOCK);
    }

    @AfterEach
    void close() {
        retention.close();
        outbox.close();
        db.close();
    }

    @Test
    void timelinesEventsAndRecordsGoWhenTheirTimeIsUpAndNotBefore() {
        call(daysAgo(701), true);
        call(daysAgo(701) + 1, false);
        call(daysAgo(91), true);
        call(daysAgo(89), true);
        event(daysAgo(31), "DELIVERED");
        event(daysAgo(31) + 1, "DEAD");
        event(daysAgo(31) + 2, "PENDING");
        event(daysAgo(29), "DELIVERED");

        retention.forget();

        assertThat(numbers("SELECT DISTINCT call_no FROM timeline_entries")).containsExactly(daysAgo(89));
        assertThat(numbers("SELECT event_id FROM outbox_events ORDER BY event_id"))
                .as("what is still to be sent stays, however old")
                .containsExactly(daysAgo(31) + 2, daysAgo(29));
        assertThat(numbers("SELECT event_id FROM outbox_attempts ORDER BY event_id"))
                .containsExactly(daysAgo(31) + 2, daysAgo(29));
        assertThat(numbers("SELECT call_no FROM calls ORDER BY call_no"))
                .as("a call without an end stays until the next start ends it")
                .containsExactly(daysAgo(701) + 1, daysAgo(91), daysAgo(89));
    }

    @Test
    void moreThanAPortionGoesInSeveral() {
        db.writer().write(writing -> {
            for (int i = 0; i < MANY; i++) {
                writing.execute(CALL, daysAgo(800) + i, "in_" + i, 1);
                writing.execute(ENTRY, daysAgo(800) + i, 1);
                writing.execute(EVENT, daysAgo(800) + i, "DELIVERED");
            }
        });

        retention.forget();

        assertThat(numbers("SELECT COUNT(*) FROM calls")).containsExactly(0L);
        assertThat(numbers("SELECT COUNT(*) FROM timeline_entries")).containsExactly(0L);
        assertThat(numbers("SELECT COUNT(*) FROM outbox_events")).containsExactly(0L);
    }

    @Test
    void aShelfThatCannotBeClearedDoesNotKeepTheOthersFromIt() {
        List<String> cleared = new ArrayList<>();
        var half = new Retention(
                List.of(
                        new Retention.Shelf("broken things", Duration.ofDays(1), time -> {
                            throw new IllegalStateException("disk full");
                        }),
                        new Retention.Shelf("things", Duration.ofDays(1), time -> {
                            cleared.add(time.toString());
                            return 0;
                        })),
                CLOCK);

        half.forget();
        half.close();

        assertThat(cleared).containsExactly("2026-03-03T10:11:12Z");
    }

    private static final String CALL =
            "INSERT INTO calls (call_no, call_id, pbx_id, caller, called, source, started_at, ended_at)"
                    + " VALUES (?, ?, 1, '', '', '', 0, ?)";
    private static final String ENTRY =
            "INSERT INTO timeline_entries (call_no, seq, at_ms, offset_ms, kind, subject) VALUES (?, ?, 0, 0, '', '')";
    private static final String EVENT =
            "INSERT INTO outbox_events (event_id, call_id, pbx_id, event, url, content_type, body, created_at, state,"
                    + " attempts, next_attempt_at) VALUES (?, '', 1, '', '', '', '', 0, ?, 1, 0)";
    private static final String ATTEMPT =
            "INSERT INTO outbox_attempts (event_id, attempt, at_ms, outcome, latency_ms) VALUES (?, 1, 0, '', 0)";

    private static long daysAgo(int days) {
        return IdSequence.firstAt(NOW.minus(Duration.ofDays(days)));
    }

    private void call(long number, boolean ended) {
        db.writer().write(writing -> {
            writing.execute(CALL, number, "in_" + number, ended ? (Integer) 1 : null);
            writing.execute(ENTRY, number, 1);
            writing.execute(ENTRY, number, 2);
        });
    }

    private void event(long id, String state) {
        db.writer().write(writing -> {
            writing.execute(EVENT, id, state);
            writing.execute(ATTEMPT, id);
        });
    }

    private List<Long> numbers(String query) {
        return db.database().read(h -> h.createQuery(query).mapTo(Long.class).list());
    }
}
