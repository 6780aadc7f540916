package org.voicesecretary.speech.program;

import org.jspecify.annotations.Nullable;

/** A child process that did not do its work. */
public final class ProgramException extends Exception {
    private static final long serialVersionUID = 1L;

    /** How it failed. */
    public enum Failure {
        /** The operating system would not start it: no such file, no permission, no memory. */
        NOT_STARTED,
        TIMED_OUT,
        TOO_MUCH_OUTPUT,
        /** It ended with an exit code other than 0, or by a signal. */
        FAILED,
        /** Its pipes broke in a way that says nothing about why. */
        BROKEN
    }

    private final Failure failure;

    ProgramException(Failure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
