package org.voicesecretary.sip;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.CSeq;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transport.Flow;

/** A request of ours outside of any call. */
final class LoneRequest implements OutgoingRequest.Maker {

    private final Agent agent;
    private final Method method;
    private final Destination destination;
    private final InviteOptions options;
    private final List<RequestReply.HeaderField> headers;
    private final @Nullable String contentType;
    private final byte[] body;
    private final String callId;
    private final String fromTag;
    private final CompletableFuture<RequestOutcome> outcome = new CompletableFuture<>();
    private long cseq;

    LoneRequest(
            Agent agent,
            Method method,
            Destination destination,
            InviteOptions options,
            List<RequestReply.HeaderField> headers,
            @Nullable String contentType,
            byte[] body) {
        this.agent = agent;
        this.method = method;
        this.destination = destination;
        this.options = options;
        this.headers = headers;
        this.contentType = contentType;
        this.body = body;
        this.callId = agent.token() + agent.token();
        this.fromTag = agent.token();
        this.cseq = agent.firstNumber();
    }

    RequestOutcome await() throws InterruptedException {
        var logins = options.logins().orElseGet(() -> agent.config().logins());
        new OutgoingRequest(agent, new Authorizer(agent, logins), this).sendTo(destination);
        return Waiting.get(outcome);
    }

    @Override
    public synchronized SipRequest make(Flow flow) {
        cseq++;
        SipUri contact = agent.contact(flow);
        NameAddr from = options.from().orElseGet(() -> NameAddr.of(contact));
        Headers.Builder all = Headers.builder();
        destination.addRoutes(all);
        SipUri target = destination.target();
        all.add(HeaderName.MAX_FORWARDS, Integer.toString(options.maxForwards()))
                .add(HeaderName.FROM, from.withTag(fromTag).text())
                .add(
                        HeaderName.TO,
                        options.to().orElseGet(() -> NameAddr.of(target)).text())
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, new CSeq(cseq, method).text())
                .add(HeaderName.CONTACT, NameAddr.of(contact).text());
        options.headers().forEach(field -> all.add(field.name(), field.value()));
        headers.forEach(field -> all.add(field.name(), field.value()));
        agent.config().introduce(all, HeaderName.USER_AGENT);
        var request = new SipRequest(method, target, all.build());
        return contentType == null ? request : request.withBody(contentType, body);
    }

    @Override
    public void onFinal(SipResponse response) {
        outcome.complete(
                response.isSuccess() ? new RequestOutcome.Success(response) : new RequestOutcome.Refused(response));
    }

    @Override
    public void onNoAnswer(String why) {
        outcome.complete(new RequestOutcome.NoAnswer(why));
    }
}
