package org.voicesecretary.sip.auth;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The highest count seen per nonce, so that a recorded request cannot be sent again. Only nonces that came with the
 * right password are kept, and only as long as they are good, at most {@value #MAX} of them: the oldest go first.
 */
final class NonceCounts {
    static final int MAX = 100_000;

    private record Seen(long count, long at) {}

    private final long lifeMillis;
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    NonceCounts(long lifeMillis) {
        this.lifeMillis = lifeMillis;
    }

    /** Notes the count; false where it, or a greater one, was there before. */
    synchronized boolean advance(String nonce, long count, long nowMillis) {
        Seen before = seen.remove(nonce);
        boolean fresh = before == null ? count > 0 : count > before.count();
        seen.put(nonce, new Seen(fresh || before == null ? count : before.count(), nowMillis));
        var oldest = seen.entrySet().iterator();
        while (oldest.hasNext()) {
            Seen entry = oldest.next().getValue();
            if (nowMillis - entry.at() <= lifeMillis && seen.size() <= MAX) break;
            oldest.remove();
        }
        return fresh;
    }
}
