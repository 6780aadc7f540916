package org.voicesecretary.outbound;

import java.net.UnknownHostException;

/** The guard forbids every address of a host. */
public final class AddressRefusedException extends UnknownHostException {
    public AddressRefusedException(String message) {
        super(message);
    }
}
