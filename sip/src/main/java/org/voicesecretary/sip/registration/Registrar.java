package org.voicesecretary.sip.registration;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Binding.Reach;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.Hop;

/**
 * The registrar of RFC 3261 §10.3 with Path (RFC 3327) and Outbound (RFC 5626), registrar and edge in one: the flow token of the
 * latter is the {@link Flow} itself. Whoever calls it has authenticated the request and knows whose it is.
 */
public final class Registrar {

    /** What a REGISTER gets: to be sent with these header fields beside the usual ones. */
    public record Answer(int status, String reason, Headers headers) {}

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final RegistrarPolicy policy;
    private final BindingStore store;
    private final InstantSource clock;

    public Registrar(RegistrarPolicy policy, BindingStore store, InstantSource clock) {
        this.policy = policy;
        this.store = store;
        this.clock = clock;
    }

    public BindingStore store() {
        return store;
    }

    /**
     * Carries out one REGISTER.
     *
     * @param addressOfRecord whose bindings it changes or asks for
     * @param source the way it came
     */
    public Answer register(String addressOfRecord, SipRequest request, Flow source) {
        List<SipUri> path = new ArrayList<>();
        for (NameAddr hop : request.addresses(HeaderName.PATH)) {
            if (hop.uri() instanceof SipUri uri) {
                path.add(uri);
            }
        }
        if (path.size() != request.headers().list(HeaderName.PATH).size()) {
            return refusal(400, "Bad Path Header");
        }
        var origin = new Origin(addressOfRecord, request, source, path);
        List<String> contacts = request.headers().list(HeaderName.CONTACT);
        if (contacts.contains("*")) {
            return removeAll(origin, contacts.size());
        }
        if (lacksOutbound(origin)) {
            return refusal(439, "First Hop Lacks Outbound Support");
        }
        RegisterUpdate update = new RegisterUpdate(policy, origin.request);
        for (NameAddr contact : request.contacts()) {
            Answer refused = addContact(origin, contact, update);
            if (refused != null) {
                return refused;
            }
        }
        return carryOut(origin, update);
    }

    /** The REGISTER and all that is known of where it came from. */
    private record Origin(String addressOfRecord, SipRequest request, Flow source, List<SipUri> path) {

        boolean isDirect() {
            return path.isEmpty() && request.headers().list(HeaderName.VIA).size() == 1;
        }

        /** RFC 5626 §6: the device speaks it and so does whatever it talks to. */
        boolean isOutbound() {
            // The Path entry of the edge proxy is the last one: it is nearest to the device.
            return request.supports("outbound")
                    && (isDirect() || !path.isEmpty() && path.getLast().params().has("ob"));
        }
    }

    private static boolean hasFlow(NameAddr contact) {
        return contact.params().has("reg-id") && contact.params().has("+sip.instance");
    }

    private static boolean lacksOutbound(Origin origin) {
        return origin.request.supports("outbound")
                && !origin.isOutbound()
                && origin.request.contacts().stream().anyMatch(Registrar::hasFlow);
    }

    // RFC 3261 §10.2.2, §10.3 step 6
    private Answer removeAll(Origin origin, int contacts) {
        if (contacts > 1 || origin.request.expires().orElse(-1) != 0) {
            return refusal(400, "Contact * Needs Expires 0");
        }
        var update = new RegisterUpdate(policy, origin.request);
        update.removeAll();
        return carryOut(origin, update);
    }

    private @Nullable Answer addContact(Origin origin, NameAddr contact, RegisterUpdate update) {
        if (!(contact.uri() instanceof SipUri uri)) {
            return refusal(400, "Contact Is No SIP URI");
        }
        long asked = askedExpiry(origin.request, contact);
        if (asked > 0 && asked < policy.minimum().toSeconds()) {
            return new Answer(
                    423,
                    "Interval Too Brief",
                    Headers.of(
                            HeaderName.MIN_EXPIRES,
                            Long.toString(policy.minimum().toSeconds())));
        }
        long granted = Math.min(asked, policy.maximum().toSeconds());
        Instant expires = clock.instant().plusSeconds(granted);
        update.add(binding(origin, contact, uri.withoutHeaders(), expires), granted == 0);
        return null;
    }

    /** RFC 3261 §10.2.1.1: the parameter, else the header, else what is usual here; what is malformed counts as one hour. */
    private long askedExpiry(SipRequest request, NameAddr contact) {
        if (contact.params().has("expires")) {
            return seconds(contact.params().value("expires"));
        }
        String header = request.headers().first(HeaderName.EXPIRES);
        return header == null ? policy.usual().toSeconds() : seconds(header);
    }

    private static long seconds(@Nullable String text) {
        if (text == null || text.isEmpty() || text.chars().anyMatch(c -> c < '0' || c > '9')) {
            return 3600;
        }
        return text.length() > 10 ? Integer.MAX_VALUE : Long.parseLong(text);
    }

    private static Binding binding(Origin origin, NameAddr contact, SipUri uri, Instant expires) {
        String instance = contact.params().value("+sip.instance");
        int regId = origin.isOutbound() && hasFlow(contact)
                ? (int) Math.min(seconds(contact.params().value("reg-id")), Integer.MAX_VALUE)
                : 0;
        Reach reach = reach(origin, uri, regId);
        String userAgent = origin.request.headers().first(HeaderName.USER_AGENT);
        return new Binding(
                origin.addressOfRecord,
                uri,
                thousandths(contact.params().value("q")),
                expires,
                origin.request.callId(),
                origin.request.cseq().number(),
                Optional.ofNullable(instance),
                regId,
                origin.path,
                reach,
                new Hop(origin.source.transport(), origin.source.remote()),
                origin.source.point(),
                userAgent == null ? "" : userAgent,
                reach == Reach.CONTACT ? null : origin.source);
    }

    private static Reach reach(Origin origin, SipUri contact, int regId) {
        if (!origin.isDirect()) {
            return Reach.CONTACT;
        }
        InetAddress from = origin.source.remote().getAddress();
        boolean elsewhere = contact.host().address().filter(from::equals).isEmpty();
        if (!origin.source.transport().reliable()) {
            // A device behind a NAT writes an address that leads nowhere from here.
            return regId > 0 || elsewhere ? Reach.FLOW_ONLY : Reach.CONTACT;
        }
        // Nobody listens at the port from which a connection was opened.
        boolean ephemeral = contact.port() == origin.source.remote().getPort();
        return regId > 0 || elsewhere || ephemeral ? Reach.FLOW_ONLY : Reach.FLOW_FIRST;
    }

    /** RFC 3261 §20.10: 0 to 1; what is malformed counts as 1. */
    private static int thousandths(@Nullable String q) {
        if (q == null || !q.matches("[01](\\.\\d{0,3})?")) {
            return 1000;
        }
        return Math.min(1000, (int) Math.round(Double.parseDouble(q) * 1000));
    }

    private Answer carryOut(Origin origin, RegisterUpdate update) {
        List<Binding> now = update.changesNothing()
                ? store.of(origin.addressOfRecord)
                : store.update(origin.addressOfRecord, update, BindingChange.Cause.UNREGISTERED);
        Answer refused = update.refusal();
        if (refused != null) {
            return refused;
        }
        hold(origin, now);
        return new Answer(200, "OK", bindings(origin, now));
    }

    /** The connection has to stand as long as the registration does. */
    private void hold(Origin origin, List<Binding> now) {
        for (Binding binding : now) {
            if (origin.source.equals(binding.flow())) {
                origin.source.hold(binding.remaining(clock.instant()));
            }
        }
        if (!origin.source.isOpen()) {
            // It was closed while we worked; nobody will tell again.
            store.onFlowClosed(origin.source);
        }
    }

    // RFC 3261 §10.3 step 8
    private Headers bindings(Origin origin, List<Binding> now) {
        Instant instant = clock.instant();
        Headers.Builder headers = Headers.builder();
        now.forEach(binding ->
                headers.add(HeaderName.CONTACT, binding.answered(instant).text()));
        headers.add(HeaderName.DATE, DATE.format(instant));
        if (origin.request.supports("path")) {
            // RFC 3327 §5.3: the device sees what was written on the way.
            headers.copy(origin.request.headers(), HeaderName.PATH);
        }
        headers.add(HeaderName.SUPPORTED, "path, outbound");
        boolean flows =
                origin.isOutbound() && origin.request.contacts().stream().anyMatch(Registrar::hasFlow);
        if (flows) {
            // RFC 5626 §6: so the device knows that its reg-id was understood.
            headers.add(HeaderName.REQUIRE, "outbound");
            if (!policy.flowTimer().isZero()) {
                headers.add("Flow-Timer", Long.toString(policy.flowTimer().toSeconds()));
            }
        }
        return headers.build();
    }

    private static Answer refusal(int status, String reason) {
        return new Answer(status, reason, Headers.EMPTY);
    }
}
