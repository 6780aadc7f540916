package org.voicesecretary.rest.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.voicesecretary.cdr.CallStatistics;
import org.voicesecretary.rest.TestRest;
import org.voicesecretary.storage.TestEngine;

@Tag("wire")
@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class StatisticsMethodsTest {
    private static final long PBX = 123456;

    @Parameter
    TestEngine engine;

    private TestRest rest;

    @BeforeEach
    void start(@TempDir Path directory) {
        rest = new TestRest(
                engine,
                directory,
                "",
                r -> new StatisticsMethods(new CallStatistics(r.database().database()), "EUR", () -> TestRest.NOW)
                        .routes());
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    private void call(
            int number,
            String start,
            String direction,
            String caller,
            String called,
            @Nullable String extension,
            long seconds,
            String disposition,
            int cause) {
        long at = Instant.parse(start).toEpochMilli();
        rest.database()
                .writer()
                .write(w -> w.execute(
                        "INSERT INTO calls (call_no, call_id, pbx_id, direction, caller, called, extension, source, started_at,"
                                + " answered_at, ended_at, duration_s, disposition, cause, ended_by, fault)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, '192.0.2.7', ?, ?, ?, ?, ?, ?, 'caller', NULL)",
                        (at << 20) + number,
                        "in_%040x".formatted(number),
                        PBX,
                        direction,
                        caller,
                        called,
                        extension,
                        at,
                        at + 2000,
                        at + 2000 + seconds * 1000,
                        seconds,
                        disposition,
                        cause));
    }

    private void threeCalls() {
        call(1, "2026-03-02T19:36:11Z", "out", "1234567890", "4930123456", "101", 48, "answered", 16);
        call(2, "2026-03-02T20:20:20Z", "in", "442037691880", "442037691881", "102", 0, "failed", 41);
        call(3, "2026-03-03T20:50:40Z", "internal", "101", "102", "101", 7, "no answer", 19);
    }

    private static Map<String, String> span(String... more) {
        Map<String, String> parameters =
                new HashMap<>(Map.of("start", "2026-03-01 00:00:00", "end", "2026-03-31 23:59:59"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters;
    }

    private static String answer(String stats) {
        return "{\"status\":\"success\",\"start\":\"2026-03-01 00:00:00\",\"end\":\"2026-03-31 23:59:59\",\"stats\":["
                + stats + "]}";
    }

    @Test
    void callsOutHaveTheFieldsAndTypesOfLiveAnswers() {
        threeCalls();

        assertThat(rest.get("statistics", span()).body())
                .isEqualTo(answer("{\"id\":\"" + id(1, "2026-03-02T19:36:11Z")
                        + "\",\"sip\":\"101\",\"callstart\":\"2026-03-02 20:36:11\",\"from\":1234567890,\"to\":4930123456,"
                        + "\"description\":\"Germany\",\"disposition\":\"answered\",\"billseconds\":48,\"cost\":0,\"billcost\":0,"
                        + "\"currency\":\"EUR\",\"hangupcause\":\"16\"}"));
    }

    private static String id(int number, String start) {
        Instant at = Instant.parse(start);
        return "%08x%016x".formatted(at.getEpochSecond(), (at.toEpochMilli() << 20) + number);
    }

    @Test
    void onlyTheCostIsASumOfSeconds() {
        threeCalls();
        String sum = answer("{\"cost\":0,\"currency\":\"EUR\",\"seconds\":48}");

        assertThat(rest.get("statistics", span("cost_only", "1")).body()).isEqualTo(sum);
        assertThat(rest.get("statistics", span("type", "cost_only")).body()).isEqualTo(sum);
        assertThat(rest.get("statistics", span("cost_only", "1", "sip", "102")).body())
                .contains("\"seconds\":0");
    }

    @Test
    void callsInHaveNoCost() {
        threeCalls();

        assertThat(rest.get("statistics/incoming-calls", span()).body())
                .isEqualTo(answer("{\"id\":\"" + id(2, "2026-03-02T20:20:20Z")
                        + "\",\"sip\":\"102\",\"callstart\":\"2026-03-02 21:20:20\",\"from\":442037691880,\"to\":442037691881,"
                        + "\"billseconds\":0,\"disposition\":\"call failed\",\"description\":\"United Kingdom\"}"));
        assertThat(rest.get("statistics/incoming-calls", span("sip", "101")).body())
                .isEqualTo(answer(""));
        assertThat(rest.get("statistics/incoming-calls", span("sip", "123456-102"))
                        .body())
                .contains("442037691880");
    }

    @Test
    void theStatisticsOfThePbxHaveAllCallsAndTheirRecordings() {
        threeCalls();
        long second = (Instant.parse("2026-03-02T20:20:20Z").toEpochMilli() << 20) + 2;
        rest.database()
                .writer()
                .write(w -> w.execute(
                        "INSERT INTO recordings (recording_no, rec_id, call_no, call_id, pbx_id, started_at, length_ms, bytes, file,"
                                + " mp3, state, expires_at) VALUES (1, '1772483000.17', ?, ?, ?, 0, 1000, 100, 'x.wav', 0, 'ready', 0)",
                        second,
                        "in_%040x".formatted(2),
                        PBX));

        String in =
                "{\"call_id\":\"1772483000.17\",\"sip\":\"102\",\"callstart\":\"2026-03-02 21:20:20\",\"clid\":\"442037691880\","
                        + "\"destination\":\"442037691881\",\"disposition\":\"call failed\",\"seconds\":0,\"is_recorded\":true,"
                        + "\"pbx_call_id\":\"in_0000000000000000000000000000000000000002\"}";
        assertThat(rest.get("statistics/pbx", span("version", "1", "call_type", "in"))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"start\":\"2026-03-01 00:00:00\",\"end\":\"2026-03-31 23:59:59\","
                        + "\"version\":1,\"stats\":[" + in + "]}");
        String all = rest.get("statistics/pbx", span()).body();
        assertThat(all).contains("\"version\":2", in, "\"is_recorded\":false", "\"call_id\":\"1772480171.1\"");
        assertThat(all.split("pbx_call_id")).hasSize(4);
        rest.pass(java.time.Duration.ofMinutes(2));
        assertThat(rest.get("statistics/pbx", span("version", "3")).status()).isEqualTo(400);
        assertThat(rest.get("statistics/pbx", span("call_type", "sideways")).status())
                .isEqualTo(400);
    }

    @Test
    void thereIsNoWidgetAndSoNoSessions() {
        assertThat(rest.get("statistics/callback_widget", span("widget_id", "1"))
                        .body())
                .isEqualTo(answer(""));
    }

    @Test
    void pagesSkipAndEnd() {
        threeCalls();

        assertThat(rest.get("statistics/pbx", span("skip", "1", "limit", "1")).body())
                .contains("in_0000000000000000000000000000000000000002")
                .doesNotContain("in_0000000000000000000000000000000000000001")
                .doesNotContain("in_0000000000000000000000000000000000000003");
        rest.pass(java.time.Duration.ofMinutes(2));
        assertThat(rest.get("statistics/pbx", span("limit", "5000")).status())
                .as("more than the most is the most")
                .isEqualTo(200);
        assertThat(rest.get("statistics/pbx", span("skip", "-1")).status()).isEqualTo(400);
        assertThat(rest.get("statistics/pbx", span("limit", "all")).status()).isEqualTo(400);
    }

    @Test
    void whatIsLongerThanAMonthIsCutAndWhatIsNotSaidIsThisMonthUntilNow() {
        assertThat(rest.get("statistics", Map.of("start", "2026-01-01 00:00:00", "end", "2026-03-01 00:00:00"))
                        .body())
                .contains("\"start\":\"2026-01-01 00:00:00\",\"end\":\"2026-01-31 00:00:00\"");
        assertThat(rest.get("statistics").body())
                .contains("\"start\":\"2026-03-01 00:00:00\",\"end\":\"2026-03-04 10:10:11\"");
        assertThat(rest.get("statistics", Map.of("end", "2026-02-10 00:00:00")).body())
                .contains("\"start\":\"2026-02-01 00:00:00\",\"end\":\"2026-02-10 00:00:00\"");
    }

    @Test
    void timesThatAreNoneAreRefused() {
        for (String wrong : List.of("yesterday", "2026-02-30 00:00:00", "2026-03-01T25:00:00")) {
            assertThat(rest.get("statistics", span("start", wrong)).status()).isEqualTo(400);
        }
        rest.pass(java.time.Duration.ofMinutes(2));
        assertThat(rest.get("statistics", Map.of("start", "2026-03-02 00:00:00", "end", "2026-03-01 00:00:00"))
                        .status())
                .isEqualTo(400);
    }
}
