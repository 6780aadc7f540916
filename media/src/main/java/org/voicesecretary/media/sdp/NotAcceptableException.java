package org.voicesecretary.media.sdp;

/** No audio could be agreed on. */
public final class NotAcceptableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient NotAcceptable reason;

    public NotAcceptableException(NotAcceptable reason) {
        super(reason.message());
        this.reason = reason;
    }

    public NotAcceptable reason() {
        return reason;
    }
}
