package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
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

/** What people do with events that did not arrive, scripts that fail for days, and a clock that is set back. */
@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class OutboxOperationsTest {
    @Parameter
    TestEngine engine;

    private static final WriteUnit NOTHING = handle -> {};
    private static final String HOOK = "http://127.0.0.1:9001/hook";
    private static final long ACCOUNT = 518196;
    private static final Duration OFF_AFTER = Duration.ofDays(5);

    @TempDir
    Path path;

    private TestDatabase db;
    private EventOutbox outbox;
    private Deliveries deliveries;
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final Map<String, DeliveryOutcome> fates = new ConcurrentHashMap<>();
    private final List<EndpointTrouble> notices = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        start(4);
    }

    @AfterEach
    void close() {
        outbox.close();
        db.close();
    }

    private void start(int parallel) {
        outbox = new EventOutbox(
                db.database(),
                db.writer(),
                (id, event) -> {
                    sent.add(event.callId() + " " + event.event());
                    return fates.getOrDefault(event.url().toString(), new DeliveryOutcome.Delivered(200, ""));
                },
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofDays(1), new Random(1)),
                () -> now,
                parallel,
                db.metrics(),
                new DeliveryWatch() {
                    @Override
                    public void attempted(
                            OutboxEvent event, int attempt, Instant began, Duration latency, DeliveryOutcome outcome) {}

                    @Override
                    public void switchedOff(OutboxEvent event, int attempt, EndpointTrouble trouble) {
                        notices.add(trouble);
                    }
                },
                new ScriptEndpoints(db.database(), OFF_AFTER));
        deliveries = new Deliveries(db.database(), db.writer(), outbox);
        outbox.takeUp();
    }

    private void restart() {
        restart(4);
    }

    private void restart(int parallel) {
        outbox.close();
        db.close();
        db = TestDatabase.open(engine, path.resolve("data"));
        start(parallel);
    }

    @Test
    void anEventThatWasDeliveredIsSentAgainWhereSomebodyAsksForIt() throws Exception {
        publish("in_1", "first");
        awaitState("in_1", DeliveryState.DELIVERED);
        long id = list("in_1").getFirst().id();

        assertThat(deliveries.resend(ACCOUNT, id)).isTrue();

        assertThat(next()).isEqualTo("in_1 first");
        assertThat(next()).isEqualTo("in_1 first");
        awaitState("in_1", DeliveryState.DELIVERED);
        assertThat(deliveries.attempts(ACCOUNT, id))
                .extracting(Delivery.Attempt::number)
                .containsExactly(1, 2);
        assertThat(deliveries.resend(ACCOUNT + 1, id)).as("of another account").isFalse();
        assertThat(deliveries.attempts(ACCOUNT + 1, id)).isEmpty();
        assertThat(deliveries.find(ACCOUNT + 1, id)).isEmpty();
        Eventually.holds("nothing waits", () -> gauge("outbox.pending") == 0);
    }

    @Test
    void whatAnOutageHasCostIsSentAgainInTheOrderOfEachCallAndHasADayOfItsOwn() throws Exception {
        fates.put(HOOK, new DeliveryOutcome.Refused(503, "down"));
        for (int call = 0; call < 3; call++) {
            publish("in_" + call, "a", "b", "c");
        }
        giveUpAll(9);
        sent.clear();
        now = now.plus(Duration.ofDays(2));
        fates.put(HOOK, new DeliveryOutcome.Failed("still down"));

        int again = deliveries.resend(Deliveries.Selection.givenUp(
                ACCOUNT, Instant.parse("2026-03-01T08:00:00Z"), Instant.parse("2026-03-01T08:00:01Z")));

        assertThat(again).isEqualTo(9);
        Eventually.holds("the first of each is tried", () -> sent.size() >= 3);
        quiet();
        assertThat(list("in_0"))
                .as("an age of two days does not count")
                .allSatisfy(event -> assertThat(event.state()).isEqualTo(DeliveryState.PENDING));
        fates.clear();
        sent.clear();
        Eventually.holds("all arrive", () -> {
            advance(Duration.ofSeconds(2));
            return sent.size() == 9;
        });
        for (int call = 0; call < 3; call++) {
            String id = "in_" + call;
            assertThat(sent.stream().filter(one -> one.startsWith(id)))
                    .containsExactly(id + " a", id + " b", id + " c");
        }
    }

    @Test
    void onlyWhatWasAskedForIsSentAgain() throws Exception {
        publish("in_1", "a");
        now = now.plusSeconds(10);
        publish("in_2", "b");
        awaitState("in_2", DeliveryState.DELIVERED);
        sent.clear();

        Instant begin = now.minusSeconds(10);
        var delivered = EnumSet.of(DeliveryState.DELIVERED);
        assertThat(deliveries.resend(new Deliveries.Selection(ACCOUNT, begin, now, delivered, null, null)))
                .isEqualTo(1);
        assertThat(next()).isEqualTo("in_1 a");
        assertThat(deliveries.resend(new Deliveries.Selection(
                        ACCOUNT, begin, now.plusSeconds(1), delivered, "http://other.example/", null)))
                .isZero();
        assertThat(deliveries.resend(
                        new Deliveries.Selection(ACCOUNT, begin, now.plusSeconds(1), delivered, HOOK, "in_2")))
                .isEqualTo(1);
        assertThat(next()).isEqualTo("in_2 b");
        assertThat(deliveries.resend(
                        new Deliveries.Selection(ACCOUNT, begin, now, EnumSet.noneOf(DeliveryState.class), null, null)))
                .isZero();
    }

    @Test
    void whatWaitsIsSentAtOnceWhereSomebodyAsksForIt() throws Exception {
        fates.put(HOOK, new DeliveryOutcome.Failed("down"));
        publish("in_1", "a");
        assertThat(next()).isEqualTo("in_1 a");
        quiet();
        fates.clear();

        deliveries.resend(ACCOUNT, list("in_1").getFirst().id());

        assertThat(next()).isEqualTo("in_1 a");
        awaitState("in_1", DeliveryState.DELIVERED);
        Eventually.holds("nothing waits", () -> gauge("outbox.pending") == 0);
    }

    @Test
    void thousandsAreSentAgainPageByPage() throws Exception {
        restart(100); // so that many outcomes share a transaction
        outbox.publish(
                        IntStream.range(0, 1_200)
                                .mapToObj(i -> event("in_" + i, "e"))
                                .toList(),
                        NOTHING)
                .get(20, TimeUnit.SECONDS);
        Eventually.holds("delivered", () -> gauge("outbox.pending") == 0);
        assertThat(sent).hasSize(1_200);

        assertThat(deliveries.resend(new Deliveries.Selection(
                        ACCOUNT, now, now.plusSeconds(10), EnumSet.of(DeliveryState.DELIVERED), null, null)))
                .isEqualTo(1_200);

        outbox.wake();
        Eventually.holds("delivered again", () -> sent.size() == 2_400);
        List<Delivery> page = deliveries.list(all(null), Long.MAX_VALUE, 1_000);
        assertThat(page).hasSize(1_000).isSortedAccordingTo((a, b) -> Long.compare(b.id(), a.id()));
        assertThat(deliveries.list(all(null), page.getLast().id(), 1_000)).hasSize(200);
    }

    @Test
    void aScriptThatFailsForFiveDaysIsSwitchedOffWithANoticeAndCanBeSwitchedOnAgain() throws Exception {
        fates.put(HOOK, new DeliveryOutcome.Refused(500, "Fatal error"));
        for (int day = 0; day < 5; day++) {
            assertThat(deliveries.troubles()).noneMatch(EndpointTrouble::isOff);
            publish("in_day" + day, "e");
            giveUpAll(day + 1);
        }
        publish("in_last", "e", "f");
        hours(10);
        quiet();

        assertThat(notices).singleElement().satisfies(trouble -> {
            assertThat(trouble.url()).isEqualTo(HOOK);
            assertThat(trouble.failingSince()).isEqualTo(Instant.parse("2026-03-01T08:00:00Z"));
            assertThat(trouble.problem()).isEqualTo("status 500");
            assertThat(ScriptEndpoints.notice(trouble)).contains("switched off", "endpoints --switch-on");
        });
        assertThat(outbox.state()).contains("1 scripts are switched off");
        assertThat(gauge("outbox.scripts.off")).isEqualTo(1);
        sent.clear();
        advance(Duration.ofHours(2));
        publish("in_off", "e");
        awaitState("in_off", DeliveryState.DEAD);
        assertThat(sent.stream().filter(one -> one.startsWith("in_off"))).isEmpty();
        assertThat(deliveries.attempts(ACCOUNT, list("in_off").getFirst().id()))
                .extracting(Delivery.Attempt::outcome)
                .containsExactly("SWITCHED_OFF");

        restart();
        assertThat(deliveries.troubles()).singleElement().matches(EndpointTrouble::isOff);
        fates.clear();
        assertThat(deliveries.switchOn(HOOK)).isTrue();
        assertThat(deliveries.switchOn(HOOK)).isFalse();
        publish("in_on", "e");
        awaitState("in_on", DeliveryState.DELIVERED);
        deliveries.resend(ACCOUNT, list("in_off").getFirst().id());
        awaitState("in_off", DeliveryState.DELIVERED);
        restart();
        assertThat(deliveries.troubles()).isEmpty();
    }

    @Test
    void aScriptThatTakesOneEventNowAndThenIsNeverSwitchedOff() throws Exception {
        for (int day = 0; day < 8; day++) {
            fates.put(HOOK, new DeliveryOutcome.Failed("connection refused"));
            publish("in_day" + day, "e");
            hours(21);
            assertThat(deliveries.troubles()).hasSize(1);
            fates.clear();
            Eventually.holds("delivered", () -> {
                advance(Duration.ofMinutes(30));
                return deliveries.troubles().isEmpty();
            });
        }
        quiet();
        assertThat(notices).isEmpty();
    }

    @Test
    void aScriptThatNobodyHasEventsForAnyMoreIsForgottenAfterAWhile() throws Exception {
        fates.put(HOOK, new DeliveryOutcome.Failed("no such host"));
        publish("in_1", "e");
        assertThat(next()).isEqualTo("in_1 e");
        quiet();
        Instant failed = now;

        outbox.forgetBefore(failed);
        assertThat(deliveries.troubles()).hasSize(1);
        outbox.forgetBefore(failed.plusMillis(1));

        assertThat(deliveries.troubles()).isEmpty();
        restart();
        assertThat(deliveries.troubles()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackWhileTheDatabaseTakesNothingKeepsNoEventFromGoing() throws Exception {
        fates.put(HOOK, new DeliveryOutcome.Failed("down"));
        publish("in_1", "a");
        assertThat(next()).isEqualTo("in_1 a");
        quiet();
        outbox.wake();
        fates.clear();
        db.writer().write(h -> h.execute("ALTER TABLE outbox_events RENAME TO hidden"));

        now = now.minus(Duration.ofHours(1));
        outbox.wake();
        db.writer().write(h -> h.execute("ALTER TABLE hidden RENAME TO outbox_events"));
        outbox.wake();
        advance(Duration.ofMillis(1_300));

        assertThat(next()).isEqualTo("in_1 a");
    }

    @Test
    void anotherProcessSwitchesAScriptOnAndTheServerTakesThatUp() throws Exception {
        db.writer()
                .write(w -> w.execute(
                        "INSERT INTO outbox_troubles (url, failing_since, failures, last_failure_at, problem, switched_off_at)"
                                + " VALUES (?, 0, 120, 0, 'status 500', 0)",
                        HOOK));
        restart();
        publish("in_1", "e");
        awaitState("in_1", DeliveryState.DEAD);

        db.writer().write(w -> w.execute("DELETE FROM outbox_troubles"));

        Eventually.holds("taken up", () -> {
            outbox.wake();
            return deliveries.troubles().isEmpty();
        });
        publish("in_2", "e");
        awaitState("in_2", DeliveryState.DELIVERED);
    }

    @Test
    void aClockThatIsSetBackByAnHourDelaysNothingAndKeepsTheOrder() throws Exception {
        fates.put(HOOK, new DeliveryOutcome.Failed("down"));
        publish("in_1", "a", "b");
        assertThat(next()).isEqualTo("in_1 a");
        quiet();
        fates.clear();
        outbox.wake();

        now = now.minus(Duration.ofHours(1));
        outbox.wake();
        publish("in_1", "c");
        advance(Duration.ofMillis(1_300));

        assertThat(List.of(next(), next(), next())).containsExactly("in_1 a", "in_1 b", "in_1 c");
        Eventually.holds("nothing waits", () -> gauge("outbox.pending") == 0);
    }

    @Test
    void aServerThatStartsWithAClockThatIsBehindDelaysNothingAndKeepsTheOrder() throws Exception {
        fates.put(HOOK, new DeliveryOutcome.Failed("down"));
        publish("in_1", "a");
        assertThat(next()).isEqualTo("in_1 a");
        quiet();
        now = now.minus(Duration.ofHours(1));
        fates.clear();

        restart();
        publish("in_1", "end");
        advance(Duration.ofMillis(1_300));

        assertThat(List.of(next(), next())).containsExactly("in_1 a", "in_1 end");
    }

    @Test
    void aClockThatJumpsAnHourAheadLosesNothing() throws Exception {
        fates.put(HOOK, new DeliveryOutcome.Failed("down"));
        publish("in_1", "a", "b");
        assertThat(next()).isEqualTo("in_1 a");
        quiet();
        fates.clear();

        advance(Duration.ofHours(1));

        assertThat(List.of(next(), next())).containsExactly("in_1 a", "in_1 b");
    }

    private void giveUpAll(int dead) throws InterruptedException {
        hours(27);
        assertThat(deliveries.list(
                        new Deliveries.Selection(
                                ACCOUNT, Instant.EPOCH, now.plusSeconds(1), EnumSet.of(DeliveryState.DEAD), null, null),
                        Long.MAX_VALUE,
                        100))
                .hasSize(dead);
    }

    /** So many, some at a time, so that whatever is due in each is tried. */
    private void hours(int count) throws InterruptedException {
        quiet();
        for (int hour = 0; hour < count; hour += 3) {
            advance(Duration.ofHours(3));
            quiet();
        }
    }

    private Deliveries.Selection all(@org.jspecify.annotations.Nullable String call) {
        return new Deliveries.Selection(
                ACCOUNT, Instant.EPOCH, now.plus(Duration.ofDays(1)), EnumSet.allOf(DeliveryState.class), null, call);
    }

    private List<Delivery> list(String call) {
        return deliveries.list(all(call), Long.MAX_VALUE, 100);
    }

    private void awaitState(String call, DeliveryState state) throws InterruptedException {
        Eventually.holds(call + " is " + state, () -> {
            outbox.wake();
            return list(call).stream().allMatch(event -> event.state() == state);
        });
    }

    private void publish(String call, String... names) throws Exception {
        outbox.publish(
                        java.util.Arrays.stream(names)
                                .map(name -> event(call, name))
                                .toList(),
                        NOTHING)
                .get(10, TimeUnit.SECONDS);
    }

    private static OutboxEvent event(String call, String name) {
        return new OutboxEvent(call, 7, ACCOUNT, name, URI.create(HOOK), "text/plain", name, null, false);
    }

    private String next() throws InterruptedException {
        outbox.wake();
        String one = sent.poll(10, TimeUnit.SECONDS);
        return one == null ? "nothing" : one;
    }

    private void quiet() throws InterruptedException {
        Eventually.holds("nothing under way", () -> gauge("outbox.under.way") == 0);
        db.writer().write(NOTHING);
    }

    private void advance(Duration by) {
        now = now.plus(by);
        outbox.wake();
    }

    private double gauge(String name) {
        return db.metrics().get(name).gauge().value();
    }
}
