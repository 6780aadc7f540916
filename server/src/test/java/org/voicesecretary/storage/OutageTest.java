package org.voicesecretary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.cdr.CallDirection;
import org.voicesecretary.cdr.CallRecord;
import org.voicesecretary.cdr.CallRecords;
import org.voicesecretary.webhook.DeliveryOutcome;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.OutboxEvent;
import org.voicesecretary.webhook.RetryPolicy;

/** Calls begin, go on and end while the database cannot be written: nothing of them is lost, and scripts hear of them in order. */
@Tag("db")
@Timeout(90)
class OutageTest {
    @TempDir
    Path path;

    private TestDatabase db;
    private EventOutbox outbox;
    private CallRecords records;
    private final ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
    private volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");

    private void open(Map<String, String> environment) {
        Map<String, String> impatient = new HashMap<>(environment);
        impatient.put("VOICE_SECRETARY_DATABASE_PATIENCE", "1s");
        db = TestDatabase.open(path.resolve("data"), TestDatabase.config(path, impatient));
        outbox = new EventOutbox(
                db.database(),
                db.writer(),
                (id, event) -> {
                    sent.add(event.callId() + " " + event.event());
                    return new DeliveryOutcome.Delivered(200, "");
                },
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofDays(1), new Random(1)),
                () -> now,
                4,
                db.metrics(),
                (event, attempt, began, latency, outcome) -> {});
        outbox.start();
        records = new CallRecords(db.database(), db.writer(), outbox, () -> now);
    }

    @AfterEach
    void close() {
        outbox.close();
        db.close();
    }

    @Test
    void aPostgresqlThatIsGoneForAMinuteCostsNoCallAndNoEvent() throws Exception {
        PostgresServer server = PostgresServer.own();
        open(server.settings(path));
        CallRecord before = start("in_before");
        server.crash();

        outbox.tell(List.of(event("in_before", "NOTIFY_ANSWER")));
        end(before, true);
        List<CallRecord> during =
                IntStream.range(0, 20).mapToObj(i -> start("in_" + i)).toList();
        for (CallRecord call : during) {
            outbox.tell(List.of(event(call.callId(), "NOTIFY_ANSWER")));
        }
        CallRecord silent = start("in_silent");
        Eventually.holds(
                "the server knows of the outage", () -> db.writer().trouble().isPresent());
        assertThat(db.writer().trouble().orElseThrow().getMessage()).contains("it cannot be reached");
        var ends = during.stream()
                .map(call -> CompletableFuture.runAsync(() -> end(call, true), Thread::startVirtualThread))
                .toList();
        end(silent, false);
        ends.forEach(CompletableFuture::join);
        Eventually.holds("somebody should look after it", outbox::troubled);
        assertThat(outbox.state()).contains("in memory only", "1 records of calls wait for the database");
        assertThat(sent).as("their order cannot be known").isEmpty();

        now = now.plusSeconds(60);
        server.startAgain();

        Eventually.holds("all is told", () -> {
            pass();
            return sent.size() >= 42;
        });
        Eventually.holds("all is stored", () -> {
            pass();
            return !outbox.troubled() && delivered() == 42 && ended() == 22;
        });
        assertThat(sent).hasSize(42).doesNotHaveDuplicates();
        for (CallRecord call : during) {
            assertThat(sent.stream().filter(one -> one.startsWith(call.callId() + " ")))
                    .containsExactly(call.callId() + " NOTIFY_ANSWER", call.callId() + " NOTIFY_END");
        }
        assertThat(db.writer().trouble()).isEmpty();
    }

    @Test
    void aSqliteThatAnotherProcessLocksHoldsUpNoCallAndLosesNothing() throws Exception {
        open(Map.of());
        CallRecord call = start("in_1");
        db.writer().write(nothing -> {});
        try (var other = DriverManager.getConnection(
                        "jdbc:sqlite:" + db.directory().database());
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            outbox.tell(List.of(event("in_1", "NOTIFY_ANSWER")));
            var ended = outbox.publish(List.of(event("in_1", "NOTIFY_END")), nothing -> {});
            CallRecord other1 = start("in_2");
            assertThat(other1.callNo()).isGreaterThan(call.callNo());
            assertThat(ended).isNotDone();
            assertThat(sent).isEmpty();
            statement.execute("ROLLBACK");
            ended.get();
        }

        Eventually.holds("all is told", () -> sent.size() == 2);
        assertThat(sent).containsExactly("in_1 NOTIFY_ANSWER", "in_1 NOTIFY_END");
        Eventually.holds("all is stored", () -> delivered() == 2);
    }

    @Test
    void aDiskThatIsFullLosesNothing() throws Exception {
        open(Map.of());
        CallRecord call = start("in_1");
        CallRecord silent = start("in_2");
        db.writer().write(nothing -> {});
        // As small as it is now; the next connection, which the writer takes after a failure, has room again.
        db.writer().write(w -> w.handle().execute("PRAGMA max_page_count = 1"));

        String large = "x".repeat(100_000);
        var stored = outbox.publish(
                List.of(new OutboxEvent(
                        "in_1",
                        call.callNo(),
                        1,
                        "NOTIFY_END",
                        URI.create("http://127.0.0.1:9/"),
                        "text/plain",
                        large,
                        null,
                        false)),
                nothing -> {});

        assertThat(stored.handle((ok, error) -> String.valueOf(error)).join()).contains("the disk is full");
        assertThat(db.writer().trouble().orElseThrow().fault()).isEqualTo(StorageException.Fault.DISK_FULL);
        end(silent, false);
        Eventually.holds("told and stored after all", () -> {
            pass();
            return sent.size() == 1 && delivered() == 1 && ended() == 1;
        });
        assertThat(db.writer().trouble()).isEmpty();
    }

    private CallRecord start(String id) {
        return records.started(number ->
                new CallRecord(number, id, 1, CallDirection.IN, "1", "2", null, "127.0.0.1:5060", now, null, null));
    }

    /** As the engine does it: what cannot be stored ends no call. */
    private void end(CallRecord call, boolean told) {
        var ended = new CallRecord(
                call.callNo(),
                call.callId(),
                1,
                CallDirection.IN,
                "1",
                "2",
                null,
                call.source(),
                call.startedAt(),
                now,
                new CallRecord.End(now, 3, "answered", 16, "caller", null));
        try {
            records.ended(ended, told ? List.of(event(call.callId(), "NOTIFY_END")) : List.of());
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(StorageException.class);
        }
    }

    private static OutboxEvent event(String call, String name) {
        return new OutboxEvent(call, 7, 1, name, URI.create("http://127.0.0.1:9/"), "text/plain", name, null, false);
    }

    private void pass() {
        now = now.plusSeconds(1);
    }

    private long delivered() {
        return count("SELECT COUNT(*) FROM outbox_events WHERE state = 'DELIVERED'");
    }

    private long ended() {
        return count("SELECT COUNT(*) FROM calls WHERE ended_at IS NOT NULL");
    }

    private long count(String query) {
        try {
            return db.database()
                    .read(h -> h.createQuery(query).mapTo(Long.class).one());
        } catch (StorageException e) {
            return -1; // not back yet
        }
    }
}
