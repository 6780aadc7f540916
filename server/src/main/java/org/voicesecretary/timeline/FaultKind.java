package org.voicesecretary.timeline;

import java.util.Locale;

/** Whose fault a failure is. The same six words label metrics, problem documents, call records and the timeline. */
public enum FaultKind {
    /** The caller or the caller's equipment: gone without a word, nonsense in a message. */
    CALLER,
    /** The customer's script: unreachable, slow, or saying something that cannot be done. */
    SCRIPT,
    /** Somebody else's service: a trunk, a speech engine. */
    UPSTREAM,
    /** The installation: configuration, a missing sound file. */
    OPERATOR,
    /** A bug in this program. */
    INTERNAL,
    /** Too much at once: calls, ports, load. */
    CAPACITY;

    /** The word as it stands in metrics and records. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
