package org.voicesecretary.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** Decides who may take our time. Called for every datagram and request, so it must be quick and never block. */
public interface RequestFilter {

    /** Lets everybody in. */
    RequestFilter ALL = new RequestFilter() {};

    /**
     * Before anything is copied, parsed or allocated for a datagram or a connection.
     *
     * @return false to drop it without a word
     */
    default boolean admits(InetSocketAddress source, Transport transport) {
        return true;
    }

    /**
     * Whether the source is one that calls are taken from. Strangers get only a share of the connections, and short patience.
     */
    default boolean knows(InetAddress source) {
        return true;
    }

    /** After the request was read and before a transaction is made for it; never asked for ACK, CANCEL and repeated requests. */
    default Verdict judge(SipRequest request, Flow source) {
        return new Verdict.Pass();
    }

    /** What becomes of a request. */
    sealed interface Verdict {
        record Pass() implements Verdict {}

        /** No answer, as if it had never arrived. */
        record Drop() implements Verdict {}

        /** One answer without a transaction: repeated requests are judged, and answered, again. */
        record Answer(SipResponse response) implements Verdict {}

        /** As {@link Answer}, with nothing to say but this. */
        record Refuse(int status, String reason) implements Verdict {}
    }
}
