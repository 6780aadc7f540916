package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

/** Many more events than memory should hold. */
@Tag("db")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class OutboxBacklogTest {
    @Parameter
    TestEngine engine;

    private static final int PARALLEL = 4;
    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO outbox_events"
                    + " (event_id, call_id, pbx_id, event, url, endpoint, content_type, body, created_at, state, attempts,"
                    + " next_attempt_at) SELECT ? + i, ? || (i % ?), 1, 'e' || i, ?, ?, 'text/plain', 'body', 0, 'PENDING', 0,"
                    + " 0 FROM n";

    @TempDir
    Path path;

    private TestDatabase db;
    private EventOutbox outbox;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, Queue<Integer>> delivered = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicInteger down = new AtomicInteger();
    private volatile boolean up;
    private volatile Instant now = Instant.ofEpochSecond(1_000);

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        outbox = new EventOutbox(
                db.database(),
                db.writer(),
                this::deliver,
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofDays(1), new Random(1)),
                () -> now,
                PARALLEL,
                db.metrics(),
                (event, attempt, began, latency, outcome) -> {});
    }

    @AfterEach
    void close() {
        end.countDown();
        outbox.close();
        db.close();
    }

    /** Where an event goes says what becomes of it. */
    private DeliveryOutcome deliver(String id, OutboxEvent event) throws InterruptedException {
        switch (event.url().getPath()) {
            case "/hangs" -> {
                hanging.incrementAndGet();
                end.await();
                return new DeliveryOutcome.Failed("no reply");
            }
            case "/down" -> {
                down.incrementAndGet();
                if (up) {
                    delivered
                            .computeIfAbsent(event.callId(), call -> new ConcurrentLinkedQueue<>())
                            .add(1);
                    return new DeliveryOutcome.Delivered(200, "");
                }
                return new DeliveryOutcome.Failed("connection refused");
            }
            case "/broken" -> {
                refused.computeIfAbsent(event.event(), e -> new AtomicInteger()).incrementAndGet();
                return new DeliveryOutcome.Refused(500, "");
            }
            default -> {
                delivered
                        .computeIfAbsent(event.callId(), call -> new ConcurrentLinkedQueue<>())
                        .add(Integer.parseInt(event.event().substring(1)));
                return new DeliveryOutcome.Delivered(200, "");
            }
        }
    }

    /** Events e1, e2 … of so many calls in turn. */
    private void pending(int events, int calls, String url, long firstId) {
        String endpoint = url.substring(0, url.lastIndexOf('/'));
        db.writer().write(h -> h.execute(NUMBERS, events, firstId, url, calls, url, endpoint));
    }

    private double gauge(String name) {
        return db.metrics().get(name).gauge().value();
    }

    private int deliveredEvents() {
        return delivered.values().stream().mapToInt(Queue::size).sum();
    }

    @Test
    void aDeadEndpointWithTwoHundredThousandEventsCostsNoMemoryAndDelaysOnlyItself() throws Exception {
        pending(200_000, 200_000, "http://dead.example/hangs", 0);
        pending(1_200, 200, "http://well.example/hook", 1_000_000);
        outbox.start();

        Eventually.holds("all others delivered", () -> {
            assertThat(gauge("outbox.in.memory")).isLessThan(500);
            return deliveredEvents() == 1_200;
        });

        assertThat(delivered)
                .hasSize(200)
                .allSatisfy((call, order) -> assertThat(List.copyOf(order))
                        .as("events of call %s", call)
                        .hasSize(6)
                        .isSorted());
        assertThat(hanging).hasValue(PARALLEL);
        Eventually.holds("counted", () -> gauge("outbox.pending") == 200_000);
    }

    @Test
    void aBrokenScriptOfManyEventsDoesNotHoldUpAnotherOfTheSameEndpoint() throws Exception {
        pending(1_000, 1_000, "http://shared.example/broken", 0);
        pending(50, 50, "http://shared.example/hook", 1_000_000);
        outbox.start();

        Eventually.holds("the other script gets its events", () -> deliveredEvents() == 50);
        Eventually.holds("each was tried", () -> refused.size() == 1_000);
        assertThat(refused.values()).allSatisfy(tries -> assertThat(tries).hasValue(1));
    }

    @Test
    void aDrainTriesMoreThanFitsIntoMemoryEachOnceWhateverItsTime() throws Exception {
        pending(1_000, 1_000, "http://one.example/broken", 0);
        pending(1_000, 100, "http://two.example/hook", 1_000_000);
        db.writer()
                .write(h -> h.execute("UPDATE outbox_events SET next_attempt_at = ?", now.toEpochMilli() + 3_600_000));
        outbox.takeUp();
        assertThat(gauge("outbox.under.way")).isZero();

        assertThat(outbox.flush(Duration.ofSeconds(60))).isFalse();

        assertThat(deliveredEvents()).isEqualTo(1_000);
        assertThat(delivered.values())
                .allSatisfy(order -> assertThat(List.copyOf(order)).isSorted());
        assertThat(refused).hasSize(1_000);
        assertThat(refused.values()).allSatisfy(tries -> assertThat(tries).hasValue(1));
        db.writer().write(h -> {});
        assertThat(left()).isEqualTo(List.of(1_000));
    }

    @Test
    void aServerThatIsDownIsAskedNowAndThenAndGetsAllAtOnceWhenItIsUpAgain() throws Exception {
        pending(2_000, 2_000, "http://down.example/down", 0);
        pending(1_000, 1_000, "http://well.example/hook", 1_000_000);
        outbox.start();
        Eventually.holds("all others delivered", () -> deliveredEvents() == 1_000);
        Eventually.holds("nothing under way", () -> gauge("outbox.under.way") == 0);
        assertThat(down).hasValueBetween(8, 8 + PARALLEL);

        int before = down.get();
        for (int pause = 1; pause <= 3; pause++) {
            int asked = before + pause;
            now = now.plusMillis(200);
            outbox.wake();
            Eventually.holds("it is asked once", () -> down.get() == asked);
        }

        up = true;
        Eventually.holds("all delivered", () -> {
            now = now.plusMillis(200);
            outbox.wake();
            return deliveredEvents() == 3_000;
        });
    }

    @Test
    void aDrainDoesNotWaitForAServerThatIsDown() throws Exception {
        pending(2_000, 2_000, "http://down.example/down", 0);
        pending(1_000, 1_000, "http://well.example/hook", 1_000_000);
        outbox.takeUp();
        Eventually.holds("in trouble", () -> down.get() >= 8);
        int before = down.get();

        assertThat(outbox.flush(Duration.ofMinutes(2))).isFalse();

        assertThat(deliveredEvents()).isEqualTo(1_000);
        assertThat(down.get() - before).as("tried once more").isBetween(8 - PARALLEL, 8 + 2 * PARALLEL);
    }

    private List<Integer> left() {
        return db.database()
                .read(h -> h.createQuery("SELECT COUNT(*) FROM outbox_events WHERE state = 'PENDING'")
                        .mapTo(Integer.class)
                        .list());
    }
}
