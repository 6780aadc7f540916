package org.voicesecretary.cdr.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
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
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.cdr.recording.CallRecording.State;
import org.voicesecretary.cdr.recording.Recordings.Deletion;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.media.audio.WavWriter;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.storage.Eventually;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;
import org.voicesecretary.webhook.DeliveryOutcome;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.OutboxEvent;
import org.voicesecretary.webhook.RetryPolicy;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class RecordingsTest {
    private static final Instant START = Instant.parse("2026-03-04T10:11:12.345Z");
    private static final String CALL = "in_" + "0a".repeat(20);
    private static final long PBX = 123456;
    private static final WebhookEndpoint SCRIPT =
            WebhookEndpoint.of(URI.create("http://script.example/hook"), "secret");

    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private TestDatabase db;
    private EventOutbox outbox;
    private Recordings recordings;
    private Instant now = START;
    private long roomBytes = Long.MAX_VALUE;
    private Recordings.Mp3 encoder = RecordingsTest::copy;
    private final List<OutboxEvent> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        outbox = new EventOutbox(
                db.database(),
                db.writer(),
                (id, event) -> {
                    told.add(event);
                    return new DeliveryOutcome.Delivered(200, "");
                },
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofDays(1), new Random(1)),
                () -> now,
                3,
                db.metrics(),
                (event, attempt, began, latency, outcome) -> {});
        outbox.start();
        recordings = started();
    }

    private Recordings started() {
        return new Recordings(
                db.directory(),
                db.database(),
                db.writer(),
                outbox,
                (wav, mp3) -> encoder.encode(wav, mp3),
                () -> now,
                new SecureRandom(),
                any -> roomBytes);
    }

    @AfterEach
    void close() {
        recordings.close();
        outbox.close();
        db.close();
    }

    private static void copy(Path wav, Path mp3) throws IOException {
        Files.writeString(mp3, "an MP3 of " + Files.size(wav) + " bytes");
    }

    private static RecordingOrder order(boolean mp3) {
        return new RecordingOrder(
                7, CALL, PBX, "101", "442037691881", ZoneId.of("Europe/Berlin"), mp3, Duration.ofDays(90));
    }

    private static Recordings.Told script() {
        return new Recordings.Told(new OutboxEvent.Origin(7, PBX, false), SCRIPT);
    }

    /** A recording of some seconds that has ended. */
    private CallRecording recorded(boolean mp3, Recordings.@Nullable Told whom) throws IOException {
        CallRecording begun = recordings.begin(order(mp3));
        Path file = recordings.place(begun);
        write(file, 3);
        recordings.ended(begun, new RecordedFile(file, 3000, 0, null), whom);
        return begun;
    }

    private static void write(Path file, int seconds) throws IOException {
        try (WavWriter wav = WavWriter.stereo(file, 8000)) {
            wav.write(new short[8000 * seconds], 0, new short[8000 * seconds], 0, 8000 * seconds);
        }
    }

    private CallRecording awaited(CallRecording recording, State state) throws InterruptedException {
        Eventually.holds(
                "recording is " + state,
                () -> recordings
                        .find(PBX, recording.id())
                        .map(CallRecording::state)
                        .equals(Optional.of(state)));
        return recordings.find(PBX, recording.id()).orElseThrow();
    }

    private void awaitTold(int events) throws InterruptedException {
        Eventually.holds(events + " events", () -> told.size() == events);
    }

    private List<String> files() {
        Path directory = path.resolve("data/recordings");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRecordingIsAnMp3AndARowAndAnEventOnceItsCallHasEnded() throws Exception {
        CallRecording begun = recorded(true, script());

        CallRecording ready = awaited(begun, State.READY);
        assertThat(ready.id()).matches("1772619072\\.\\d+");
        assertThat(ready.length()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ready.file()).isEqualTo("123456/2026-03-04/1-" + ready.id() + "-101-2026-03-04-111112.mp3");
        assertThat(ready.bytes()).isEqualTo("an MP3 of 96044 bytes".length());
        Eventually.holds("only the MP3 is left", () -> files().equals(List.of(ready.file())));
        awaitTold(1);
        assertThat(told.getFirst().body())
                .isEqualTo("event=NOTIFY_RECORD&call_id_with_rec=" + ready.id() + "&pbx_call_id=" + CALL);
        assertThat(recordings.ofCall(PBX, CALL)).containsExactly(ready);
    }

    @Test
    void whereNoMp3CanBeMadeTheWavStays() throws Exception {
        encoder = (wav, mp3) -> {
            Files.writeString(mp3, "half of it");
            throw new IOException("there is no ffmpeg");
        };

        CallRecording ready = awaited(recorded(true, script()), State.READY);

        assertThat(ready.file()).endsWith(".wav");
        assertThat(ready.bytes()).isEqualTo(96044);
        Eventually.holds("only the WAV is left", () -> files().equals(List.of(ready.file())));
        awaitTold(1);
    }

    @Test
    void whoWantsWavGetsWav() throws Exception {
        CallRecording ready = awaited(recorded(false, null), State.READY);

        assertThat(ready.file()).endsWith(".wav");
        assertThat(WavFile.read(recordings.file(ready)).durationMillis()).isEqualTo(3000);
        assertThat(told).isEmpty();
    }

    @Test
    void aDiskThatFillsUpLeavesNothingBehindAndTheScriptIsTold() throws Exception {
        CallRecording begun = recordings.begin(order(true));
        Path file = recordings.place(begun);
        write(file, 1);

        recordings.ended(begun, new RecordedFile(file, 1000, 0, "no space left on device"), script());

        assertThat(awaited(begun, State.FAILED).problem()).isEqualTo("no space left on device");
        assertThat(files()).isEmpty();
        awaitTold(1);
        assertThat(told.getFirst().body()).endsWith("&error=no+space+left+on+device");
    }

    @Test
    void aDiskWithoutRoomSaysSoBeforeAnythingIsWritten() throws Exception {
        roomBytes = 12_000_000;
        CallRecording begun = recordings.begin(order(true));

        assertThatThrownBy(() -> recordings.place(begun))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("only 12 MB are free, a recording needs 100 MB");
        recordings.failed(begun, "no room", script());

        awaited(begun, State.FAILED);
        awaitTold(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void aDirectoryThatIsNoneSaysSo() throws Exception {
        Files.writeString(path.resolve("data/recordings"), "a file");
        assertThatThrownBy(() -> recordings.place(recordings.begin(order(true))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no recording can be kept in " + path.resolve("data/recordings") + ": ");
    }

    @Test
    void theTornRecordingOfAKilledServerIsClosedAtTheNextStartAndTold() throws Exception {
        CallRecording torn = recordings.begin(order(false));
        Path file = recordings.place(torn);
        write(file, 2);
        Files.write(file, new byte[401], StandardOpenOption.APPEND); // the header does not know of it yet
        CallRecording empty = recordings.begin(order(false));
        Files.writeString(file.resolveSibling("17.wav"), "nobody's");
        db.writer().write(writing -> {});
        recordings.close();
        recordings = started();

        assertThat(recordings.recover(left -> Optional.of(SCRIPT))).isEqualTo(2);

        CallRecording closed = awaited(torn, State.READY);
        assertThat(closed.length()).isEqualTo(Duration.ofMillis(2012));
        assertThat(WavFile.read(recordings.file(closed)).length()).isEqualTo(16_100);
        assertThat(awaited(empty, State.FAILED).problem()).contains("before anything was on the disk");
        assertThat(files()).containsExactly(closed.file());
        awaitTold(2);
        assertThat(recordings.recover(left -> Optional.of(SCRIPT))).isZero();
    }

    @Test
    void anMp3ThatWasNotMadeBeforeTheServerStoppedIsMadeAfterwards() throws Exception {
        var hangs = new CountDownLatch(1);
        encoder = (wav, mp3) -> hangs.await();
        CallRecording begun = recorded(true, script());
        awaited(begun, State.ENCODING);
        recordings.close();
        encoder = RecordingsTest::copy;
        recordings = started();

        assertThat(recordings.recover(left -> Optional.of(SCRIPT))).isZero();

        assertThat(awaited(begun, State.READY).file()).endsWith(".mp3");
        awaitTold(1);
    }

    @Test
    void aLinkLeadsToTheFileUntilItRunsOut() throws Exception {
        CallRecording ready = awaited(recorded(true, null), State.READY);
        assertThatThrownBy(() -> recordings.request(ready, Duration.ofSeconds(179)))
                .isInstanceOf(IllegalArgumentException.class);

        Recordings.Link link = recordings.request(ready, Recordings.USUAL_LINK).orElseThrow();

        assertThat(link.fileName()).isEqualTo(ready.fileName());
        assertThat(link.until()).isEqualTo(START.plusSeconds(1800));
        assertThat(recordings.download(link.token()).orElseThrow().path()).hasContent("an MP3 of 96044 bytes");
        assertThat(recordings.download(link.token().replace('0', '1') + "0")).isEmpty();
        now = START.plusSeconds(1801);
        assertThat(recordings.download(link.token())).isEmpty();
    }

    @Test
    void aRecordingIsFoundByTheNameOfItsFileToo() throws Exception {
        CallRecording ready = awaited(recorded(true, null), State.READY);

        assertThat(recordings.find(PBX, ready.fileName().replace(".mp3", ""))).contains(ready);
        assertThat(recordings.find(PBX + 1, ready.id())).isEmpty();
        assertThat(recordings.ofCall(PBX + 1, CALL)).isEmpty();
    }

    @Test
    void aRecordingIsDeletedWithItsFileAndItsLinksOnceItsCallHasEnded() throws Exception {
        CallRecording running = recordings.begin(order(true));
        db.writer().write(writing -> {});
        assertThat(recordings.delete(PBX, running.id())).isEqualTo(new Deletion.StillRunning(running.fileName()));
        CallRecording ready = awaited(recorded(true, null), State.READY);
        Recordings.Link link =
                recordings.request(ready, Recordings.LONGEST_LINK).orElseThrow();

        assertThat(recordings.delete(PBX, ready.id())).isEqualTo(new Deletion.Deleted(ready.fileName()));

        assertThat(recordings.find(PBX, ready.id())).isEmpty();
        assertThat(recordings.download(link.token())).isEmpty();
        Eventually.holds("no file is left", () -> files().isEmpty());
        assertThat(recordings.delete(PBX, ready.id())).isEqualTo(new Deletion.Unknown());
    }

    @Test
    void oneThatIsDeletedWhileItsMp3IsMadeStaysDeleted() throws Exception {
        var asked = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        encoder = (wav, mp3) -> {
            asked.countDown();
            goesOn.await();
            copy(path, mp3);
        };
        CallRecording begun = recorded(true, script());
        asked.await();

        assertThat(recordings.delete(PBX, begun.id())).isInstanceOf(Deletion.Deleted.class);
        goesOn.countDown();
        recordings.close();

        assertThat(recordings.find(PBX, begun.id())).isEmpty();
        assertThat(files()).isEmpty();
        recordings = started();
    }

    @Test
    void recordingsAreForgottenWhenTheirTimeIsOver() throws Exception {
        CallRecording old = awaited(recorded(false, null), State.READY);
        now = START.plus(Duration.ofDays(1));
        CallRecording newer = awaited(recorded(false, null), State.READY);

        assertThat(recordings.forgetExpired(START.plus(Duration.ofDays(90)).plusSeconds(1)))
                .isEqualTo(1);
        assertThat(recordings.forgetExpired(START.plus(Duration.ofDays(90)).plusSeconds(1)))
                .isZero();

        assertThat(recordings.find(PBX, old.id())).isEmpty();
        assertThat(files()).containsExactly(newer.file());
    }
}
