package org.voicesecretary.sip.transaction;

import org.voicesecretary.sip.message.SipResponse;

/** A request that came in and is being answered (RFC 3261 §17.2). */
public sealed interface ServerTransaction permits InviteServerTransaction, NonInviteServerTransaction {

    TransactionKey key();

    /**
     * Sends a response; a final one ends what may be said.
     *
     * @return false when the transaction had its final response before, or is over: nothing was sent
     */
    boolean respond(SipResponse response);

    /** Forgets the transaction without a word. */
    void terminate();
}
