package org.voicesecretary.sip;

import org.voicesecretary.sip.message.SipMessage;

/**
 * A session description the peer offers.
 *
 * @param body its bytes, application/sdp
 * @param carrier the message it came in: a re-INVITE, an UPDATE, a PRACK, or a response to our INVITE without offer
 */
public record Offer(byte[] body, SipMessage carrier) {}
