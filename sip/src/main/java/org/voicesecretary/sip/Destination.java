package org.voicesecretary.sip;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Binding;
import org.voicesecretary.sip.transport.Flow;

/**
 * Where a request outside of dialogs goes.
 *
 * @param target the Request-URI
 * @param routes first proxy first
 * @param flow the way to take, whatever the URIs say; null: what they say
 * @param flowOnly without the flow it cannot be reached (RFC 5626 §5.3)
 */
record Destination(
        SipUri target, List<SipUri> routes, @Nullable Flow flow, boolean flowOnly) {

    static Destination of(SipUri target, InviteOptions options) {
        List<SipUri> routes = options.route()
                .map(route -> List.of(route.withParam("lr", null)))
                .orElse(List.of());
        return new Destination(target, routes, null, false);
    }

    static Destination of(Agent agent, Binding device) {
        boolean flowOnly = device.reach() == Binding.Reach.FLOW_ONLY;
        return new Destination(device.contact(), device.path(), flowOf(agent, device), flowOnly);
    }

    private static @Nullable Flow flowOf(Agent agent, Binding device) {
        Flow flow = device.flow();
        if (flow != null || device.reach() != Binding.Reach.FLOW_ONLY) {
            return flow;
        }
        try {
            // After a restart: a device behind a NAT is still at the address from which it registered by UDP.
            return agent.transport().wayBack(device.local(), device.source());
        } catch (IOException e) {
            return null;
        }
    }

    /** Whom RFC 3263 is asked about. */
    SipUri first() {
        return routes.isEmpty() ? target : routes.getFirst();
    }

    boolean isLost() {
        return flowOnly && (flow == null || !flow.isOpen());
    }

    void addRoutes(Headers.Builder headers) {
        routes.forEach(route -> headers.add(HeaderName.ROUTE, NameAddr.of(route).text()));
    }
}
