package org.voicesecretary.phone;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.voicesecretary.testkit.HeardAudio;
import org.voicesecretary.testkit.NanoClock;

/**
 * Tells when speech begins and when it ends, until the call is over. The key script listens to the same sound on a thread of its own;
 * it waits here until what it acts upon is told, so that no key is told before the silence that it was pressed in.
 */
final class Ears implements Runnable {
    /** How long a sound may stay untold: one too short to be speech never is told. */
    private static final Duration TOO_SHORT = KeyScript.QUIET;

    private static final Duration GLANCE = Duration.ofMillis(200);

    /** The end of the call. */
    interface CallEnd {
        /** Waits for it for so long; tells whether it came. */
        boolean came(Duration within) throws InterruptedException;
    }

    private final HeardAudio heard;
    private final CallEnd end;
    private final Consumer<Happening> tell;
    private final NanoClock clock;
    private final long start;
    private int told;
    private boolean speech;
    private boolean over;

    Ears(HeardAudio heard, CallEnd end, Consumer<Happening> tell, NanoClock clock) {
        this.heard = heard;
        this.end = end;
        this.tell = tell;
        this.clock = clock;
        this.start = clock.nanoTime();
    }

    @Override
    public void run() {
        try {
            listen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            nowOver();
        }
    }

    private void listen() throws InterruptedException {
        int mark = 0;
        while (!end.came(Duration.ZERO)) {
            int before = heard.mark(); // what comes while this looks at the sound is looked at next time
            if (!heard.awaitSound(mark, GLANCE)) {
                mark = before;
                continue;
            }
            long began = millis();
            tell.accept(new Happening.SpeechStarted());
            nowSpeech(true);
            boolean quiet = false;
            while (!quiet && !end.came(Duration.ZERO)) {
                quiet = heard.awaitQuiet(KeyScript.QUIET, GLANCE);
            }
            long silent = quiet ? KeyScript.QUIET.toMillis() : 0;
            tell.accept(new Happening.SpeechEnded(Math.max(0, millis() - silent - began)));
            nowSpeech(false);
            mark = heard.mark();
        }
    }

    /** How many times speech was told. */
    synchronized int told() {
        return told;
    }

    /**
     * Waits until the speech that is heard is told, unless it is too short to be.
     *
     * @param known how many times speech had been told before it
     */
    synchronized void awaitSpeechTold(int known) throws InterruptedException {
        long deadline = clock.nanoTime() + TOO_SHORT.toNanos();
        long left = TOO_SHORT.toNanos();
        while (!over && !speech && told == known && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - clock.nanoTime();
        }
    }

    /** Waits until the end of the speech that was told is told too; the end of the call ends all speech. */
    synchronized void awaitSilenceTold() throws InterruptedException {
        while (!over && speech) {
            wait();
        }
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - start);
    }

    private synchronized void nowSpeech(boolean now) {
        speech = now;
        told += now ? 1 : 0;
        notifyAll();
    }

    private synchronized void nowOver() {
        over = true;
        notifyAll();
    }
}
