package org.voicesecretary.cdr.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of recordings. What is being written lies apart; what is whole is moved to its place. */
final class RecordingFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingFiles.class);
    /** A disk with less room takes no recording: an hour in stereo needs as much, and the database wants some, too. */
    static final long LEAST_ROOM_BYTES = 100_000_000;

    private static final int HEADER = 44;
    private static final int RIFF_LENGTH_AT = 4;
    private static final int SAMPLE_RATE_AT = 24;
    private static final int DATA_LENGTH_AT = 40;
    private static final int FRAME_BYTES = 4;

    /** What the disk says about its room, in bytes. */
    @FunctionalInterface
    interface Room {
        long left(Path directory) throws IOException;
    }

    private final Path directory;
    private final Path running;
    private final Room room;

    RecordingFiles(Path directory, Room room) {
        this.directory = directory;
        this.running = directory.resolve("running");
        this.room = room;
    }

    /** Where a recording is written while it runs. */
    Path running(CallRecording recording) {
        return running.resolve(recording.recordingNo() + ".wav");
    }

    /** Where an MP3 is made. */
    Path encoding(CallRecording recording) {
        return running.resolve(recording.recordingNo() + ".mp3");
    }

    Path of(String file) {
        return directory.resolve(file);
    }

    /** @throws IOException where nothing can be written, with a sentence for the operator */
    void makeRoom() throws IOException {
        try {
            Files.createDirectories(running);
            if (!Files.isWritable(running)) {
                throw new IOException("it is not writable");
            }
            long left = room.left(running);
            if (left < LEAST_ROOM_BYTES) {
                throw new IOException("only " + left / 1_000_000 + " MB are free, a recording needs "
                        + LEAST_ROOM_BYTES / 1_000_000 + " MB");
            }
        } catch (IOException e) {
            throw new IOException("no recording can be kept in " + directory + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
    }

    /** Puts a file that is whole where it belongs. */
    static void move(Path file, Path place) throws IOException {
        Files.createDirectories(place.getParent());
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Makes the header of a WAV file of ours say how much sound is behind it, whatever a killed server left there.
     *
     * @return how long it is; empty sound = zero
     */
    Duration mend(Path wav) throws IOException {
        try (FileChannel file = FileChannel.open(wav, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            if (file.read(header, 0) < HEADER || header.getInt(SAMPLE_RATE_AT) <= 0) {
                return Duration.ZERO;
            }
            long data = (file.size() - HEADER) / FRAME_BYTES * FRAME_BYTES;
            file.truncate(HEADER + data);
            header.putInt(RIFF_LENGTH_AT, (int) (HEADER - 8 + data)).putInt(DATA_LENGTH_AT, (int) data);
            file.write(header.rewind(), 0);
            return Duration.ofMillis(data / FRAME_BYTES * 1000 / header.getInt(SAMPLE_RATE_AT));
        } catch (NoSuchFileException e) {
            return Duration.ZERO;
        }
    }

    /** Removes what lies among the running ones and belongs to none of these. */
    void removeOthers(List<Path> wanted) {
        try (Stream<Path> files = Files.list(running)) {
            files.filter(file -> !wanted.contains(file)).forEach(RecordingFiles::remove);
        } catch (NoSuchFileException e) {
            LOG.debug("nothing was ever recorded");
        } catch (IOException e) {
            LOG.warn("what is left in {} cannot be seen: {}", running, e.toString());
        }
    }

    /** True where it is gone afterwards. */
    static boolean remove(Path file) {
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", file, e.toString());
            return false;
        }
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
