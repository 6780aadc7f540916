package org.voicesecretary.webhook;

import java.net.UnknownHostException;

/** The policy forbids every address of a host. */
final class AddressRefusedException extends UnknownHostException {
    AddressRefusedException(String message) {
        super(message);
    }
}
