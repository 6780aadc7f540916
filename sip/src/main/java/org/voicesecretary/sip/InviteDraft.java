package org.voicesecretary.sip;

import java.util.Optional;
import org.voicesecretary.sip.auth.DigestClient;
import org.voicesecretary.sip.dialog.SessionTimerPolicy;
import org.voicesecretary.sip.message.CSeq;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transport.Flow;

/** The INVITE of one call of ours: the same in each try, but for CSeq, Contact and Min-SE. */
final class InviteDraft {

    private static final String ANONYMOUS = "anonymous";

    private final Agent agent;
    private final Destination destination;
    private final byte[] offer;
    private final InviteOptions options;
    private final String callId;
    private final String fromTag;
    private long cseq;
    private Optional<Long> demandedMinSe = Optional.empty();
    private boolean answeredEarly;

    InviteDraft(Agent agent, Destination destination, byte[] offer, InviteOptions options) {
        this.agent = agent;
        this.destination = destination;
        this.offer = offer;
        this.options = options;
        this.callId = agent.token() + agent.token();
        this.fromTag = agent.token();
        this.cseq = agent.firstNumber();
    }

    Destination destination() {
        return destination;
    }

    String callId() {
        return callId;
    }

    byte[] offer() {
        return offer;
    }

    DigestClient.Logins logins() {
        return options.logins().orElseGet(() -> agent.config().logins());
    }

    synchronized void answeredEarly() {
        answeredEarly = true;
    }

    /** Whether the offer of the peer came in a reliable provisional and was answered in its PRACK. */
    synchronized boolean isAnsweredEarly() {
        return answeredEarly;
    }

    /** Ours, for this call. */
    SipUri contact(Flow flow) {
        return agent.contact(
                flow, destination.target().secure(), options.contactUser().orElse(null));
    }

    synchronized SipRequest next(Flow flow) {
        cseq++;
        SipUri contact = contact(flow);
        NameAddr from = options.from().orElseGet(() -> NameAddr.of(SipUri.of(ANONYMOUS, contact.host(), -1)));
        Headers.Builder headers = Headers.builder();
        destination.addRoutes(headers);
        SipUri target = destination.target().withoutHeaders();
        headers.add(HeaderName.MAX_FORWARDS, Integer.toString(options.maxForwards()))
                .add(HeaderName.FROM, from.withTag(fromTag).text())
                .add(
                        HeaderName.TO,
                        options.to().orElseGet(() -> NameAddr.of(target)).text())
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, new CSeq(cseq, Method.INVITE).text())
                .add(HeaderName.CONTACT, NameAddr.of(contact).text())
                .add(HeaderName.ALLOW, agent.config().capabilities().allow());
        addReliability(headers);
        addSessionTimer(headers);
        options.headers().forEach(field -> headers.add(field.name(), field.value()));
        agent.config().introduce(headers, HeaderName.USER_AGENT);
        var invite = new SipRequest(Method.INVITE, target, headers.build());
        return offer.length == 0 ? invite : invite.withBody(SessionBody.TYPE, offer);
    }

    private void addReliability(Headers.Builder headers) {
        switch (options.reliability()) {
            case NONE -> headers.add(HeaderName.SUPPORTED, "timer");
            case SUPPORTED ->
                headers.add(HeaderName.SUPPORTED, agent.config().capabilities().supported());
            case REQUIRED ->
                headers.add(HeaderName.SUPPORTED, agent.config().capabilities().supported())
                        .add(HeaderName.REQUIRE, "100rel");
        }
    }

    // RFC 4028 §7.1
    private void addSessionTimer(Headers.Builder headers) {
        SessionTimerPolicy policy = agent.config().sessionTimers();
        policy.wanted().ifPresent(wanted -> {
            long seconds = Math.max(wanted.toSeconds(), demandedMinSe.orElse(0L));
            headers.add(HeaderName.SESSION_EXPIRES, Long.toString(seconds));
            headers.add(
                    HeaderName.MIN_SE,
                    Long.toString(demandedMinSe.orElse(policy.minimum().toSeconds())));
        });
    }

    /** RFC 4028 §7.3: 422 asks for a longer interval; once. */
    synchronized boolean adapt(SipResponse refusal) {
        if (refusal.status() != 422 || demandedMinSe.isPresent()) {
            return false;
        }
        demandedMinSe = SessionTimerPolicy.demanded(refusal);
        return demandedMinSe.isPresent();
    }
}
