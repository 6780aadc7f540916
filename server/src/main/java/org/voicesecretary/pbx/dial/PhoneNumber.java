package org.voicesecretary.pbx.dial;

import java.util.List;

/**
 * A telephone number outside the office.
 *
 * @param text E.164 with {@code +}; a short number of the own country as it is dialled
 * @param regions ISO 3166 codes of where it rings, {@code 001} for networks of no country; several only where the number is not
 *     assigned and its country code has several countries
 */
public record PhoneNumber(String text, List<String> regions, Kind kind) {
    /** What it costs, as far as the plan of its country says. */
    public enum Kind {
        ORDINARY,
        TOLL_FREE,
        SHARED_COST,
        PREMIUM,
        /** Follows a person and costs anything (in Britain: 070). */
        PERSONAL,
        /** A short number whose price nobody states. */
        UNKNOWN_COST,
        /** Of possible length, but in no range that its country has given out. */
        UNASSIGNED
    }

    public PhoneNumber {
        regions = List.copyOf(regions);
    }

    /** False for a short number, which means nothing in other countries. */
    public boolean international() {
        return text.startsWith("+");
    }
}
