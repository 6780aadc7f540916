package org.voicesecretary.speech;

import org.jspecify.annotations.Nullable;

/** Text that did not become sound. The message is for people: what failed, the value, what was expected, what to do. */
public final class SpeechException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is. */
    public enum Kind {
        /** The text or the wish cannot be rendered by any engine. */
        SCRIPT,
        /** The engine failed: crashed, took too long, answered rubbish or silence. */
        UPSTREAM,
        /** The installation lacks something: no engine, a wrong path, a wrong key. */
        OPERATOR,
        /** More is asked for at once than the engine's limits allow. */
        CAPACITY,
        /** A mistake in this program. */
        INTERNAL
    }

    private final Kind kind;

    public SpeechException(Kind kind, String message) {
        this(kind, message, null);
    }

    public SpeechException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
