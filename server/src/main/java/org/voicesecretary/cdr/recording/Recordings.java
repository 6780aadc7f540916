package org.voicesecretary.cdr.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.cdr.recording.CallRecording.State;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.OutboxEvent;

/**
 * Recordings of calls, from the first second to the day they are forgotten. Calls say when one begins and has ended, and go on at once;
 * files are moved and made MP3 on threads of this class. Who is told of a recording is told in the transaction that stores it.
 */
public final class Recordings implements AutoCloseable {
    /** How long a link may hold, and holds where nobody says so (docs/protocol.md). */
    public static final Duration SHORTEST_LINK = Duration.ofSeconds(180);

    public static final Duration LONGEST_LINK = Duration.ofSeconds(5_184_000);
    public static final Duration USUAL_LINK = Duration.ofSeconds(1800);

    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");
    private static final int FORGOTTEN_AT_ONCE = 100;
    private static final int TOKEN_BYTES = 24;
    private static final Duration LAST_WORK = Duration.ofSeconds(5);
    /** {@code 1-1458313316.343456-100-2016-01-11-100155}: the file's name without its ending names a recording, too. */
    private static final Pattern STEM = Pattern.compile("\\d+-(\\d+\\.\\d+)-.*");

    /** Makes an MP3 of a WAV file. */
    @FunctionalInterface
    public interface Mp3 {
        /** @throws IOException where it cannot be made; then the WAV file stays */
        void encode(Path wav, Path mp3) throws IOException, InterruptedException;
    }

    /** Who is told what became of a recording: the script of the call. */
    public record Told(OutboxEvent.Origin origin, WebhookEndpoint endpoint) {}

    /**
     * A link to a file.
     *
     * @param token cannot be guessed; {@link #download} knows it
     */
    public record Link(String token, String fileName, Instant until) {}

    /** A file that may be fetched. */
    public record Download(Path path, String fileName, long bytes) {}

    /** What became of the wish to delete a recording. */
    public sealed interface Deletion {
        record Deleted(String fileName) implements Deletion {}

        /** The call goes on. */
        record StillRunning(String fileName) implements Deletion {}

        /** The file system refused. */
        record Refused(String fileName) implements Deletion {}

        record Unknown() implements Deletion {}
    }

    private final RecordingFiles files;
    private final RecordingRepository recordings;
    private final GroupCommitWriter writer;
    private final EventOutbox outbox;
    private final Mp3 encoder;
    private final InstantSource clock;
    private final SecureRandom random;
    private final IdSequence numbers;
    private final ExecutorService closing = executor("recordings");
    private final ExecutorService encoding = executor("recordings-mp3");
    /** An MP3 takes the place of its WAV file, or both are deleted: never half of each. */
    private final Object exchange = new Object();

    public Recordings(
            DataDirectory data,
            Database database,
            GroupCommitWriter writer,
            EventOutbox outbox,
            Mp3 encoder,
            InstantSource clock,
            SecureRandom random) {
        this(
                data,
                database,
                writer,
                outbox,
                encoder,
                clock,
                random,
                path -> Files.getFileStore(path).getUsableSpace());
    }

    Recordings(
            DataDirectory data,
            Database database,
            GroupCommitWriter writer,
            EventOutbox outbox,
            Mp3 encoder,
            InstantSource clock,
            SecureRandom random,
            RecordingFiles.Room room) {
        this.files = new RecordingFiles(data.path().resolve("recordings"), room);
        this.recordings = new RecordingRepository(database);
        this.writer = writer;
        this.outbox = outbox;
        this.encoder = encoder;
        this.clock = clock;
        this.random = random;
        this.numbers = new IdSequence(clock);
    }

    private static ExecutorService executor(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    // ---- a recording, as its call goes on

    /** A recording begins: it has a row from now on, written without waiting for the disk. */
    public CallRecording begin(RecordingOrder order) {
        long number = numbers.next();
        Instant now = clock.instant();
        String id = IdSequence.text(number);
        var recording = new CallRecording(
                number,
                id,
                order.callNo(),
                order.callId(),
                order.pbxId(),
                order.extension(),
                order.number(),
                now,
                Duration.ZERO,
                0,
                fileName(order, id, now),
                order.mp3(),
                State.RUNNING,
                null,
                now.plus(order.keep()));
        writer.append("begin of recording " + id, RecordingRepository.save(recording));
        return recording;
    }

    private static String fileName(RecordingOrder order, String id, Instant now) {
        ZoneId zone = order.zone();
        return order.pbxId() + "/" + DAY.format(now.atZone(zone)) + "/1-" + id + "-"
                + (order.extension() == null ? "0" : order.extension()) + "-" + TIME.format(now.atZone(zone)) + ".wav";
    }

    /**
     * Where it is to be written: WAV.
     *
     * @throws IOException where nothing can be written, with a sentence for the operator
     */
    public Path place(CallRecording recording) throws IOException {
        files.makeRoom();
        return files.running(recording);
    }

    /**
     * It has ended: what was written is kept, or what is left of it is removed. Returns at once.
     *
     * @param told null = nobody
     */
    public void ended(CallRecording recording, RecordedFile recorded, @Nullable Told told) {
        Duration length = Duration.ofMillis(recorded.durationMillis());
        Optional<String> problem = recorded.failed();
        later(closing, recording, () -> {
            if (problem.isPresent()) {
                lose(recording, problem.get(), told);
            } else {
                keep(recording, length, told);
            }
        });
    }

    /** It could not be made; what is left of it is removed. Returns at once. */
    public void failed(CallRecording recording, String why, @Nullable Told told) {
        later(closing, recording, () -> lose(recording, why, told));
    }

    private static void later(ExecutorService executor, CallRecording recording, Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.warn("recording {} is closed at the next start: the server stops", recording.id());
        }
    }

    private void keep(CallRecording recording, Duration length, @Nullable Told told) {
        if (length.isZero()) {
            lose(recording, "it is empty", told);
            return;
        }
        try {
            RecordingFiles.move(files.running(recording), files.of(recording.file()));
            long size = RecordingFiles.size(files.of(recording.file()));
            CallRecording whole = recording.whole(length, size, recording.mp3() ? State.ENCODING : State.READY);
            if (recording.mp3()) {
                store(whole, null);
                later(encoding, whole, () -> encode(whole, told));
            } else {
                store(whole, told);
            }
        } catch (IOException | UncheckedIOException e) {
            RecordingFiles.remove(files.of(recording.file()));
            lose(recording, "the recording could not be kept: " + e, told);
        }
    }

    private void lose(CallRecording recording, String why, @Nullable Told told) {
        LOG.error("recording {} of call {} failed: {}", recording.id(), recording.callId(), why);
        RecordingFiles.remove(files.running(recording));
        store(recording.failed(why), told);
    }

    private void encode(CallRecording whole, @Nullable Told told) {
        Path wav = files.of(whole.file());
        Path mp3 = files.encoding(whole);
        String name = whole.file().replaceFirst("\\.wav$", ".mp3");
        try {
            encoder.encode(wav, mp3);
            synchronized (exchange) {
                if (recordings.find(whole.recordingNo()).isPresent()) {
                    RecordingFiles.move(mp3, files.of(name));
                    store(whole.encoded(name, RecordingFiles.size(files.of(name))), told);
                    RecordingFiles.remove(wav);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("recording {} stays a WAV file: {}", whole.id(), e.getMessage());
            store(whole.encoded(whole.file(), whole.bytes()), told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next start makes it
        } catch (RuntimeException e) {
            LOG.error("recording {} could not be made an MP3", whole.id(), e);
        } finally {
            RecordingFiles.remove(mp3);
        }
    }

    /** The row and what is told of it, both or neither. */
    private void store(CallRecording recording, @Nullable Told told) {
        List<OutboxEvent> events =
                told == null ? List.of() : List.of(OutboxEvent.of(told.origin(), told.endpoint(), recording.event()));
        try {
            outbox.publish(events, RecordingRepository.save(recording)).join();
        } catch (CompletionException e) {
            LOG.error("recording {} is not in the database: {}", recording.id(), String.valueOf(e.getCause()));
        }
    }

    /**
     * Closes what an earlier run left open because it was killed, and has made MP3 what is still to be. Call it once, before the first
     * call.
     *
     * @param endpoints whom to tell of a recording whose {@code number} is not null
     * @return how many were left open
     */
    public int recover(Function<CallRecording, Optional<WebhookEndpoint>> endpoints) {
        List<CallRecording> open = recordings.in(State.RUNNING);
        List<Path> wanted = new ArrayList<>();
        for (CallRecording left : open) {
            wanted.add(files.running(left));
            later(closing, left, () -> close(left, told(left, endpoints)));
        }
        files.removeOthers(wanted);
        for (CallRecording whole : recordings.in(State.ENCODING)) {
            later(encoding, whole, () -> encode(whole, told(whole, endpoints)));
        }
        return open.size();
    }

    private static @Nullable Told told(
            CallRecording recording, Function<CallRecording, Optional<WebhookEndpoint>> endpoints) {
        // Whether the caller entered something sensitive is not known any more.
        var origin = new OutboxEvent.Origin(recording.callNo(), recording.pbxId(), true);
        return recording.number() == null
                ? null
                : endpoints
                        .apply(recording)
                        .filter(endpoint -> endpoint.wants(EventType.NOTIFY_RECORD))
                        .map(endpoint -> new Told(origin, endpoint))
                        .orElse(null);
    }

    private void close(CallRecording left, @Nullable Told told) {
        try {
            if (Files.exists(files.of(left.file()))) { // it was moved, and then the server was killed
                RecordingFiles.move(files.of(left.file()), files.running(left));
            }
            Duration length = files.mend(files.running(left));
            if (length.isZero()) {
                lose(left, "the server was stopped before anything was on the disk", told);
            } else {
                keep(left, length, told);
            }
        } catch (IOException e) {
            lose(left, "what was recorded cannot be read: " + e, told);
        }
    }

    // ---- what others may ask for

    /** @param id {@code call_id_with_rec}, or the name of its file without the ending */
    public Optional<CallRecording> find(long pbxId, String id) {
        Matcher stem = STEM.matcher(id);
        return recordings.find(pbxId, stem.matches() ? stem.group(1) : id);
    }

    /** All of a call, the oldest first. */
    public List<CallRecording> ofCall(long pbxId, String callId) {
        return recordings.ofCall(pbxId, callId);
    }

    /**
     * Makes a link by which anybody may fetch a recording for a while.
     *
     * @param lifetime {@link #SHORTEST_LINK} to {@link #LONGEST_LINK}
     * @return empty where it is not {@link State#READY}
     */
    public Optional<Link> request(CallRecording recording, Duration lifetime) {
        if (lifetime.compareTo(SHORTEST_LINK) < 0 || lifetime.compareTo(LONGEST_LINK) > 0) {
            throw new IllegalArgumentException("lifetime of " + lifetime.toSeconds() + " s is out of range: expected "
                    + SHORTEST_LINK.toSeconds() + " to " + LONGEST_LINK.toSeconds() + " s");
        }
        if (recording.state() != State.READY) {
            return Optional.empty();
        }
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        var link = new Link(
                HexFormat.of().formatHex(secret),
                recording.fileName(),
                clock.instant().plus(lifetime));
        writer.write(RecordingRepository.link(link.token(), recording.recordingNo(), link.until()));
        return Optional.of(link);
    }

    /** What is behind a link; empty where there is no such link, or not any more. */
    public Optional<Download> download(String token) {
        return recordings
                .behind(token, clock.instant())
                .filter(recording -> recording.state() == State.READY)
                .map(recording -> new Download(files.of(recording.file()), recording.fileName(), recording.bytes()));
    }

    /** Where the sound of a recording that {@link CallRecording#isThere} is. */
    public Path file(CallRecording recording) {
        return files.of(recording.file());
    }

    /** Deletes file, links and row. */
    public Deletion delete(long pbxId, String id) {
        Optional<CallRecording> found = find(pbxId, id);
        return found.isEmpty() ? new Deletion.Unknown() : delete(found.get().recordingNo());
    }

    private Deletion delete(long recordingNo) {
        synchronized (exchange) {
            Optional<CallRecording> now = recordings.find(recordingNo);
            if (now.isEmpty()) {
                return new Deletion.Unknown();
            }
            CallRecording recording = now.get();
            if (recording.state() == State.RUNNING) {
                return new Deletion.StillRunning(recording.fileName());
            }
            if (recording.isThere() && !RecordingFiles.remove(files.of(recording.file()))) {
                return new Deletion.Refused(recording.fileName());
            }
            writer.write(RecordingRepository.forget(recordingNo));
            return new Deletion.Deleted(recording.fileName());
        }
    }

    /**
     * Forgets some of the recordings that were to be kept until {@code time}, and the links that have run out.
     *
     * @return how many; 0 = none is left
     */
    public int forgetExpired(Instant time) {
        writer.write(RecordingRepository.forgetLinks(time));
        int gone = 0;
        for (CallRecording recording : recordings.expired(time, FORGOTTEN_AT_ONCE)) {
            if (delete(recording.recordingNo()) instanceof Deletion.Deleted) {
                gone++;
            }
        }
        return gone;
    }

    /** Ends when what has ended is stored; an MP3 that is being made is made again at the next start. */
    @Override
    public void close() {
        closing.shutdown();
        encoding.shutdownNow();
        try {
            if (!closing.awaitTermination(LAST_WORK.toSeconds(), TimeUnit.SECONDS)
                    || !encoding.awaitTermination(LAST_WORK.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("some recordings are closed at the next start: the disk is slow");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
