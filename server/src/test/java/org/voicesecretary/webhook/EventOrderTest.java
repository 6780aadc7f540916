package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.voicesecretary.storage.Eventually;
import org.voicesecretary.storage.StorageException;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;
import org.voicesecretary.storage.WriteUnit;

/** Events of one call arrive in order, whichever of them the database took, and when. */
@Tag("db")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class EventOrderTest {
    @Parameter
    TestEngine engine;

    private static final WriteUnit NOTHING = writing -> {};
    private static final WriteUnit NEVER = writing -> {
        throw new IllegalStateException("the record cannot be written");
    };

    @TempDir
    Path path;

    private TestDatabase db;
    private EventOutbox outbox;
    /** By call: what was sent and how it ended. */
    private final Map<String, Queue<String>> sent = new ConcurrentHashMap<>();

    /** Whatever becomes of a test, nobody waits for it after the end. */
    private final CountDownLatch disk = new CountDownLatch(1);

    private final AtomicInteger down = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();
    private volatile Random luck = new Random(0);
    private volatile int unlucky;
    private volatile Instant now = Instant.ofEpochSecond(1_000_000);

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        outbox = outbox();
    }

    @AfterEach
    void close() {
        disk.countDown();
        outbox.close();
        db.close();
    }

    private EventOutbox outbox() {
        return new EventOutbox(
                db.database(),
                db.writer(),
                this::deliver,
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofDays(1), new Random(1)),
                () -> now,
                3,
                db.metrics(),
                (event, attempt, began, latency, outcome) -> {});
    }

    private DeliveryOutcome deliver(String id, OutboxEvent event) {
        boolean fails = down.get() > 0 || (unlucky > 0 && luck.nextInt(100) < unlucky);
        sent.computeIfAbsent(event.callId(), call -> new ConcurrentLinkedQueue<>())
                .add(fails ? event.event() + " failed" : event.event());
        return fails ? new DeliveryOutcome.Refused(503, "") : new DeliveryOutcome.Delivered(200, "");
    }

    /** A unit that the disk has no room for, so many times. */
    private static WriteUnit noRoom(int times) {
        var left = new AtomicInteger(times);
        return writing -> {
            if (left.getAndDecrement() > 0) {
                throw new StorageException(StorageException.Fault.DISK_FULL, "the disk is full", null);
            }
        };
    }

    /** S = stored, F = the disk is full once, N = never stored. One database takes them all, as one server would. */
    @Test
    void whicheverWasStoredTheyArriveInOrderEachOnce() throws InterruptedException {
        for (String fates : List.of(
                "SSS", "SNS", "NSS", "SSN", "SNN", "NSN", "NNS", "NNN", "SFS", "FSS", "SSF", "FSN", "SFN", "NFS",
                "FFF")) {
            String call = "in_" + fates;
            down.set(1); // so that all of them are there before the first is through
            for (int i = 0; i < fates.length(); i++) {
                publish(
                        call,
                        "e" + i,
                        switch (fates.charAt(i)) {
                            case 'N' -> NEVER;
                            case 'F' -> noRoom(1);
                            default -> NOTHING;
                        });
            }
            Eventually.holds(call + " is tried", () -> sent.containsKey(call));
            down.set(0);

            awaitDelivered(Map.of(call, fates.length()));
            assertThat(delivered(call)).as(call).containsExactly("e0", "e1", "e2");
        }
        assertThat(sent.keySet())
                .allSatisfy(call -> assertThat(delivered(call))
                        .as("later as well: %s", call)
                        .containsExactly("e0", "e1", "e2"));
    }

    @Test
    void anEventThatTheQueueOfWritesHasNoRoomForWaitsForTheOneThatIsStillInIt() throws Exception {
        var begun = new CountDownLatch(1);
        var hangs = db.writer().submit(writing -> {
            try {
                begun.countDown();
                disk.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue(); // else it takes what fills the queue along
        outbox.tell(List.of(event("in_1", "first")));
        while (db.writer().offer(NOTHING) != null) {
            assertThat(hangs).isNotDone();
        }
        outbox.tell(List.of(event("in_1", "second")));
        outbox.wake();
        assertThat(db.metrics().counter("outbox.unstored").count()).isEqualTo(1);
        assertThat(sent).isEmpty();

        disk.countDown();

        awaitDelivered(Map.of("in_1", 2));
        assertThat(sent.get("in_1")).containsExactly("first", "second");
        Eventually.holds("stored after all", () -> states("in_1").size() == 2);
    }

    @Test
    void theEndOfACallTakesToTheDiskWhatCouldNotBeStoredBefore() throws Exception {
        down.set(1);
        assertThatThrownBy(() -> outbox.publish(List.of(event("in_1", "answer")), noRoom(2))
                        .get(10, TimeUnit.SECONDS))
                .hasMessageContaining("the disk is full");
        Eventually.holds("tried, and not stored before that either", () -> sent.containsKey("in_1"));
        assertThat(states("in_1")).isEmpty();

        outbox.publish(List.of(event("in_1", "end")), NOTHING).get(10, TimeUnit.SECONDS);

        assertThat(states("in_1")).hasSize(2);
        outbox.close(); // as good as killed: nothing of it is in memory any more
        down.set(0);
        sent.clear();
        outbox = outbox();
        outbox.takeUp();
        awaitDelivered(Map.of("in_1", 2));
        assertThat(delivered("in_1")).containsExactly("answer", "end");
    }

    @Test
    void aRecordThatHadNoRoomIsStoredLaterWithTheEventThatWasDeliveredMeanwhile() throws InterruptedException {
        publish("in_1", "end", writing -> {
            noRoomNow();
            writing.execute("UPDATE directory_version SET version = 42");
        });
        full.set(true);
        publish("in_2", "end", writing -> {
            noRoomNow();
            writing.execute("UPDATE directory_version SET version = 43");
        });
        awaitDelivered(Map.of("in_1", 1, "in_2", 1));
        assertThat(states("in_2")).isEmpty();

        full.set(false);

        Eventually.holds("stored", () -> {
            now = now.plusSeconds(6);
            outbox.wake();
            return states("in_2").equals(List.of(DeliveryState.DELIVERED)) && version() == 43;
        });
        assertThat(delivered("in_2")).containsExactly("end");
    }

    private void noRoomNow() {
        if (full.get()) {
            throw new StorageException(StorageException.Fault.DISK_FULL, "the disk is full", null);
        }
    }

    /** Seeds, each another one on each database; {@code -Dorder.rounds} tries more of them. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("order.rounds", 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void inWhateverOrderDiskAndEndpointFailEveryCallGetsItsEventsInOrderEachOnce(long seed)
            throws InterruptedException {
        long own = seed + engine.ordinal();
        var random = new Random(own);
        luck = new Random(own + 100);
        unlucky = 20;
        int calls = 20;
        int each = 7;
        List<Integer> turns = new ArrayList<>(
                IntStream.range(0, calls * each).mapToObj(i -> i % calls).toList());
        Collections.shuffle(turns, random);
        int[] count = new int[calls];
        for (int call : turns) {
            WriteUnit unit = switch (random.nextInt(10)) {
                case 0 -> NEVER;
                case 1, 2 -> noRoom(1 + random.nextInt(3));
                default -> NOTHING;
            };
            String name = "e" + count[call]++;
            if (random.nextBoolean()) {
                outbox.publish(List.of(event("in_" + call, name)), unit);
            } else {
                outbox.tell(List.of(event("in_" + call, name)));
            }
            if (random.nextInt(20) == 0) {
                now = now.plusMillis(500);
                outbox.wake();
            }
        }
        Map<String, Integer> expected = new HashMap<>();
        IntStream.range(0, calls).forEach(call -> expected.put("in_" + call, each));

        awaitDelivered(expected);

        expected.keySet()
                .forEach(call -> assertThat(delivered(call))
                        .as(call)
                        .containsExactlyElementsOf(
                                IntStream.range(0, each).mapToObj(i -> "e" + i).toList()));
        Eventually.holds(
                "nothing is left",
                () -> db.metrics().get("outbox.pending").gauge().value() == 0);
    }

    private void publish(String call, String name, WriteUnit alongside) {
        outbox.publish(List.of(event(call, name)), alongside)
                .exceptionally(unstored -> null)
                .join();
    }

    private void awaitDelivered(Map<String, Integer> events) throws InterruptedException {
        Eventually.holds("all are delivered", () -> {
            now = now.plusSeconds(3);
            outbox.wake();
            return events.entrySet().stream()
                    .allMatch(e -> delivered(e.getKey()).size() >= e.getValue());
        });
    }

    private List<String> delivered(String call) {
        return sent.getOrDefault(call, new ConcurrentLinkedQueue<>()).stream()
                .filter(name -> !name.endsWith("failed"))
                .toList();
    }

    private List<DeliveryState> states(String callId) {
        return new OutboxRepository(db.database()).states(callId);
    }

    private long version() {
        return db.database()
                .read(h -> h.createQuery("SELECT version FROM directory_version")
                        .mapTo(Long.class)
                        .one());
    }

    private static OutboxEvent event(String callId, String name) {
        return new OutboxEvent(
                callId, 0, 518196, name, URI.create("http://127.0.0.1:9001/hook"), "text/plain", name, "c2ln", false);
    }
}
