package org.voicesecretary.pbx.registrar;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/** What became of the requests of telephones. */
public final class RegistrationCounts {
    public enum Outcome {
        /** 200: a registration, a refresh, a goodbye or a question. */
        ACCEPTED,
        /** Known, and refused all the same: too many devices, another's address, a malformed request. */
        REFUSED,
        /** Of a registration or a call; also where there is no such login. */
        WRONG_PASSWORD;

        /** The word as it stands in metrics. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final AtomicLongArray counts = new AtomicLongArray(Outcome.values().length);

    void add(Outcome outcome) {
        counts.incrementAndGet(outcome.ordinal());
    }

    public long count(Outcome outcome) {
        return counts.get(outcome.ordinal());
    }
}
