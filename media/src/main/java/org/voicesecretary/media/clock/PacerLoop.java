package org.voicesecretary.media.clock;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that serves many sessions: in each turn it does what others asked for, sends what is due, then reads what has come. Since
 * everything of a session happens here, a session needs no lock, and a turn every 2.5 ms takes in what arrived in one sweep instead of
 * waking up for each packet.
 */
public final class PacerLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PacerLoop.class);
    private static final long IDLE_NANOS = 1_000_000_000L;

    private final MediaClock clock;
    private final PacingWheel wheel;
    private final Runnable reading;
    private final Runnable closing;
    private final Lateness lateness = new Lateness();
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger load = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable Thread thread;
    private volatile boolean idle;
    private volatile boolean closed;
    private volatile long lastTurn;

    /**
     * A loop that does not run yet: {@link #start} gives it a thread; a test calls {@link #turn} itself.
     *
     * @param reading takes in what has arrived; called once per turn
     * @param closing called last, on the loop's thread
     */
    public PacerLoop(MediaClock clock, PacingConfig config, Runnable reading, Runnable closing) {
        this.clock = clock;
        this.reading = reading;
        this.closing = closing;
        this.wheel = new PacingWheel(
                clock,
                config.frame().toNanos(),
                config.slots(),
                config.maxLag().toNanos(),
                lateness,
                (member, fault) ->
                        log.error("media session {} failed in its turn; it goes on with the next", member, fault));
    }

    /** Starts the thread of the loop. A platform thread: its punctuality must not depend on who else runs virtual threads. */
    public void start(String name) {
        Thread starting = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
        lastTurn = clock.nanos();
        thread = starting;
        starting.start();
    }

    /** Runs {@code request} on the loop's thread: at once where that is the caller's, else in the next turn, within 2.5 ms. */
    public void execute(Runnable request) {
        if (onLoop()) {
            request.run();
            return;
        }
        requests.add(request);
        if (ended.isDone()) {
            doRequests(); // nobody else will: the thread has gone
        } else if (idle || closed) {
            wake();
        }
    }

    /** Waits until {@code answer} is there or the loop has ended. Not on the loop's thread. */
    public void awaitEndOr(CompletableFuture<?> answer) {
        CompletableFuture.anyOf(answer, ended).join();
    }

    /** Whether its thread has gone; requests are then done by who makes them. */
    public boolean hasEnded() {
        return ended.isDone();
    }

    /** Whether the calling thread is the loop's; always, while the loop has no thread and is turned by hand. */
    public boolean onLoop() {
        return thread == null || Thread.currentThread() == thread;
    }

    /** Gives {@code member} a turn every frame. On the loop's thread only. */
    public PacingWheel.Seat join(Paced member) {
        return wheel.join(member);
    }

    /** Ends the turns of a member. On the loop's thread only. */
    public void leave(PacingWheel.Seat seat) {
        wheel.leave(seat);
    }

    /** How many sessions were given to this loop; the owner counts, so that two that open at once are spread too. */
    public AtomicInteger load() {
        return load;
    }

    /** How late packets were sent. */
    public LatenessSnapshot lateness() {
        return lateness.snapshot();
    }

    /** Turns given up since the start, see {@link PacingWheel#skippedTurns()}. */
    public long skippedTurns() {
        return wheel.skippedTurns();
    }

    /** When the loop began its last turn, by its clock: at most a second ago, or something is broken. */
    public long lastTurn() {
        return lastTurn;
    }

    /** One turn without waiting. */
    public void turn() {
        doRequests();
        wheel.runDue();
        guarded(reading);
    }

    /** The lock is free but for the moments after the end, when requests are done by who makes them. */
    private synchronized void doRequests() {
        Runnable request = requests.poll();
        while (request != null) {
            guarded(request);
            request = requests.poll();
        }
    }

    /** Stops the loop and waits until its thread has released what it owns. */
    @Override
    public void close() {
        closed = true;
        if (thread == null) {
            closing.run();
            ended.complete(null);
            return;
        }
        wake();
        if (!onLoop()) {
            ended.join();
        }
    }

    private void run() {
        ThreadUrgency.raise(ThreadUrgency.SOUND);
        try {
            while (!closed) {
                lastTurn = clock.nanos();
                turn();
                idle = wheel.members() == 0;
                if (!requests.isEmpty() || closed) {
                    continue;
                }
                clock.parkUntil(idle ? clock.nanos() + IDLE_NANOS : wheel.nextDeadline());
            }
            turn(); // what was asked for before the end is still done
        } finally {
            guarded(closing);
            ended.complete(null);
            doRequests();
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // even an Error of one session must not end the others' sound
            log.error("media loop {}: a request failed; the loop goes on", thread, e);
        }
    }

    private void wake() {
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }
}
