package org.voicesecretary.media.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.clock.MediaClock;

/** The one thread that writes all recordings, ten times a second. It starts with the first one. */
public final class RecordingWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordingWriter.class);
    private static final long ROUND_NANOS = 100_000_000L;

    private final MediaClock clock;
    private final List<Recording> running = new CopyOnWriteArrayList<>();
    private final AtomicLong droppedBefore = new AtomicLong();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /** A writer of nothing yet. */
    public RecordingWriter(MediaClock clock) {
        this.clock = clock;
    }

    /**
     * Begins a recording that starts now.
     *
     * @param file is created or replaced
     * @param sampleRate 8000 or 16,000
     * @throws IOException where the file cannot be created
     */
    public Recording begin(Path file, int sampleRate) throws IOException {
        Recording recording = new Recording(file, sampleRate, clock.nanos());
        running.add(recording);
        startOnce();
        return recording;
    }

    /** Recordings running now. */
    public int running() {
        return running.size();
    }

    /** Frames that all recordings together have lost. */
    public long framesDropped() {
        long dropped = droppedBefore.get();
        for (Recording recording : running) {
            dropped += recording.framesDropped();
        }
        return dropped;
    }

    /** Has a recording that has ended completed soon instead of in the next round. */
    public void hurry() {
        LockSupport.unpark(thread);
    }

    /** Ends and completes all recordings. */
    @Override
    public void close() {
        closed = true;
        Thread writing = thread;
        if (writing == null) {
            return;
        }
        LockSupport.unpark(writing);
        try {
            writing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void startOnce() {
        if (thread == null && !closed) {
            Thread starting =
                    Thread.ofPlatform().name("media-recorder").daemon(true).unstarted(this::run);
            thread = starting;
            starting.start();
        }
    }

    private void run() {
        while (!closed) {
            round();
            clock.parkUntil(clock.nanos() + ROUND_NANOS);
        }
        long now = clock.nanos();
        running.forEach(recording -> recording.end(now));
        round();
    }

    private void round() {
        for (Recording recording : running) {
            boolean goesOn;
            try {
                goesOn = recording.write(clock.nanos());
            } catch (RuntimeException e) {
                log.error("a recording failed and is given up", e);
                recording.result().completeExceptionally(e);
                goesOn = false;
            }
            if (!goesOn) {
                running.remove(recording);
                droppedBefore.addAndGet(recording.framesDropped());
            }
        }
    }
}
