package org.voicesecretary.call.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.KeyFilter;
import org.voicesecretary.media.dtmf.DtmfDigit;

/**
 * The keys of an extension that talks: holds back what may become a code, until it is one, cannot become one any more, or nothing came for
 * two seconds. The media asks on its thread, the call looks on its own.
 */
final class CodeKeys implements KeyFilter {
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final List<DtmfDigit> held = new ArrayList<>();
    private List<DtmfDigit> released = new ArrayList<>();
    private long lastNanos;
    private boolean complete;

    /**
     * What there is to do.
     *
     * @param pass keys that turned out to be no code
     * @param keys that are a code; null = there is none
     */
    record Found(List<DtmfDigit> pass, @Nullable List<DtmfDigit> keys) {
        /** The code as it was keyed in; empty if there is none. */
        String text() {
            return keys == null ? "" : CodeKeys.text(keys);
        }
    }

    @Override
    public synchronized boolean passes(DtmfDigit digit, long nanoTime) {
        if (!held.isEmpty() && !complete && nanoTime - lastNanos >= PATIENCE_NANOS) {
            release();
        }
        lastNanos = nanoTime;
        held.add(digit);
        String keys = text(held);
        if (complete) {
            return false; // keyed in behind a code, which the call has not seen yet
        }
        if (InCallCode.isOne(keys)) {
            complete = true;
            return false;
        }
        if (InCallCode.mayBecomeOne(keys)) {
            return false;
        }
        held.removeLast();
        release();
        if (InCallCode.mayBecomeOne(text(List.of(digit)))) {
            held.add(digit);
            return false;
        }
        if (released.isEmpty()) {
            return true;
        }
        released.add(digit); // it must not overtake those before
        return false;
    }

    private void release() {
        released.addAll(held);
        held.clear();
    }

    /** When to {@link #look} again, if no key comes before; {@code never} if there is no need to. */
    synchronized long deadline(long never) {
        return held.isEmpty() ? never : lastNanos + PATIENCE_NANOS;
    }

    synchronized Found look(long now) {
        List<DtmfDigit> code = null;
        if (complete) {
            code = List.copyOf(held);
            held.clear();
            complete = false;
        } else if (!held.isEmpty() && now - lastNanos >= PATIENCE_NANOS) {
            release();
        }
        List<DtmfDigit> pass = released;
        released = new ArrayList<>();
        return new Found(pass, code);
    }

    private static String text(List<DtmfDigit> keys) {
        var text = new StringBuilder(keys.size());
        keys.forEach(key -> text.append(key.symbol()));
        return text.toString();
    }
}
