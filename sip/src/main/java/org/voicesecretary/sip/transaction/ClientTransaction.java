package org.voicesecretary.sip.transaction;

/** A request of ours that waits for its answer (RFC 3261 §17.1). */
public sealed interface ClientTransaction permits InviteClientTransaction, NonInviteClientTransaction {

    TransactionKey key();

    /** Gives the transaction up without telling its user. */
    void terminate();
}
