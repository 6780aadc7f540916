package org.voicesecretary.call;

import java.util.Locale;

/** Who ended a call. */
public enum HangUpSide {
    CALLER,
    ROBOT,
    /** The extension or outside number that the call was handed to. */
    CALLEE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
