package org.voicesecretary.sip;

/** Decides about subscriptions (RFC 6665). */
@FunctionalInterface
public interface SubscribeHandler {

    /** Knows no event package. */
    SubscribeHandler NONE = InboundSubscribe::rejectEvent;

    /** A new subscription is wanted; runs on a virtual thread of its own. What is neither accepted nor rejected then waits for it. */
    void onSubscribe(InboundSubscribe subscribe) throws InterruptedException;
}
