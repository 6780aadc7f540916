package org.voicesecretary.cdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.StoredEntry;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineRepository;
import org.voicesecretary.webhook.DeliveryTimeline;
import org.voicesecretary.webhook.DeliveryWatch;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.HttpDelivery;
import org.voicesecretary.webhook.RetryPolicy;
import org.voicesecretary.webhook.WebhookClient;

@Tag("db")
@Tag("wire")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class CallLedgerTest {
    @Parameter
    TestEngine engine;

    private static final CallId CALL = new CallId("in_" + "0a".repeat(20));
    private static final Instant START = Instant.parse("2026-03-04T10:11:12Z");

    @TempDir
    Path path;

    private final WebhookDouble script = WebhookDouble.start();
    private final WebhookClient client = new WebhookClient(UrlGuard.PRIVATE_TOO);
    private TestDatabase db;
    private EventOutbox outbox;
    private CallRecords records;

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        outbox = outbox((event, attempt, began, latency, outcome) -> {});
        outbox.start();
        records = new CallRecords(db.database(), db.writer(), outbox, () -> START);
    }

    private EventOutbox outbox(DeliveryWatch watch) {
        return new EventOutbox(
                db.database(),
                db.writer(),
                new HttpDelivery(client, Duration.ofSeconds(5)),
                new RetryPolicy(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofDays(1), new Random(1)),
                java.time.InstantSource.system(),
                4,
                db.metrics(),
                watch);
    }

    @AfterEach
    void close() throws Exception {
        outbox.close();
        db.close();
        client.close();
        script.close();
    }

    @Test
    void theEndOfACallIsOneRecordAndOneSignedEventThatSurvivesAScriptThatIsDown() throws Exception {
        script.on(EventType.NOTIFY_END, DoubleReply.reset(), DoubleReply.status(503), DoubleReply.empty());
        CallContext call = call(Optional.of(script.url("/hook")));
        CallLedger ledger = CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        assertThat(ledger.callNo()).isPositive();

        ledger.accept(entry(1, 100, new TimelineEvent.Answered()));
        ledger.accept(entry(2, 4_100, new TimelineEvent.Ended("script hung up", "answered", 16, "robot", null, 4)));
        ledger.ended(call, call.ended(null, 4, EndStatus.ANSWERED, null));

        assertThat(records.find(CALL.text()))
                .contains(new CallRecord(
                        ledger.callNo(),
                        CALL.text(),
                        518196,
                        CallDirection.IN,
                        "442037691880",
                        "442037691881",
                        null,
                        "127.0.0.1:5060",
                        START,
                        START.plusMillis(100),
                        new CallRecord.End(START.plusMillis(4_100), 4, "answered", 16, "robot", null)));
        script.awaitRequest(EventType.NOTIFY_END, Duration.ofSeconds(10));
        org.voicesecretary.storage.Eventually.holds(
                "third attempt", () -> script.requests(EventType.NOTIFY_END).size() == 3);
        assertThat(outbox.flush(Duration.ofSeconds(10))).isTrue();
        List<WebhookRequest> attempts = script.requests(EventType.NOTIFY_END);
        assertThat(attempts)
                .map(WebhookRequest::bodyText)
                .containsOnly(attempts.getFirst().bodyText());
        assertThat(attempts.getLast().field("duration")).isEqualTo("4");
        assertThat(attempts.getLast().header("Signature"))
                .contains(Signature.sign("secret", call.notifyEnd(4, EndStatus.ANSWERED), SignatureForm.HEX));
    }

    @Test
    void aNumberWithoutScriptHasARecordAndNoEvent() {
        CallContext call = call(Optional.empty());
        CallLedger ledger = CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        ledger.accept(entry(1, 50, new TimelineEvent.Ended("caller gave up", "cancel", 16, "caller", null, 0)));
        ledger.ended(call, call.ended(null, 0, EndStatus.CANCELLED, null));

        assertThat(records.find(CALL.text()).orElseThrow().end().disposition()).isEqualTo("cancel");
        assertThat(script.requests()).isEmpty();
    }

    @Test
    void aScriptIsNotToldWhatItDoesNotWant() throws Exception {
        URI url = script.url("/hook");
        CallContext call = call(new WebhookEndpoint(
                url,
                null,
                Duration.ofSeconds(5),
                WebhookEndpoint.Body.URLENCODED,
                SignatureForm.HEX,
                "secret",
                Set.of(EventType.NOTIFY_END)));
        CallLedger ledger = CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        ledger.accept(entry(1, 50, new TimelineEvent.Ended("caller gave up", "cancel", 16, "caller", null, 0)));
        ledger.ended(call, call.ended(null, 0, EndStatus.CANCELLED, null));

        assertThat(outbox.flush(Duration.ofSeconds(10))).isTrue();
        assertThat(records.find(CALL.text()).orElseThrow().end().disposition()).isEqualTo("cancel");
        assertThat(script.requests()).isEmpty();
    }

    @Test
    void legsStepsAndWhoTookTheCallAreReadFromItsTimeline() {
        CallContext call = call(Optional.empty());
        CallLedger ledger = CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        var ending = TimelineEvent.Collected.Ending.MAXDIGITS;
        ledger.accept(entry(1, 100, new TimelineEvent.Answered()));
        ledger.accept(entry(2, 1_000, new TimelineEvent.Collected("menu-0", "1", ending, 1)));
        ledger.accept(entry(3, 2_000, new TimelineEvent.Collected("pin", "•", ending, 1)));
        ledger.accept(entry(4, 3_000, new TimelineEvent.Collected("account", "4711", ending, 1)));
        ledger.accept(entry(5, 5_000, new TimelineEvent.LegEnded("101", "101", 1_500, null, "busy", 17, "callee")));
        ledger.accept(
                entry(6, 9_000, new TimelineEvent.LegEnded("102", "102", 2_000, 3_000L, "answered", 16, "callee")));
        ledger.accept(entry(7, 9_000, new TimelineEvent.Ended("hung up", "answered", 16, "callee", null, 8)));
        ledger.ended(call, call.ended("102", 8, EndStatus.ANSWERED, null));

        var statistics = new CallStatistics(db.database());
        CallRecord record = records.find(CALL.text()).orElseThrow();
        assertThat(record.extension()).isEqualTo("102");
        assertThat(statistics.legs(record))
                .containsExactly(
                        new CallRecord.Leg(
                                "101",
                                "101",
                                START.plusMillis(3_500),
                                null,
                                START.plusMillis(5_000),
                                "busy",
                                17,
                                "callee"),
                        new CallRecord.Leg(
                                "102",
                                "102",
                                START.plusMillis(4_000),
                                START.plusMillis(6_000),
                                START.plusMillis(9_000),
                                "answered",
                                16,
                                "callee"));
        LocalDateTime ten = LocalDateTime.of(2026, 3, 4, 10, 0);
        assertThat(statistics.counters(518196, CounterKind.STEP, ten, ten.plusHours(1)))
                .extracting(CallCounter::subject, CallCounter::outcome)
                .containsExactly(tuple("account", "input"), tuple("menu-0", "1"), tuple("pin", "input"));
    }

    @Test
    void namesOfAnyLengthAndScriptKeepNoCallFromBeingRecorded() {
        CallContext call = call(Optional.empty());
        CallLedger ledger = CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        String smiles = "\uD83D\uDE00".repeat(250);
        ledger.accept(
                entry(1, 100, new TimelineEvent.Collected(smiles, "1", TimelineEvent.Collected.Ending.MAXDIGITS, 1)));
        ledger.accept(entry(2, 200, new TimelineEvent.LegEnded(smiles, null, 50, null, "busy", 17, "callee")));
        ledger.accept(entry(3, 300, new TimelineEvent.Ended("caller gave up", "cancel", 16, "caller", null, 0)));
        ledger.ended(call, call.ended(null, 0, EndStatus.CANCELLED, null));

        CallRecord record = records.find(CALL.text()).orElseThrow();
        assertThat(record.end()).isNotNull();
        assertThat(new CallStatistics(db.database()).legs(record))
                .extracting(CallRecord.Leg::party)
                .containsExactly("\uD83D\uDE00".repeat(200));
    }

    @Test
    void anEndThatTheTimelineKnowsNothingOfIsABug() {
        CallContext call = call(Optional.empty());
        CallLedger ledger = CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        assertThatThrownBy(() -> ledger.ended(call, call.ended(null, 0, EndStatus.CANCELLED, null)))
                .hasMessageContaining("before its timeline says so");
    }

    @Test
    void callsThatAKilledServerLeftOpenAreEndedAndTheirScriptsTold() throws Exception {
        CallContext call = call(Optional.of(script.url("/hook")));
        CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        db.writer().write(h -> {});

        int closed = records.closeUnfinished(record -> Optional.of(call.number()));

        assertThat(closed).isEqualTo(1);
        assertThat(records.find(CALL.text()).orElseThrow().end())
                .isEqualTo(new CallRecord.End(START, 0, "failed", 41, "robot", "internal"));
        WebhookRequest told = script.awaitRequest(EventType.NOTIFY_END, Duration.ofSeconds(10));
        assertThat(told.field("disposition")).isEqualTo("failed");
        assertThat(told.field("pbx_call_id")).isEqualTo(CALL.text());
        assertThat(records.closeUnfinished(record -> Optional.of(call.number())))
                .isZero();
    }

    @Test
    void aCallThatWasCutOffLastedFromItsAnswerToItsLastSignOfLife() throws Exception {
        CallContext call = call(Optional.of(script.url("/hook")));
        CallLedger ledger = CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        ledger.accept(entry(1, 2_000, new TimelineEvent.Answered()));
        try (var timelines = new TimelineRepository(db.database(), db.writer(), db.metrics())) {
            timelines.sink(ledger.callNo()).accept(entry(2, 9_500, new TimelineEvent.Note("a step")));
        }

        records.closeUnfinished(record -> Optional.of(call.number()));

        CallRecord closed = records.find(CALL.text()).orElseThrow();
        assertThat(closed.answeredAt()).isEqualTo(START.plusMillis(2_000));
        assertThat(closed.end())
                .isEqualTo(new CallRecord.End(START.plusMillis(9_500), 7, "failed", 41, "robot", "internal"));
        assertThat(script.awaitRequest(EventType.NOTIFY_END, Duration.ofSeconds(10))
                        .field("duration"))
                .isEqualTo("7");
    }

    @Test
    void whatTheScriptRepliesAfterSensitiveInputIsNotKept() throws Exception {
        script.on(EventType.NOTIFY_END, DoubleReply.body("bye 4711"));
        CallContext call = call(Optional.of(script.url("/hook")));
        CallLedger ledger = CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        ledger.accept(
                entry(1, 90, new TimelineEvent.Collected("pin", "••••", TimelineEvent.Collected.Ending.MAXDIGITS, 1)));
        ledger.accept(entry(2, 100, new TimelineEvent.Ended("script hung up", "answered", 16, "robot", null, 4)));
        ledger.ended(call, call.ended(null, 4, EndStatus.ANSWERED, null));
        script.awaitRequest(EventType.NOTIFY_END, Duration.ofSeconds(10));
        assertThat(outbox.flush(Duration.ofSeconds(10))).isTrue();

        String kept = db.database()
                .read(h -> h.createQuery("SELECT response FROM outbox_attempts")
                        .mapTo(String.class)
                        .one());
        assertThat(kept).isEqualTo("(not kept: the caller entered something sensitive)");
    }

    @Test
    void aCallThatHasEndedDoesNotWaitForADiskThatHangs() throws Exception {
        var hung = new CallRecords(db.database(), db.writer(), outbox, () -> START, Duration.ofMillis(100));
        CallContext call = call(Optional.of(script.url("/hook")));
        CallLedger ledger = CallLedger.open(hung, call, 518196, "127.0.0.1:5060");
        ledger.accept(entry(2, 100, new TimelineEvent.Ended("script hung up", "answered", 16, "robot", null, 4)));
        var disk = new CountDownLatch(1);
        var stuck = db.writer().submit(writing -> {
            try {
                disk.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        ledger.ended(call, call.ended(null, 4, EndStatus.ANSWERED, null));

        assertThat(stuck).as("the disk still hangs").isNotDone();
        assertThat(script.requests()).isEmpty();
        disk.countDown();
        script.awaitRequest(EventType.NOTIFY_END, Duration.ofSeconds(10));
    }

    @Test
    void deliveriesFollowOnTheTimelineOfTheCall() throws Exception {
        var seen = new CopyOnWriteArrayList<TimelineEntry>();
        outbox.close();
        var timelines = new TimelineRepository(db.database(), db.writer(), db.metrics());
        outbox = outbox(new DeliveryTimeline(timelines::sinkAfterTheCall, List.of(seen::add)));
        outbox.start();
        records = new CallRecords(db.database(), db.writer(), outbox, () -> START);
        script.on(EventType.NOTIFY_END, DoubleReply.status(503), DoubleReply.empty());
        CallContext call = call(Optional.of(script.url("/hook")));
        CallLedger ledger = CallLedger.open(records, call, 518196, "127.0.0.1:5060");
        ledger.accept(entry(1, 100, new TimelineEvent.Ended("script hung up", "answered", 16, "robot", null, 4)));
        timelines
                .sink(ledger.callNo())
                .accept(entry(1, 100, new TimelineEvent.Ended("script hung up", "answered", 16, "robot", null, 4)));
        ledger.ended(call, call.ended(null, 4, EndStatus.ANSWERED, null));
        org.voicesecretary.storage.Eventually.holds("two attempts", () -> seen.size() == 2);
        timelines.close();

        assertThat(timelines.ofCall(CALL.text()))
                .map(StoredEntry::kind)
                .containsExactly("ended", "delivery", "delivery");
        assertThat(timelines.ofCall(CALL.text()).get(1).line())
                .matches("NOTIFY_END → http://127.0.0.1:[0-9]+/hook \\(attempt 1\\) ← 503 after [0-9]+ ms .*");
        assertThat(timelines.ofCall(CALL.text()).getLast().detail()).contains("\"attempt\":2", "\"status\":200");
        assertThat(seen)
                .map(TimelineEntry::event)
                .extracting(event -> ((TimelineEvent.Delivery) event).status())
                .containsExactly(503, 200);
    }

    private static CallContext call(Optional<URI> url) {
        return call(url.map(u -> WebhookEndpoint.of(u, "secret")).orElse(null));
    }

    private static CallContext call(WebhookEndpoint endpoint) {
        return new CallContext(
                CALL,
                "442037691880",
                "442037691881",
                START,
                new NumberSettings(
                        "1a2b3c4d5e6f7a8b9c0d",
                        "442037691881",
                        Language.EN,
                        ZoneId.of("UTC"),
                        endpoint,
                        Filler.OFF,
                        Guards.DEFAULT));
    }

    private static TimelineEntry entry(int seq, long offset, TimelineEvent event) {
        return new TimelineEntry(CALL, seq, offset, START.plusMillis(offset), event);
    }
}
