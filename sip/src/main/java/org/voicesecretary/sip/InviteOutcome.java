package org.voicesecretary.sip;

import org.voicesecretary.sip.message.SipResponse;

/** What became of an INVITE of ours. */
public sealed interface InviteOutcome {

    /**
     * The call stands.
     *
     * @param response the 2xx; its body is the peer's answer, or its offer (already answered by {@link CallListener#onOffer}) where
     *     the INVITE had none
     */
    record Answered(Dialog dialog, SipResponse response) implements InviteOutcome {}

    /** A final response from 300 on. */
    record Rejected(SipResponse response) implements InviteOutcome {}

    /** We gave up, by {@link OutboundInvite#cancel()}. */
    record Cancelled() implements InviteOutcome {}

    /** No address of the target answered at all. */
    record Unreachable(String why) implements InviteOutcome {}

    /** The time of {@link OutboundInvite#await} passed; the INVITE goes on. */
    record StillRinging() implements InviteOutcome {}
}
