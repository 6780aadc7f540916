package org.voicesecretary.pbx.outgoing;

/** Why a call out does not take place. */
public enum BlockReason {
    /** No rule allows calls out at all. */
    OFF(51),
    /** There is no line that the call could take. */
    NO_TRUNK(51),
    /** There is no line that a call for help could take. */
    NO_EMERGENCY_CALLS(52),
    /** The country is not on the list. */
    COUNTRY(53),
    /** Premium, shared cost or personal numbers, or a beginning that the operator named. */
    PREMIUM(53),
    /** Nobody knows what it costs: a short number without a stated price, or a number that is not assigned. */
    UNKNOWN_COST(53),
    NIGHT(54),
    CALLS_AT_ONCE(55),
    CALLS_PER_HOUR(55),
    MINUTES_PER_DAY(55);

    private final int phrase;

    BlockReason(int phrase) {
        this.phrase = phrase;
    }

    /** What the person at the telephone hears: a number of docs/phrases.md, so that it is spoken in the account's language. */
    public int phrase() {
        return phrase;
    }
}
