package org.voicesecretary.sip;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.Hop;

/** The ACK for one 2xx (RFC 3261 §13.2.2.4): sent once by us, and again for each time the 2xx comes again. */
final class Acknowledgement {

    private static final Logger log = LoggerFactory.getLogger(Acknowledgement.class);

    private final Agent agent;
    private final Dialog dialog;
    private final long cseq;
    private final Headers invite;
    private @Nullable SipRequest sent;
    private @Nullable Flow flow;

    /** @param invite the INVITE as it was sent: its credentials go along (RFC 3261 §22.1) */
    Acknowledgement(Agent agent, Dialog dialog, long cseq, @Nullable SipRequest invite) {
        this.agent = agent;
        this.dialog = dialog;
        this.cseq = cseq;
        this.invite = invite == null ? Headers.EMPTY : invite.headers();
    }

    /** @param answer to the offer of the 2xx; empty where there was none */
    void send(byte[] answer) {
        SipRequest ack = dialog.state().ack(cseq);
        Headers.Builder headers = ack.headers().toBuilder()
                .copy(invite, HeaderName.AUTHORIZATION)
                .copy(invite, HeaderName.PROXY_AUTHORIZATION);
        agent.config().introduce(headers, HeaderName.USER_AGENT);
        ack = ack.withHeaders(headers.build());
        SipRequest complete = answer.length == 0 ? ack : ack.withBody(SessionBody.TYPE, answer);
        Flow pinned = dialog.pinned();
        SipUri next = dialog.state().nextHop();
        if (pinned != null) {
            sendBy(pinned, complete);
        } else if (next == null) {
            log.debug("no ACK for {}: the peer's Contact is no SIP address", dialog.id());
        } else if (Agent.resolvesAtOnce(next)) {
            sendTo(next, complete);
        } else {
            agent.execute(() -> sendTo(next, complete));
        }
    }

    private void sendTo(SipUri next, SipRequest ack) {
        try {
            List<Hop> hops = agent.resolve(next);
            sendBy(agent.transport().flowTo(hops.getFirst()), ack);
        } catch (IOException e) {
            // The peer will repeat its 2xx, and give up in the end.
            log.debug("no ACK for {}: {}", dialog.id(), e.toString());
        }
    }

    private void sendBy(Flow by, SipRequest ack) {
        SipRequest complete = agent.withVia(ack, by);
        synchronized (this) {
            sent = complete;
            flow = by;
        }
        agent.transactions().sendStateless(complete, by);
    }

    void again() {
        SipRequest ack;
        Flow by;
        synchronized (this) {
            ack = sent;
            by = flow;
        }
        if (ack != null && by != null) {
            agent.transactions().sendStateless(ack, by);
        }
    }
}
