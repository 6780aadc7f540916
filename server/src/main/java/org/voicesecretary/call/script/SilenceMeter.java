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
    private long total;
    private long longest;
    private boolean keyPressed;
    private long keyAt;

    /** From here on the caller waits for us. */
    void expectSound(long now) {
        if (!silent) {
            silent = true;
            since = now;
        }
    }

    /** A sound starts, or the caller's turn begins. */
    void silenceEnds(long now) {
        if (silent) {
            silent = false;
            total += now - since;
            longest = Math.max(longest, now - since);
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

    /** The figures up to the step's first sound at {@code now}; starts anew. */
    StepTimings take(int step, long now) {
        @Nullable Long digitToAudio = keyPressed ? millis(now - keyAt) : null;
        var timings = new StepTimings(step, millis(total), millis(longest), digitToAudio);
        total = 0;
        longest = 0;
        keyPressed = false;
        return timings;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
