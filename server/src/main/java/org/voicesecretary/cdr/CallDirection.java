package org.voicesecretary.cdr;

import java.util.Locale;
import org.voicesecretary.call.CallKind;

/** Which way a call went. */
public enum CallDirection {
    /** From outside to a number of ours. */
    IN,
    /** From an extension to a number outside. */
    OUT,
    /** From an extension to another, or to a service of this PBX. */
    INTERNAL;

    static CallDirection of(CallKind kind) {
        return switch (kind) {
            case CallKind.Incoming() -> IN;
            case CallKind.Outgoing _ -> OUT;
            case CallKind.Internal _ -> INTERNAL;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
