package org.voicesecretary.call.script;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.call.CallSignal.DigitPressed;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.media.dtmf.DtmfDigit;

/**
 * Keys that nobody has taken yet (type-ahead), and the one key that nobody wants: callers who are used to confirm with
 * {@code #} press it after an input that was complete without it.
 */
final class Keys {
    private static final long SWALLOW_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Nobody types ahead more than this on purpose; further keys are lost. */
    static final int MOST_KEPT = Mailbox.MAX_KEYS;

    private final ArrayDeque<DigitPressed> kept = new ArrayDeque<>(2);
    private boolean inputJustCompleted;
    private long completedAt;

    /** Whether this key, just pressed, is the {@code #} that nobody wants. */
    boolean swallows(DigitPressed key) {
        if (!inputJustCompleted) {
            return false;
        }
        inputJustCompleted = false; // only the very next key can be it
        return key.digit() == DtmfDigit.POUND && key.nanoTime() - completedAt <= SWALLOW_NANOS;
    }

    /** Keeps a key for the next input. */
    void keep(DigitPressed key) {
        if (kept.size() < MOST_KEPT) {
            kept.add(key);
        }
    }

    /** Takes the oldest key that was kept. */
    Optional<DigitPressed> take() {
        return Optional.ofNullable(kept.poll());
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    void forget() {
        kept.clear();
    }

    /** An input took all the digits it wanted with {@code last}; a {@code #} right after it means nothing. */
    void inputCompletedBy(DigitPressed last) {
        inputJustCompleted = true;
        completedAt = last.nanoTime();
        DigitPressed next = kept.peek();
        if (next != null && swallows(next)) {
            kept.remove();
        }
    }
}
