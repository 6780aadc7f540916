package org.voicesecretary.media.net;

/** No pair of ports is free for one more call: the caller is to be refused (503), the calls that run are untouched. */
public final class PortsExhaustedException extends Exception {
    private static final long serialVersionUID = 1L;

    PortsExhaustedException(String message) {
        super(message);
    }
}
