package org.voicesecretary.sip.transaction;

import java.util.Locale;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.Via;

/**
 * What tells transactions apart.
 *
 * @param id the branch of the topmost Via; for requests of RFC 2543, what its peers keep equal (RFC 3261 §17.2.3)
 * @param sentBy host and port of the topmost Via for server transactions; empty for client transactions, whose branch is ours
 * @param method the method; INVITE for an ACK
 */
public record TransactionKey(String id, String sentBy, Method method) {

    /** RFC 3261 §17.2.3. */
    public static TransactionKey ofRequest(SipRequest request) {
        Via via = request.topVia();
        Method method = request.method().equals(Method.ACK) ? Method.INVITE : request.method();
        String sentBy = via.host().toLowerCase(Locale.ROOT) + ":" + via.port();
        String branch = via.branch();
        if (branch != null && via.hasRfc3261Branch()) {
            return new TransactionKey(branch, sentBy, method);
        }
        // RFC 2543: all of these stay the same in a repeated INVITE, its CANCEL and its ACK. The To tag is left out:
        // the ACK has
        // ours, the INVITE had none.
        String id = String.join(
                "\n",
                request.uri().text(),
                String.valueOf(request.fromTag()),
                request.callId(),
                Long.toString(request.cseq().number()),
                String.valueOf(branch));
        return new TransactionKey(id, sentBy, method);
    }

    /** RFC 3261 §17.1.3: the client transaction that {@code message}, a request of ours or a response to it, belongs to. */
    static TransactionKey ofClient(SipMessage message) {
        return new TransactionKey(
                String.valueOf(message.topVia().branch()), "", message.cseq().method());
    }

    TransactionKey withMethod(Method other) {
        return new TransactionKey(id, sentBy, other);
    }
}
