package org.voicesecretary.sip;

import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/**
 * What the peer of one call does. The methods are called one after the other, in the order of events, on virtual threads: they may
 * block, but then the events behind them wait, and the peer with them where it expects an answer.
 */
public interface CallListener {

    /** Takes no notice; offers are refused. */
    CallListener NONE = new CallListener() {};

    /** The first provisional response to our INVITE came, if only 100: somebody is there. */
    default void onHeard() {}

    /** A provisional response to our INVITE other than 100; its body, where there is one, is the answer to our offer. */
    default void onProgress(SipResponse response) {}

    /**
     * As {@link #onProgress(SipResponse)}, with the early dialog: where a proxy forks, each phone has its own, and its own media. The
     * dialog of the phone that answers becomes the call; of the others nothing more is heard.
     */
    default void onProgress(Dialog early, SipResponse response) {
        onProgress(response);
    }

    /** The caller gave up before we answered; {@link #onEnded} follows. */
    default void onCancelled(SipRequest cancel) {}

    /** Our 200 went out: where the caller acknowledges the ringing reliably, that is later than {@link InboundInvite#answer}. */
    default void onAnswered(Dialog dialog) {}

    /**
     * The call stands: the ACK for our answer came, or we acknowledged the answer of the peer.
     *
     * @param ackBody the body of the received ACK: the peer's answer, where our 200 made the offer; else empty
     */
    default void onEstablished(Dialog dialog, byte[] ackBody) {}

    /** The peer offers a (new) session: a re-INVITE, an UPDATE, a PRACK, or a response to our INVITE without offer. */
    default OfferReply onOffer(Dialog dialog, Offer offer) {
        return OfferReply.notAcceptable();
    }

    /**
     * The peer sent a re-INVITE without an offer, so our 200 makes one; {@link #onAnswer} brings what comes back.
     *
     * @return our offer; by default the last session description we sent
     */
    default byte[] onOfferWanted(Dialog dialog) {
        return dialog.localDescription();
    }

    /** The peer's answer to an offer of ours that no blocking call waits for: in a PRACK, in the ACK of a re-INVITE, to a refresh. */
    default void onAnswer(Dialog dialog, byte[] answer) {}

    /** An INFO; it is answered with 200 whatever is done with it. */
    default void onInfo(Dialog dialog, SipRequest info) {}

    /** The peer wants us to call somebody else for it (RFC 3515): to be accepted or refused, now or later. */
    default void onRefer(Dialog dialog, InboundRefer refer) {
        refer.refuse(405, "Method Not Allowed");
    }

    /** Another request within the call: NOTIFY, MESSAGE … */
    default RequestReply onRequest(Dialog dialog, SipRequest request) {
        return RequestReply.of(405, "Method Not Allowed");
    }

    /** The call is over: called exactly once, as the last, for every call, answered or not. */
    default void onEnded(DialogEnd end) {}
}
