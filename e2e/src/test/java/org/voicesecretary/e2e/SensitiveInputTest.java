package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What a caller enters for the script alone is nowhere else to be found: not in traces, logs, the database or rendered speech. */
@Tag("e2e")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SensitiveInputTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String KEYS = "007391";
    /** The keys as they are, spaced, as a number, in part, and in words. */
    private static final List<String> TRACES =
            List.of(KEYS, "7391", "7 3 9 1", "73 91", "seven", "three hundred", "ninety-one", "ending in 91");

    @TempDir
    Path directory;

    /** Reads back what was entered: digit by digit, spaced, as a number, in part. */
    private static DoubleReply readBack(WebhookRequest request) {
        String keys = request.field("wait_dtmf[digits]");
        return DoubleReply.json("""
                {"ivr_saydigits":"%s","ivr_saynumber":%s,"ivr_saytext":"Yours is 0 0 7 3 9 1, or 73 91, ending in %s.","language":"en"}
                """.formatted(keys, keys.substring(2), keys.substring(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void nobodyButTheScriptSeesIt(String format) throws Exception {
        try (var byName = WebhookDouble.start();
                var byFlag = WebhookDouble.start();
                var phone = TestPhone.onLoopback()) {
            byName.on(EventType.NOTIFY_START, asking("\"name\":\"sensitive code\""));
            byFlag.on(EventType.NOTIFY_START, asking("\"name\":\"code\",\"sensitive\":true"));
            Files.writeString(directory.resolve("account.yaml"), """
                    account: {name: Test shop, key: %s, secret: %s, language: en}
                    trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                    numbers:
                      - {number: "442037691881", webhook: {url: "%s"}}
                      - {number: "442037691882", webhook: {url: "%s"}}
                    """.formatted(
                            RunningServer.KEY, RunningServer.SECRET, byName.url(), byFlag.url()));
            try (var server =
                    ServerProcess.start(directory, Map.of("VOICE_SECRETARY_LOG_LEVEL", "debug"), "--trace=" + format)) {
                enters(phone, server.sip("442037691881"), byName);
                enters(phone, server.sip("442037691882"), byFlag);
                server.terminate();
                assertThat(server.exit(Duration.ofSeconds(30))).isZero();

                assertThat(server.log()).as("it logs at debug").contains("DEBUG");
                List<String> trace = server.output().lines().toList();
                assertThat(trace).hasSizeGreaterThan(20);
                if (format.equals("json")) {
                    assertThat(trace).allSatisfy(SensitiveInputTest::isAnEntry);
                }
                for (String trail : TRACES) {
                    assertThat(server.output()).doesNotContainIgnoringCase(trail);
                    assertThat(server.log()).doesNotContainIgnoringCase(trail);
                    assertThat(database(server))
                            .noneMatch(row -> row.toLowerCase().contains(trail));
                }
                assertThat(server.output())
                        .as("it was read back, and the number of keys may be seen")
                        .contains("••••••", "ending in ••");
            }
        }
    }

    private static DoubleReply asking(String keys) {
        return DoubleReply.json("{\"ivr_saytext\":\"Your code?\",\"language\":\"en\",\"wait_dtmf\":{\"timeout\":5,"
                + "\"maxdigits\":6," + keys + "}}");
    }

    private void enters(TestPhone phone, String number, WebhookDouble script) throws Exception {
        script.on(EventType.NOTIFY_IVR, SensitiveInputTest::readBack);
        try (var call = phone.dial(number).answered()) {
            assertThat(call.heard().awaitSound(0, SOON)).isTrue();
            List<String> rendered = renderedSpeech();
            call.press(KEYS);
            assertThat(script.awaitRequest(EventType.NOTIFY_IVR, SOON).field("wait_dtmf[digits]"))
                    .isEqualTo(KEYS);
            assertThat(call.heard().awaitSound(call.heard().mark(), SOON))
                    .as("it is read back")
                    .isTrue();
            call.hangUp();
            script.awaitRequest(EventType.NOTIFY_END, SOON);
            assertThat(renderedSpeech()).as("speech on the disk").isEqualTo(rendered);
        }
    }

    private List<String> renderedSpeech() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data/speech"))) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private static void isAnEntry(String line) {
        JsonNode entry = new ObjectMapper().readTree(line);
        assertThat(entry.get("kind").asString()).isNotBlank();
        assertThat(entry.get("line").asString()).isNotBlank();
        assertThat(entry.get("call").asString()).startsWith("in_");
        assertThat(entry.get("detail").isObject()).isTrue();
    }

    /** Every row of the tables that know of calls. */
    private static List<String> database(ServerProcess server) {
        return Stream.of(
                        "SELECT subject || ' ' || detail FROM timeline_entries",
                        "SELECT body || ' ' || url FROM outbox_events",
                        "SELECT COALESCE(note, '') || ' ' || COALESCE(response, '') FROM outbox_attempts")
                .flatMap(sql -> server.rows(sql).stream())
                .toList();
    }
}
