package org.voicesecretary.protocol;

/** A form body that cannot be read; the message says what is wrong and where. */
public final class MalformedFormException extends Exception {
    public MalformedFormException(String message) {
        super(message);
    }
}
