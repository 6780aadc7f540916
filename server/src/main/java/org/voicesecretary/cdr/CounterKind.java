package org.voicesecretary.cdr;

import java.util.Locale;

/** What is counted, hour by hour. */
public enum CounterKind {
    /** Calls from outside, by the number that was called. */
    NUMBER,
    /** Calls that extensions made. */
    EXTENSION,
    /** Inputs of callers, by the name of their {@code wait_dtmf}; of menus it is {@code menu-0}. */
    STEP;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
