package org.voicesecretary.cdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class CallStatisticsTest {
    private static final long PBX = 518196;
    private static final Instant START = Instant.parse("2026-03-04T10:11:12Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private TestDatabase db;
    private CallStatistics statistics;

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        statistics = new CallStatistics(db.database());
    }

    @AfterEach
    void close() {
        db.close();
    }

    private static CallRecord call(
            int number,
            CallDirection direction,
            String caller,
            String called,
            @Nullable String extension,
            long seconds) {
        Instant start = START.plusSeconds(number);
        var end = new CallRecord.End(start.plusSeconds(2 + seconds), seconds, "answered", 16, "caller", null);
        return new CallRecord(
                IdSequence.firstAt(start) + number,
                "in_%040x".formatted(number),
                PBX,
                direction,
                caller,
                called,
                extension,
                "127.0.0.1:5060",
                start,
                start.plusSeconds(2),
                end);
    }

    private static CallRecord incoming(int number) {
        return call(number, CallDirection.IN, "442037691880", "442037691881", null, number);
    }

    private void stored(CallRecord call, CallRecord.Leg... legs) {
        stored(call, List.of(), legs);
    }

    private void stored(CallRecord call, List<CallCount> steps, CallRecord.Leg... legs) {
        db.writer().write(CallRecordRepository.end(call, new CallRecords.Particulars(List.of(legs), steps, BERLIN)));
    }

    private static CallFilter day() {
        return CallFilter.all(PBX, Instant.parse("2026-03-04T00:00:00Z"), Instant.parse("2026-03-05T00:00:00Z"));
    }

    @Test
    void pagesGoFromTheOldestCallToTheNewestAndSkipWhatWasSeen() {
        for (int i = 5; i > 0; i--) {
            stored(incoming(i));
        }

        assertThat(statistics.page(day(), 0, 2)).containsExactly(incoming(1), incoming(2));
        assertThat(statistics.page(day(), 2, 2)).containsExactly(incoming(3), incoming(4));
        assertThat(statistics.page(day(), 4, 2)).containsExactly(incoming(5));
        assertThat(statistics.page(day(), 5, 2)).isEmpty();
        assertThat(statistics.after(day(), incoming(3), 10)).containsExactly(incoming(4), incoming(5));
        assertThatThrownBy(() -> statistics.page(day(), 0, 1001)).hasMessageContaining("expected 1 to 1000");
    }

    @Test
    void callsOfOneInstantHaveAnOrderToo() {
        CallRecord one = incoming(1);
        CallRecord twin = new CallRecord(
                one.callNo() + 1,
                "in_" + "f".repeat(40),
                PBX,
                CallDirection.IN,
                "0",
                "442037691881",
                null,
                "127.0.0.1:5060",
                one.startedAt(),
                null,
                one.end());
        stored(twin);
        stored(one);

        assertThat(statistics.page(day(), 0, 1)).containsExactly(one);
        assertThat(statistics.page(day(), 1, 1)).containsExactly(twin);
        assertThat(statistics.after(day(), one, 10)).containsExactly(twin);
    }

    @Test
    void onlyCallsThatHaveEndedAndBeganInTheSpanOfTheAccountCount() {
        stored(incoming(1));
        CallRecord running = incoming(2);
        db.writer()
                .write(CallRecordRepository.save(new CallRecord(
                        running.callNo(),
                        running.callId(),
                        PBX,
                        CallDirection.IN,
                        running.caller(),
                        running.called(),
                        null,
                        running.source(),
                        running.startedAt(),
                        null,
                        null)));

        assertThat(statistics.page(day(), 0, 10)).containsExactly(incoming(1));
        assertThat(statistics.page(CallFilter.all(PBX + 1, Instant.EPOCH, START.plusSeconds(60)), 0, 10))
                .isEmpty();
        assertThat(statistics.page(CallFilter.all(PBX, START.plusSeconds(1), START.plusSeconds(2)), 0, 10))
                .hasSize(1);
        assertThat(statistics.page(CallFilter.all(PBX, START, START.plusSeconds(1)), 0, 10))
                .isEmpty();
    }

    @Test
    void directionAndExtensionFilterAndTotalsAddUp() {
        stored(incoming(1));
        CallRecord out = call(2, CallDirection.OUT, "4930111", "4940222", "101", 30);
        CallRecord other = call(3, CallDirection.OUT, "4930111", "4940333", "102", 5);
        CallRecord inside = call(4, CallDirection.INTERNAL, "101", "102", "101", 7);
        List.of(out, other, inside).forEach(this::stored);

        assertThat(statistics.page(day().of(CallDirection.OUT), 0, 10)).containsExactly(out, other);
        assertThat(statistics.page(day().ofExtension("101"), 0, 10)).containsExactly(out, inside);
        assertThat(statistics.page(day().of(CallDirection.OUT).ofExtension("101"), 0, 10))
                .containsExactly(out);
        assertThat(statistics.totals(day())).isEqualTo(new CallTotals(4, 43));
        assertThat(statistics.totals(day().of(CallDirection.OUT))).isEqualTo(new CallTotals(2, 35));
        assertThat(statistics.totals(CallFilter.all(PBX, Instant.EPOCH, Instant.EPOCH.plusMillis(1))))
                .isEqualTo(new CallTotals(0, 0));
    }

    @Test
    void legsAreKeptInTheirOrderAndGoWithTheirCall() {
        var busy = new CallRecord.Leg("desk", "101", START, null, START.plusSeconds(1), "busy", 17, "callee");
        var talked = new CallRecord.Leg(
                "+4930123456", null, START, START.plusSeconds(2), START.plusSeconds(9), "answered", 16, "caller");
        stored(incoming(1), busy, talked);
        stored(incoming(2));

        assertThat(statistics.legs(incoming(1))).containsExactly(busy, talked);
        assertThat(statistics.legs(incoming(2))).isEmpty();
        assertThat(statistics.legs(List.of(incoming(1), incoming(2))))
                .containsOnlyKeys(incoming(1).callNo());

        db.writer().write(CallRecordRepository.forgetBefore(START.plusSeconds(2), gone -> {}));
        assertThat(statistics.legs(incoming(1))).isEmpty();
        assertThat(statistics.page(day(), 0, 10)).containsExactly(incoming(2));
    }

    @Test
    void countersAddUpByTheHourOfTheAccountsClock() {
        var pressedOne = new CallCount(CounterKind.STEP, "menu-0", "1", false, 0);
        var pressedNothing = new CallCount(CounterKind.STEP, "menu-0", "nothing", false, 0);
        stored(incoming(1), List.of(pressedNothing, pressedOne));
        stored(incoming(2), List.of(pressedOne));
        stored(call(3000, CallDirection.IN, "0", "442037691881", null, 7)); // 11:01:12 UTC
        stored(call(4, CallDirection.OUT, "4930111", "4940222", "101", 30));

        LocalDateTime eleven = LocalDateTime.of(2026, 3, 4, 11, 0);
        assertThat(statistics.counters(PBX, CounterKind.NUMBER, eleven.plusMinutes(30), eleven.plusHours(2)))
                .containsExactly(
                        new CallCounter(CounterKind.NUMBER, eleven, "442037691881", "", 2, 2, 3),
                        new CallCounter(CounterKind.NUMBER, eleven.plusHours(1), "442037691881", "", 1, 1, 7));
        assertThat(statistics.counters(PBX, CounterKind.EXTENSION, eleven, eleven.plusMinutes(1)))
                .containsExactly(new CallCounter(CounterKind.EXTENSION, eleven, "101", "", 1, 1, 30));
        assertThat(statistics.counters(PBX, CounterKind.STEP, eleven, eleven.plusHours(1)))
                .containsExactly(
                        new CallCounter(CounterKind.STEP, eleven, "menu-0", "1", 2, 0, 0),
                        new CallCounter(CounterKind.STEP, eleven, "menu-0", "nothing", 1, 0, 0));
    }

    @Test
    void theEndOfACallThatIsStoredTwiceCountsOnce() {
        var leg = new CallRecord.Leg("desk", "101", START, null, START.plusSeconds(1), "busy", 17, "callee");
        stored(incoming(1), leg);
        stored(incoming(1), leg);

        LocalDateTime eleven = LocalDateTime.of(2026, 3, 4, 11, 0);
        assertThat(statistics.counters(PBX, CounterKind.NUMBER, eleven, eleven.plusHours(1)))
                .extracting(CallCounter::calls)
                .containsExactly(1L);
        assertThat(statistics.legs(incoming(1))).containsExactly(leg);
    }

    @Test
    void countersOfHoursLongGoneAreForgotten() {
        stored(incoming(1));
        long nextDay = CallCount.hour(START.plusSeconds(86_400), ZoneOffset.UTC);
        db.writer()
                .write(CallRecordRepository.forgetCountersBefore(
                        nextDay, gone -> assertThat(gone).isEqualTo(1)));
        LocalDateTime eleven = LocalDateTime.of(2026, 3, 4, 11, 0);
        assertThat(statistics.counters(PBX, CounterKind.NUMBER, eleven, eleven.plusHours(1)))
                .isEmpty();
    }

    @Test
    void csvHasALineForEachCallInTheTimeOfTheAccount() throws IOException {
        var leg = new CallRecord.Leg(
                "=HYPERLINK(\"http://evil\")", "101", START, null, START.plusSeconds(1), "busy", 17, "callee");
        stored(call(1, CallDirection.IN, "442037691880", "442037691881", "101", 4), leg);
        stored(call(2, CallDirection.OUT, "=1+1", "4940222", "101", 4));
        var csv = new StringBuilder();
        statistics.csv(day(), BERLIN, csv);

        assertThat(csv.toString().split("\r\n", -1))
                .containsExactly(
                        "pbx_call_id,direction,start,answer,end,caller,called,extension,seconds,disposition,cause,hung_up_by,fault,legs",
                        "in_0000000000000000000000000000000000000001,in,2026-03-04 11:11:13,2026-03-04 11:11:15,"
                                + "2026-03-04 11:11:19,442037691880,442037691881,101,4,answered,16,caller,,"
                                + "\"'=HYPERLINK(\"\"http://evil\"\"): busy 17\"",
                        "in_0000000000000000000000000000000000000002,out,2026-03-04 11:11:14,2026-03-04 11:11:16,"
                                + "2026-03-04 11:11:20,'=1+1,4940222,101,4,answered,16,caller,,",
                        "");
    }

    @Test
    void noCellIsAFormula() {
        for (String start : List.of("=", "+", "-", "@", "\t", "\r", "\n")) {
            assertThat(CallCsv.cell(start + "cmd|' /C calc'!A0")).matches("(?s)\"?'.*");
        }
        assertThat(CallCsv.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(CallCsv.cell("plain")).isEqualTo("plain");
    }
}
