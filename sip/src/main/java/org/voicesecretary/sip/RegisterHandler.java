package org.voicesecretary.sip;

import java.util.Optional;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Registrar;
import org.voicesecretary.sip.transport.Flow;

/** Lets devices register that know their password; gives all other requests to the next handler. */
public final class RegisterHandler implements RequestHandler {

    /** Whose bindings a user may change. */
    @FunctionalInterface
    public interface AddressesOfRecord {

        /** Each user has its own: {@code 7-101} that of {@code sip:7-101@anywhere}. */
        AddressesOfRecord OWN = (username, to) -> username.equals(to.user()) ? Optional.of(username) : Optional.empty();

        /**
         * The address-of-record.
         *
         * @param to of the REGISTER
         * @return empty: 403
         */
        Optional<String> of(String username, SipUri to);
    }

    private final RequestAuthenticator authenticator;
    private final AddressesOfRecord addresses;
    private final Registrar registrar;
    private final RequestHandler next;

    /** @param next answers what is no REGISTER */
    public RegisterHandler(
            RequestAuthenticator authenticator, AddressesOfRecord addresses, Registrar registrar, RequestHandler next) {
        this.authenticator = authenticator;
        this.addresses = addresses;
        this.registrar = registrar;
        this.next = next;
    }

    @Override
    public RequestReply onRequest(SipRequest request, Flow source) throws InterruptedException {
        if (!request.method().equals(Method.REGISTER)) {
            return next.onRequest(request, source);
        }
        return switch (authenticator.check(request)) {
            case RequestAuthenticator.Result.Unknown(RequestReply reply) -> reply;
            case RequestAuthenticator.Result.Wrong(String _, RequestReply reply) -> reply;
            case RequestAuthenticator.Result.Known(String username) -> register(username, request, source);
        };
    }

    private RequestReply register(String username, SipRequest request, Flow source) {
        Optional<String> aor = request.to().uri() instanceof SipUri to ? addresses.of(username, to) : Optional.empty();
        if (aor.isEmpty()) {
            return RequestReply.of(403, "Forbidden");
        }
        Registrar.Answer answer = registrar.register(aor.get(), request, source);
        return RequestReply.of(answer.status(), answer.reason(), answer.headers());
    }

    @Override
    public void onFlowClosed(Flow flow) {
        registrar.store().onFlowClosed(flow);
        next.onFlowClosed(flow);
    }
}
