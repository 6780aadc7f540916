package org.voicesecretary.media.sdp;

/** A body is no session description; the message says which line, what it is and what was expected. */
public final class SdpParseException extends Exception {

    private static final long serialVersionUID = 1L;

    public SdpParseException(String message) {
        super(message);
    }
}
