package org.voicesecretary.sip;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.CSeq;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.ClientRegistration;
import org.voicesecretary.sip.registration.ClientRegistrationConfig;
import org.voicesecretary.sip.transport.Flow;

/** The REGISTERs of one registration of ours: one Call-ID, one count, one memory of challenges (RFC 3261 §10.2). */
final class RegisterExchange implements ClientRegistration.Exchange {

    private final Agent agent;
    private final ClientRegistrationConfig config;
    private final Authorizer authorizer;
    private final String callId;
    private final String fromTag;
    private long cseq;

    RegisterExchange(Agent agent, ClientRegistrationConfig config) {
        this.agent = agent;
        this.config = config;
        this.authorizer = new Authorizer(agent, config.logins());
        this.callId = agent.token() + agent.token();
        this.fromTag = agent.token();
        this.cseq = agent.firstNumber();
    }

    @Override
    public void register(long seconds, Consumer<ClientRegistration.Result> done) {
        var destination = new Destination(
                config.registrar(),
                config.route()
                        .map(route -> List.of(route.withParam("lr", null)))
                        .orElse(List.of()),
                null,
                false);
        var attempt = new Attempt(destination, seconds, done);
        attempt.request.sendTo(destination);
    }

    private SipUri contact(Flow flow) {
        return agent.contact(flow, config.registrar().secure(), config.contactUser());
    }

    private synchronized SipRequest request(Destination destination, long seconds, Flow flow) {
        cseq++;
        Headers.Builder headers = Headers.builder();
        destination.addRoutes(headers);
        headers.add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, config.addressOfRecord().withTag(fromTag).text())
                .add(HeaderName.TO, config.addressOfRecord().text())
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, new CSeq(cseq, Method.REGISTER).text())
                .add(HeaderName.CONTACT, NameAddr.of(contact(flow)).text())
                .add(HeaderName.EXPIRES, Long.toString(seconds))
                .add(HeaderName.ALLOW, agent.config().capabilities().allow());
        agent.config().introduce(headers, HeaderName.USER_AGENT);
        return new SipRequest(Method.REGISTER, destination.target(), headers.build());
    }

    /** One REGISTER with all its tries. */
    private final class Attempt implements OutgoingRequest.Maker {
        private final Destination destination;
        private final long seconds;
        private final Consumer<ClientRegistration.Result> done;
        private final OutgoingRequest request = new OutgoingRequest(agent, authorizer, this);

        Attempt(Destination destination, long seconds, Consumer<ClientRegistration.Result> done) {
            this.destination = destination;
            this.seconds = seconds;
            this.done = done;
        }

        @Override
        public SipRequest make(Flow flow) {
            return request(destination, seconds, flow);
        }

        @Override
        public void onFinal(SipResponse response) {
            @Nullable Flow flow = request.flow();
            done.accept(
                    response.isSuccess() && flow != null
                            ? new ClientRegistration.Result.Accepted(response, contact(flow), flow)
                            : new ClientRegistration.Result.Refused(response));
        }

        @Override
        public void onNoAnswer(String why) {
            done.accept(new ClientRegistration.Result.NoAnswer(why));
        }
    }
}
