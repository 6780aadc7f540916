package org.voicesecretary.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.storage.Eventually;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class TimelineRepositoryTest {
    @Parameter
    TestEngine engine;

    private static final CallId CALL = new CallId("in_" + "0a".repeat(20));
    private static final Instant START = Instant.parse("2026-03-04T10:11:12Z");

    @TempDir
    Path path;

    private TestDatabase db;
    private TimelineRepository timelines;

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        db.writer()
                .write(h -> h.execute(
                        "INSERT INTO calls (call_no, call_id, pbx_id, caller, called, source, started_at) VALUES (7, ?, 1, '', '', '', 0)",
                        CALL.text()));
        timelines = new TimelineRepository(db.database(), db.writer(), db.metrics());
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void whatHappenedIsReadBackInOrderWithEveryDetail() throws Exception {
        TimelineSink sink = timelines.sink(7);
        sink.accept(entry(1, 0, new TimelineEvent.CallStarted("442037691880", "442037691884")));
        sink.accept(entry(2, 12, new TimelineEvent.WebhookReply("NOTIFY_START", 1, 12, 200, "{\"ivr_play\":\"w\"}")));
        sink.accept(entry(
                3, 1500, new TimelineEvent.Collected("pin", "••••", TimelineEvent.Collected.Ending.MAXDIGITS, 1)));
        sink.accept(entry(4, 2000, new TimelineEvent.Ended("script hung up", "answered", 16, "robot", null, 2)));

        Eventually.holds("stored", () -> timelines.ofCall(CALL.text()).size() == 4);
        List<StoredEntry> stored = timelines.ofCall(CALL.text());
        assertThat(stored.get(1))
                .isEqualTo(new StoredEntry(
                        2,
                        START.plusMillis(12),
                        12,
                        "webhook-reply",
                        "NOTIFY_START ← 200 after 12 ms  {\"ivr_play\":\"w\"}",
                        "{\"event\":\"NOTIFY_START\",\"attempt\":1,\"latencyMillis\":12,\"status\":200,"
                                + "\"body\":\"{\\\"ivr_play\\\":\\\"w\\\"}\"}"));
        assertThat(stored.get(2).line()).isEqualTo("entered •••• for \"pin\" (maxdigits, attempt 1)");
        assertThat(stored.get(3).detail()).contains("\"fault\":null").contains("\"durationSeconds\":2");
        assertThat(timelines.ofCall("in_unknown")).isEmpty();
    }

    @Test
    void whatWaitsBehindABatchUnderWayIsStoredBeforeTheDatabaseCloses() throws Exception {
        var disk = new CountDownLatch(1);
        var stuck = db.writer().submit(h -> {
            try {
                disk.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        TimelineSink sink = timelines.sink(7);
        for (int seq = 1; seq <= 7_000; seq++) {
            sink.accept(entry(seq, seq, new TimelineEvent.Note("n" + seq)));
        }
        Thread closing = Thread.ofVirtual().start(() -> {
            timelines.close();
            db.writer().close();
        });
        assertThat(stuck).isNotDone();
        disk.countDown();
        closing.join();

        assertThat(timelines.ofCall(CALL.text())).hasSize(7_000);
    }

    @Test
    void whatComesAfterTheCallFollowsWhateverIsThereAlready() throws Exception {
        var delivery = new TimelineEvent.Delivery("NOTIFY_END", "http://s/", 1, "event=NOTIFY_END", 12, 200, "");
        timelines.sinkAfterTheCall(7).accept(entry(TimelineEntry.AFTER_THE_CALL + 1, 10, delivery));
        timelines.sink(7).accept(entry(1, 1, new TimelineEvent.Note("a late SIP message")));
        timelines.sinkAfterTheCall(7).accept(entry(TimelineEntry.AFTER_THE_CALL + 1, 20, delivery));

        Eventually.holds("stored", () -> timelines.ofCall(CALL.text()).size() == 3);
        assertThat(timelines.ofCall(CALL.text()))
                .extracting(stored -> stored.seq() + " " + stored.kind())
                .containsExactly("1 note", "1000001 delivery", "1000002 delivery");
    }

    @Test
    void manyEntriesShareATransaction() throws Exception {
        TimelineSink sink = timelines.sink(7);
        for (int seq = 1; seq <= 5_000; seq++) {
            sink.accept(entry(seq, seq, new TimelineEvent.Note("n" + seq)));
        }
        Eventually.holds("stored", () -> timelines.ofCall(CALL.text()).size() == 5_000);
        assertThat(timelines.ofCall(CALL.text())).map(StoredEntry::seq).isSorted();
        assertThat(db.metrics().get("storage.commit").timer().count()).isLessThan(500);
    }

    @Test
    void whileTheDiskHangsACallIsNotHeldUpAndWhatIsDroppedIsCounted() throws Exception {
        var hangs = new CountDownLatch(1);
        db.writer().submit(h -> {
            try {
                hangs.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        TimelineSink sink = timelines.sink(7);
        var event = new TimelineEvent.Answered();
        for (int seq = 1; seq <= 100_100; seq++) {
            sink.accept(entry(seq, seq, event));
        }
        assertThat(db.metrics().counter("timeline.dropped").count()).isEqualTo(100);
        hangs.countDown();
        Eventually.holds("stored", () -> timelines.ofCall(CALL.text()).size() == 100_000);
    }

    @Test
    void theTraceIsALineForEachEntryThatATerminalCannotBeTrickedBy() {
        var text = new StringWriter();
        try (var trace = TraceWriter.start(new PrintWriter(text), TraceWriter.Format.TEXT)) {
            trace.accept(entry(1, 0, new TimelineEvent.CallStarted("442037691880", "442037691884")));
            trace.accept(entry(2, 61_007, new TimelineEvent.WebhookReply("NOTIFY_START", 1, 12, 200, "a\n\u001b[2Jb")));
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "in_0a0a0a0a    +0.000  call-started    442037691880 calls 442037691884",
                        "in_0a0a0a0a   +61.007  webhook-reply   NOTIFY_START ← 200 after 12 ms  a  [2Jb");
    }

    @Test
    void theTraceAsJsonIsOneObjectALine() {
        var text = new StringWriter();
        try (var trace = TraceWriter.start(new PrintWriter(text), TraceWriter.Format.JSON)) {
            trace.accept(entry(1, 5, new TimelineEvent.KeyPressed("1", "rfc4733")));
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "{\"call\":\"" + CALL + "\",\"seq\":1,\"at\":\"2026-03-04T10:11:12.005Z\",\"offset\":5,"
                                + "\"kind\":\"key-pressed\",\"line\":\"key 1  rfc4733\","
                                + "\"detail\":{\"key\":\"1\",\"source\":\"rfc4733\"}}");
    }

    private static TimelineEntry entry(int seq, long offset, TimelineEvent event) {
        return new TimelineEntry(CALL, seq, offset, START.plusMillis(offset), event);
    }
}
