package org.voicesecretary.sip.transport;

import org.voicesecretary.sip.message.SipMessage;

/**
 * Sees each message as it comes in and as it goes out the first time (what timers repeat is only counted). Called on the threads of
 * the transport: it must be quick and never block. To follow one call, look at the Call-ID.
 */
@FunctionalInterface
public interface MessageTap {

    enum Direction {
        RECEIVED,
        SENT
    }

    void onMessage(Direction direction, SipMessage message, Flow flow);
}
