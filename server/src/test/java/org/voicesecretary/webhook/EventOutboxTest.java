package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.voicesecretary.storage.WriteUnit;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class EventOutboxTest {
    @Parameter
    TestEngine engine;

    private static final WriteUnit NOTHING = handle -> {};
    private static final DeliveryOutcome DELIVERED = new DeliveryOutcome.Delivered(200, "ok");
    private static final DeliveryOutcome DOWN = new DeliveryOutcome.Failed("connection refused");

    /** An attempt that waits for the test to say what becomes of it. */
    private record Attempt(OutboxEvent event, CompletableFuture<DeliveryOutcome> outcome) {
        void ends(DeliveryOutcome how) {
            outcome.complete(how);
        }
    }

    @TempDir
    Path path;

    private TestDatabase db;
    private EventOutbox outbox;
    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<DeliveryOutcome> watched = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.ofEpochSecond(1_000_000);

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        outbox = outbox(2);
    }

    @AfterEach
    void close() {
        outbox.close();
        attempts.forEach(a -> a.ends(DELIVERED));
        db.close();
    }

    @Test
    void anEventIsStoredWithWhatBelongsToItAndThenDelivered() throws Exception {
        outbox.publish(List.of(event("in_1", "a")), h -> h.execute("UPDATE directory_version SET version = 42"))
                .get(10, TimeUnit.SECONDS);

        Attempt attempt = next();
        assertThat(attempt.event()).isEqualTo(event("in_1", "a"));
        assertThat(states("in_1")).containsExactly(DeliveryState.PENDING);
        attempt.ends(DELIVERED);

        Eventually.holds("delivered", () -> states("in_1").equals(List.of(DeliveryState.DELIVERED)));
        assertThat(version()).isEqualTo(42);
    }

    @Test
    void eventAndRecordAreStoredTogetherOrNotAtAll() throws Exception {
        var stored = outbox.publish(List.of(event("in_1", "a")), h -> {
            h.execute("UPDATE directory_version SET version = 42");
            throw new IllegalStateException("the record cannot be written");
        });

        assertThatThrownBy(stored::get).hasRootCauseMessage("the record cannot be written");
        assertThat(states("in_1")).isEmpty();
        assertThat(version()).isZero();
        // The script is told all the same, as long as this process lives.
        assertThat(next().event().callId()).isEqualTo("in_1");
    }

    @Test
    void eventsOfOneCallGoOutInTheirOrderOneAfterTheOther() throws Exception {
        publish(event("in_1", "first"), event("in_1", "second"));
        publish(event("in_1", "third"));

        Attempt first = next();
        assertThat(first.event().event()).isEqualTo("first");
        assertThat(attempts.poll(50, TimeUnit.MILLISECONDS)).isNull();
        first.ends(DELIVERED);
        Attempt second = next();
        assertThat(second.event().event()).isEqualTo("second");
        second.ends(DELIVERED);
        assertThat(next().event().event()).isEqualTo("third");
    }

    @Test
    void aFailedEventIsTriedAgainLaterAndLaterAndHoldsBackThoseBehindIt() throws Exception {
        publish(event("in_1", "first"), event("in_1", "second"));

        next().ends(DOWN);
        quiet();
        outbox.wake();
        assertThat(attempts).isEmpty();

        advance(Duration.ofMillis(1_200)); // a second and the spread of a fifth
        next().ends(new DeliveryOutcome.Refused(500, "Fatal error"));
        quiet();
        advance(Duration.ofMillis(1_200));
        assertThat(attempts.poll(50, TimeUnit.MILLISECONDS))
                .as("the second wait is longer")
                .isNull();
        advance(Duration.ofMillis(1_300));
        Attempt third = next();
        assertThat(third.event().event()).isEqualTo("first");
        third.ends(DELIVERED);
        assertThat(next().event().event()).isEqualTo("second");

        db.writer().write(NOTHING);
        assertThat(new OutboxRepository(db.database()).attempts("in_1"))
                .extracting(a -> a.number() + " " + a.outcome() + " " + a.status() + " " + a.note() + a.response())
                .containsExactly("1 FAILED null connection refused", "2 REFUSED 500 Fatal error", "3 DELIVERED 200 ok");
        assertThat(messages).hasSize(4).allMatch(id -> id.matches("in_1_[0-9]+"));
        assertThat(messages.subList(0, 3)).as("one identity over all retries").containsOnly(messages.getFirst());
        assertThat(messages.getLast()).isNotEqualTo(messages.getFirst());
    }

    @Test
    void afterADayAnEventIsGivenUpAndReleasesThoseBehindIt() throws Exception {
        publish(event("in_1", "first"), event("in_1", "second"));
        next().ends(DOWN);
        quiet();

        advance(Duration.ofHours(24));
        Attempt last = next();
        assertThat(last.event().event()).isEqualTo("first");
        last.ends(DOWN);

        assertThat(next().event().event()).isEqualTo("second");
        Eventually.holds("given up", () -> states("in_1").equals(List.of(DeliveryState.DEAD, DeliveryState.PENDING)));
        assertThat(db.metrics().counter("outbox.dead").count()).isEqualTo(1);
    }

    @Test
    void whatIsPendingWhenTheServerStopsGoesOnWhenItStarts() throws Exception {
        publish(event("in_1", "first"), event("in_1", "second"));
        publish(event("in_2", "other"));
        for (Attempt attempt : List.of(next(), next())) {
            attempt.ends(attempt.event().event().equals("other") ? DELIVERED : DOWN);
        }
        quiet();
        outbox.close();
        db.close();

        db = TestDatabase.open(engine, path.resolve("data"));
        outbox = outbox(2);
        outbox.takeUp();
        assertThat(attempts).as("the wait outlives the restart").isEmpty();
        advance(Duration.ofMillis(1_200));

        Attempt first = next();
        assertThat(first.event()).isEqualTo(event("in_1", "first"));
        first.ends(DELIVERED);
        next().ends(DELIVERED);
        Eventually.holds(
                "all delivered",
                () -> states("in_1").equals(List.of(DeliveryState.DELIVERED, DeliveryState.DELIVERED)));
        assertThat(attempts).isEmpty();
    }

    @Test
    void anAttemptThatBrokeBecauseTheServerStopsCountsForNothing() throws Exception {
        publish(event("in_1", "a"));
        Attempt attempt = next();
        outbox.close();

        attempt.outcome().completeExceptionally(new IllegalStateException("connection pool shut down"));
        quiet();

        assertThat(new OutboxRepository(db.database()).attempts("in_1")).isEmpty();
        assertThat(states("in_1")).containsExactly(DeliveryState.PENDING);
    }

    @Test
    void whatIsUnderWayIsNotTakenUpASecondTime() throws Exception {
        publish(event("in_1", "a"));
        Attempt attempt = next();

        outbox.takeUp();
        assertThat(attempts.poll(50, TimeUnit.MILLISECONDS)).isNull();
        attempt.ends(DELIVERED);

        Eventually.holds("delivered", () -> states("in_1").equals(List.of(DeliveryState.DELIVERED)));
        outbox.wake();
        assertThat(attempts.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void whatWasDeliveredIsNotSentAgainWhileTheDatabaseRefusesToNoteIt() throws Exception {
        publish(event("in_1", "a"), event("in_1", "b"));
        Attempt attempt = next();
        db.writer().write(h -> h.execute("ALTER TABLE outbox_attempts RENAME TO hidden"));
        attempt.ends(DELIVERED);
        Eventually.holds(
                "not noted", () -> db.metrics().counter("outbox.unnoted").count() == 1);

        advance(Duration.ofHours(1));
        assertThat(attempts.poll(100, TimeUnit.MILLISECONDS)).isNull();
        db.writer().write(h -> h.execute("ALTER TABLE hidden RENAME TO outbox_attempts"));
        Eventually.holds("noted", () -> {
            advance(Duration.ofSeconds(6));
            return states("in_1").getFirst() == DeliveryState.DELIVERED;
        });
        assertThat(next().event().event()).isEqualTo("b");
    }

    @Test
    void aStoredEventWaitsForAnEarlierOneOfItsCallThatOnlyMemoryHas() throws Exception {
        outbox.publish(List.of(event("in_1", "first"), event("in_1", "second")), h -> {
            throw new IllegalStateException("the record cannot be written");
        });
        Attempt first = next();
        publish(event("in_1", "third"));
        assertThat(attempts.poll(50, TimeUnit.MILLISECONDS)).isNull();

        first.ends(DOWN);
        Eventually.holds("tried again", () -> {
            advance(Duration.ofMillis(1_200));
            return !attempts.isEmpty();
        });
        Attempt again = next();
        assertThat(again.event().event()).isEqualTo("first");
        again.ends(DELIVERED);
        Attempt second = next();
        assertThat(second.event().event()).isEqualTo("second");
        second.ends(DELIVERED);
        assertThat(next().event().event()).isEqualTo("third");
    }

    @Test
    void theReplyToAConfidentialEventIsKeptNowhere() throws Exception {
        OutboxEvent plain = event("in_1", "a");
        publish(new OutboxEvent(
                "in_1", 7, 518196, "a", plain.url(), plain.contentType(), plain.body(), plain.signature(), true));
        next().ends(new DeliveryOutcome.Refused(500, "4711 is wrong"));
        quiet();

        assertThat(new OutboxRepository(db.database()).attempts("in_1"))
                .extracting(a -> a.status() + " " + a.response())
                .containsExactly("500 " + DeliveryOutcome.NOT_KEPT);
        assertThat(watched).singleElement().asString().contains("status=500").doesNotContain("4711");
    }

    @Test
    void anEndpointInTroubleSlowsNobodyButItself() throws Exception {
        for (int i = 0; i < 5; i++) {
            publish(event("in_slow" + i, "e", "http://slow.example/"));
        }
        next();
        next();
        assertThat(attempts.poll(50, TimeUnit.MILLISECONDS)).as("two at a time").isNull();

        publish(event("in_fast", "e", "http://fast.example/"));

        assertThat(next().event().callId()).isEqualTo("in_fast");
    }

    @Test
    void aDrainTriesEverythingOnceMoreAndLeavesTheRestForTheNextStart() throws Exception {
        publish(event("in_1", "a"));
        publish(event("in_2", "b", "http://down.example/"));
        next().ends(DOWN);
        next().ends(DOWN);
        quiet();

        var drained = CompletableFuture.supplyAsync(() -> {
            try {
                return outbox.flush(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        for (Attempt attempt : List.of(next(), next())) {
            attempt.ends(attempt.event().callId().equals("in_1") ? DELIVERED : DOWN);
        }

        assertThat(drained.get(20, TimeUnit.SECONDS)).isFalse();
        db.writer().write(NOTHING);
        assertThat(states("in_1")).containsExactly(DeliveryState.DELIVERED);
        assertThat(states("in_2")).containsExactly(DeliveryState.PENDING);
    }

    @Test
    void aDrainEndsAtItsDeadlineWhateverIsUnderWay() throws Exception {
        publish(event("in_1", "a"));
        next();

        assertThat(outbox.flush(Duration.ofMillis(20))).isFalse();
    }

    @Test
    void aBugInTheDeliveryCountsAsAFailedAttempt() throws Exception {
        publish(event("in_1", "a"));
        next().outcome().completeExceptionally(new IllegalArgumentException("bug"));

        Eventually.holds(
                "kept",
                () -> new OutboxRepository(db.database()).attempts("in_1").size() == 1);
        assertThat(new OutboxRepository(db.database())
                        .attempts("in_1")
                        .getFirst()
                        .note())
                .contains("internal failure");
    }

    @Test
    void waitsGrowToTheLongestWithASpreadAndEndWithinADay() {
        var policy = new RetryPolicy(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofDays(1), new Random(1));
        for (int attempt = 1; attempt <= 40; attempt++) {
            double expected = Math.min(1000 * Math.pow(2, attempt - 1), 3_600_000);
            assertThat(policy.next(attempt, Duration.ZERO).orElseThrow().toMillis())
                    .isBetween((long) (expected * 0.79), (long) (expected * 1.21));
        }
        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> policy.next(5, Duration.ZERO))
                        .distinct()
                        .count())
                .as("spread")
                .isGreaterThan(40);
        assertThat(policy.next(1, Duration.ofDays(1))).isEmpty();
    }

    private EventOutbox outbox(int parallelPerEndpoint) {
        return new EventOutbox(
                db.database(),
                db.writer(),
                (id, event) -> {
                    messages.add(id);
                    var attempt = new Attempt(event, new CompletableFuture<>());
                    attempts.add(attempt);
                    try {
                        return attempt.outcome().get();
                    } catch (java.util.concurrent.ExecutionException e) {
                        throw (RuntimeException) e.getCause();
                    }
                },
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofDays(1), new Random(1)),
                () -> now,
                parallelPerEndpoint,
                db.metrics(),
                (event, attempt, began, latency, outcome) -> watched.add(outcome));
    }

    private void publish(OutboxEvent... events) throws Exception {
        outbox.publish(List.of(events), NOTHING).get(10, TimeUnit.SECONDS);
    }

    private Attempt next() throws InterruptedException {
        Attempt attempt = attempts.poll(10, TimeUnit.SECONDS);
        assertThat(attempt).as("an attempt").isNotNull();
        return attempt;
    }

    private void quiet() throws InterruptedException {
        Eventually.holds(
                "nothing under way",
                () -> db.metrics().get("outbox.under.way").gauge().value() == 0);
        db.writer().write(NOTHING);
    }

    private void advance(Duration by) {
        now = now.plus(by);
        outbox.wake();
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
        return event(callId, name, "http://127.0.0.1:9001/hook");
    }

    private static OutboxEvent event(String callId, String name, String url) {
        return new OutboxEvent(
                callId,
                0,
                518196,
                name,
                URI.create(url),
                "application/x-www-form-urlencoded",
                "event=" + name,
                "c2ln",
                false);
    }
}
