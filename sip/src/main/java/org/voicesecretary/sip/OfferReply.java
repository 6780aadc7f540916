package org.voicesecretary.sip;

/** What we say to an {@link Offer}. */
public sealed interface OfferReply {

    /** Agreed; the session changes. */
    record Accept(byte[] answer) implements OfferReply {}

    /**
     * Not agreed; the session stays as it was (RFC 3261 §14.2). Where the offer came in a response, the call ends.
     *
     * @param status 488, or another from 400 on
     */
    record Refuse(int status, String reason) implements OfferReply {}

    /** 488 Not Acceptable Here. */
    static OfferReply notAcceptable() {
        return new Refuse(488, "Not Acceptable Here");
    }
}
