package org.voicesecretary.rest.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.cdr.recording.CallRecording;
import org.voicesecretary.cdr.recording.RecordingOrder;
import org.voicesecretary.cdr.recording.Recordings;
import org.voicesecretary.media.audio.WavWriter;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.rest.TestRest;
import org.voicesecretary.storage.Eventually;
import org.voicesecretary.webhook.DeliveryOutcome;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.RetryPolicy;

@Tag("wire")
@Timeout(60)
class RecordMethodsTest {
    private static final String CALL = "in_" + "0a".repeat(20);
    private static final long PBX = 123456;

    private TestRest rest;
    private EventOutbox outbox;
    private Recordings recordings;
    private Instant now = TestRest.NOW;
    private final HttpClient browser = HttpClient.newHttpClient();

    @BeforeEach
    void start(@TempDir Path directory) {
        rest = new TestRest(
                directory,
                "",
                r -> {
                    outbox = new EventOutbox(
                            r.database().database(),
                            r.database().writer(),
                            (id, event) -> new DeliveryOutcome.Delivered(200, ""),
                            new RetryPolicy(
                                    Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofDays(1), new Random(1)),
                            () -> now,
                            3,
                            r.database().metrics(),
                            (event, attempt, began, latency, outcome) -> {});
                    recordings = new Recordings(
                            r.database().directory(),
                            r.database().database(),
                            r.database().writer(),
                            outbox,
                            (wav, mp3) -> Files.writeString(mp3, "an MP3"),
                            () -> now,
                            new SecureRandom());
                    return new RecordMethods(recordings, () -> now).routes();
                },
                r -> List.of(new RecordMethods(recordings, () -> now).download()));
        outbox.start();
    }

    @AfterEach
    void stop() {
        browser.close();
        recordings.close();
        outbox.close();
        rest.close();
    }

    private CallRecording recorded(boolean mp3) throws Exception {
        CallRecording begun = begun(mp3);
        Path file = recordings.place(begun);
        try (WavWriter wav = WavWriter.stereo(file, 8000)) {
            wav.write(new short[8000], 0, new short[8000], 0, 8000);
        }
        recordings.ended(begun, new RecordedFile(file, 1000, 0, null), null);
        Eventually.holds(
                "it is ready",
                () -> recordings
                        .find(PBX, begun.id())
                        .filter(found -> found.state() == CallRecording.State.READY)
                        .isPresent());
        return recordings.find(PBX, begun.id()).orElseThrow();
    }

    /** One whose call goes on. */
    private CallRecording running() throws Exception {
        CallRecording begun = begun(false);
        Eventually.holds("it is stored", () -> recordings.find(PBX, begun.id()).isPresent());
        return begun;
    }

    private CallRecording begun(boolean mp3) {
        return recordings.begin(
                new RecordingOrder(7, CALL, PBX, "101", null, ZoneId.of("Europe/Berlin"), mp3, Duration.ofDays(90)));
    }

    private HttpResponse<byte[]> fetched(String link, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(link));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String link(TestRest.Got got) {
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        return got.body().replaceAll(".*\"(http[^\"]+)\".*", "$1");
    }

    @Test
    void aLinkIsFetchedWithoutASignatureUntilItRunsOut() throws Exception {
        CallRecording recording = recorded(false);
        TestRest.Got got = rest.get("pbx/record/request", Map.of("call_id", recording.id()));
        String link = link(got);
        assertThat(got.body())
                .isEqualTo(
                        "{\"status\":\"success\",\"link\":\"" + link + "\",\"lifetime_till\":\"2026-03-04 10:40:11\"}");
        assertThat(link)
                .startsWith(rest.uri("/v1/pbx/record/download/").toString())
                .endsWith("/" + recording.fileName());

        HttpResponse<byte[]> file = fetched(link);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).contains("audio/wav");
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains(recording.fileName());
        assertThat(file.body()).hasSize((int) recording.bytes()).startsWith('R', 'I', 'F', 'F');
        HttpResponse<byte[]> part = fetched(link, "Range", "bytes=0-3");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).startsWith('R', 'I', 'F', 'F').hasSizeLessThan((int) recording.bytes());

        now = now.plusSeconds(1801);
        assertThat(fetched(link).statusCode()).isEqualTo(404);
    }

    @Test
    void tokensThatNobodyMadeFindNothing() throws Exception {
        recorded(false);
        for (String path : List.of("", "x", "../../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd/x.wav", "a/b/c")) {
            assertThat(fetched(rest.uri("/v1/pbx/record/download/") + path).statusCode())
                    .as(path)
                    .isIn(400, 401, 404);
        }
    }

    @Test
    void aCallMayHaveSeveralRecordingsAndTheNameOfAFileNamesOne() throws Exception {
        CallRecording wav = recorded(false);
        CallRecording mp3 = recorded(true);

        String body = rest.get("pbx/record/request", Map.of("pbx_call_id", CALL, "lifetime", "180"))
                .body();
        assertThat(body)
                .contains(
                        "\"links\":[\"http",
                        wav.fileName(),
                        mp3.fileName(),
                        "\"lifetime_till\":\"2026-03-04 10:13:11\"");
        String link = link(
                rest.get("pbx/record/request", Map.of("call_id", mp3.fileName().replace(".mp3", ""))));
        assertThat(fetched(link).headers().firstValue("Content-Type")).contains("audio/mpeg");
        assertThat(fetched(link).body()).asString().isEqualTo("an MP3");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(rest.get("pbx/record/request", Map.of("call_id", "1.2")).body())
                .isEqualTo("{\"status\":\"error\",\"message\":\"File not found\"}");
        assertThat(rest.get("pbx/record/request", Map.of("pbx_call_id", "in_x")).status())
                .isEqualTo(404);
        assertThat(rest.get("pbx/record/request").status()).isEqualTo(400);
        CallRecording running = running();
        assertThat(rest.get("pbx/record/request", Map.of("call_id", running.id()))
                        .status())
                .isEqualTo(404);
        CallRecording ready = recorded(false);
        for (String lifetime : List.of("179", "5184001", "soon")) {
            assertThat(rest.get("pbx/record/request", Map.of("call_id", ready.id(), "lifetime", lifetime))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void recordingsAreDeletedWithTheirLinks() throws Exception {
        CallRecording one = recorded(false);
        String link = link(rest.get("pbx/record/request", Map.of("call_id", one.id())));
        assertThat(rest.delete("pbx/record/request", Map.of("call_id", one.id()))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"file_name\":\"" + one.fileName() + "\"}");
        assertThat(fetched(link).statusCode()).isEqualTo(404);
        assertThat(rest.delete("pbx/record/request", Map.of("call_id", one.id()))
                        .status())
                .isEqualTo(404);

        CallRecording two = recorded(false);
        CallRecording running = running();
        assertThat(rest.delete("pbx/record/request", Map.of("pbx_call_id", CALL))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"deleted_files\":[\"" + two.fileName() + "\"],\"failed_files\":[\""
                        + running.fileName() + "\"]}");
        assertThat(rest.delete("pbx/record/request", Map.of("call_id", running.id()))
                        .status())
                .isEqualTo(409);
    }
}
