package org.voicesecretary.pbx.outgoing;

/** Why a call out does not take place. */
public enum BlockReason {
    /** No rule allows calls out at all. */
    OFF("Calls to numbers outside are not possible from this telephone."),
    /** There is no line that the call could take. */
    NO_TRUNK("This office has no line to the outside."),
    /** There is no line that a call for help could take. */
    NO_EMERGENCY_CALLS("Emergency calls are not possible from this telephone. Please use another telephone."),
    /** The country is not on the list. */
    COUNTRY("Calls to this country are not allowed from this telephone."),
    /** Premium, shared cost or personal numbers, or a beginning that the operator named. */
    PREMIUM("Calls to numbers with special prices are not allowed from this telephone."),
    /** Nobody knows what it costs: a short number without a stated price, or a number that is not assigned. */
    UNKNOWN_COST("This number cannot be called from this telephone."),
    NIGHT("This number cannot be called at this time of day."),
    CALLS_AT_ONCE("This telephone has too many calls at once. Please end one of them and try again."),
    CALLS_PER_HOUR("Too many calls were made from this telephone. Please try again later."),
    MINUTES_PER_DAY("The calls of today have used up the time of this telephone. Please try again tomorrow.");

    private final String announcement;

    BlockReason(String announcement) {
        this.announcement = announcement;
    }

    /** What the person at the telephone hears, in English. */
    public String announcement() {
        return announcement;
    }
}
