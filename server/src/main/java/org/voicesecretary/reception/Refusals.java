package org.voicesecretary.reception;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that were refused at the door. */
public final class Refusals {
    /** Why. */
    public enum Reason {
        /** The source is on no trunk's list. */
        SOURCE,
        /** No account has the number. */
        NUMBER,
        /** A telephone of ours gave a wrong password. */
        PASSWORD,
        /** A telephone of ours makes more calls than its extension's {@code lines} allow. */
        LINES,
        /** Nothing that both sides can speak, or no readable offer. */
        MEDIA,
        /** {@code max-calls} reached. */
        FULL,
        /** The machine does not keep up. */
        OVERLOAD,
        /** The range of media ports is used up. */
        PORTS,
        /** The server is about to stop. */
        DRAINING;

        /** The word as it stands in metrics. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

    public Refusals() {
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void add(Reason reason) {
        counter(reason).increment();
    }

    public long count(Reason reason) {
        return counter(reason).sum();
    }

    private LongAdder counter(Reason reason) {
        LongAdder counter = counts.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return counter;
    }
}
