package org.voicesecretary.sip.transaction;

import java.io.IOException;
import org.voicesecretary.sip.message.SipResponse;

/**
 * Who made a request and waits for what comes of it. Called without any lock of the transaction, on a thread of the transport or of
 * the timers, so it must not block. After a final response (for INVITE: other than 2xx), a timeout or a failure nothing follows.
 */
public interface ClientTransactionUser {

    /** A provisional or final response; for an INVITE each 2xx again and again, with each To tag (RFC 6026 §7.2). */
    void onResponse(SipResponse response);

    /** Timer B or F: the peer never answered; to be treated as 408 (RFC 3261 §8.1.3.1). */
    void onTimeout();

    /** The request could not be sent; to be treated as 503 (RFC 3261 §8.1.3.1). */
    void onTransportError(IOException cause);
}
