package org.voicesecretary.media.rtcp;

/** A datagram is no compound RTCP packet. */
public final class RtcpFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    public RtcpFormatException(String message) {
        super(message);
    }
}
