package org.voicesecretary.call.script;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.timeline.TimelineEvent.StepTimings;

/**
 * Measures the silence that nobody intended: from the moment the caller may expect something to the next sound. Waiting
 * for keys after a prompt is intended silence and does not count.
 */
final class SilenceMeter {
    private boolean silent;
    private long since;
    private long countedUntil;
    private long total;
    private long longest;
    private boolean keyPressed;
    private long keyAt;

    /** From here on the caller waits for us. */
    void expectSound(long now) {
        if (!silent) {
            silent = true;
            since = now;
            countedUntil = now;
        }
    }

    /** A sound starts, or the caller's turn begins. */
    void silenceEnds(long now) {
        if (silent) {
            count(now);
            silent = false;
        }
    }

    /** When the silence that is going on began; only meaningful after {@link #expectSound}. */
    long since() {
        return since;
    }

    /** A key completed an input: from here on the caller waits for the answer to it. */
    void inputCompleted(long at) {
        keyPressed = true;
        keyAt = at;
    }

    /** Milliseconds from the key that completed an input to the sound that starts now; null if no key led to it. */
    @Nullable
    Long answeredKey(long now) {
        @Nullable Long millis = keyPressed ? millis(now - keyAt) : null;
        keyPressed = false;
        return millis;
    }

    /** No sound answers the key that completed the last input. */
    void forgetKey() {
        keyPressed = false;
    }

    /** The figures up to {@code now}, also of a silence that goes on; starts anew. */
    StepTimings take(int step, long now, @Nullable Long digitToAudio) {
        if (silent) {
            count(now);
        }
        var timings = new StepTimings(step, millis(total), millis(longest), digitToAudio);
        total = 0;
        longest = 0;
        return timings;
    }

    private void count(long now) {
        total += now - countedUntil;
        countedUntil = now;
        longest = Math.max(longest, now - since);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
