package org.voicesecretary.call;

import java.util.Locale;

/** Who ended a call. */
public enum HangUpSide {
    CALLER,
    ROBOT;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
