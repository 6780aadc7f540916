package org.voicesecretary.call;

/** Rings other phones for a call. */
public interface Dialer {
    /** Sends the INVITE and returns at once; what becomes of it, failure too, is told to {@code mailbox}. */
    Branch dial(DialOrder order, Mailbox mailbox);
}
