package org.voicesecretary.protocol;

/** How a call ended, in the words of the protocol. */
public enum Disposition {
    ANSWERED("answered"),
    BUSY("busy"),
    CANCEL("cancel"),
    NO_ANSWER("no answer"),
    FAILED("failed"),
    NO_MONEY("no money"),
    UNALLOCATED_NUMBER("unallocated number"),
    NO_LIMIT("no limit"),
    NO_DAY_LIMIT("no day limit"),
    LINE_LIMIT("line limit"),
    NO_MONEY_NO_LIMIT("no money, no limit"),
    /** A word that is none of the above; only read, never sent. The field itself tells which. */
    OTHER("other");

    private final String wireName;

    Disposition(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** Reads a disposition; {@code call failed} is the other spelling of {@code failed} in circulation. */
    public static Disposition of(String text) {
        for (Disposition disposition : values()) {
            if (disposition.wireName.equals(text)) {
                return disposition;
            }
        }
        return text.equals("call failed") ? FAILED : OTHER;
    }
}
