package org.voicesecretary.sip.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.Hop;
import org.voicesecretary.sip.transport.ListeningPoint;

/**
 * Where one device of an address-of-record is (RFC 3261 §10).
 *
 * @param addressOfRecord as the {@link Registrar} was told it, such as {@code 7-101}
 * @param contact the Request-URI of what is sent there
 * @param priority the q of the Contact in thousandths, 0 to 1,000
 * @param callId of the REGISTER that made or refreshed it
 * @param cseq of that REGISTER
 * @param instance the {@code +sip.instance}, with its angle brackets
 * @param regId the {@code reg-id} of RFC 5626; 0: the device knows nothing of flows
 * @param path the Route of what is sent there, first proxy first (RFC 3327)
 * @param reach by which way
 * @param source where the REGISTER came from
 * @param local our end of that
 * @param userAgent what the device calls itself; perhaps empty
 * @param flow the way the REGISTER came, while it stands; null after a restart of ours
 */
public record Binding(
        String addressOfRecord,
        SipUri contact,
        int priority,
        Instant expires,
        String callId,
        long cseq,
        Optional<String> instance,
        int regId,
        List<SipUri> path,
        Reach reach,
        Hop source,
        ListeningPoint local,
        String userAgent,
        @Nullable Flow flow) {

    /** How a request finds the device. */
    public enum Reach {
        /** At its Contact, or by its Path. */
        CONTACT,
        /** By the connection the REGISTER came by; when that is gone, at its Contact. */
        FLOW_FIRST,
        /** Only back the way the REGISTER came: it speaks RFC 5626, or its Contact is an address behind a NAT. */
        FLOW_ONLY
    }

    public Binding {
        path = List.copyOf(path);
    }

    /** Whether it is a flow of RFC 5626. */
    public boolean isOutbound() {
        return regId > 0;
    }

    public Duration remaining(Instant now) {
        Duration left = Duration.between(now, expires);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** RFC 5626 §6: a device with an instance is itself wherever it is; any other is its Contact. */
    boolean isSameDevice(Binding other) {
        if (instance.isPresent() || other.instance.isPresent()) {
            return regId == other.regId && instance.equals(other.instance);
        }
        return contact.equivalent(other.contact);
    }

    Binding withoutFlow() {
        return new Binding(
                addressOfRecord,
                contact,
                priority,
                expires,
                callId,
                cseq,
                instance,
                regId,
                path,
                reach == Reach.FLOW_FIRST ? Reach.CONTACT : reach,
                source,
                local,
                userAgent,
                null);
    }

    /** The Contact of an answer to REGISTER. */
    NameAddr answered(Instant now) {
        Params params =
                Params.of("expires", Long.toString(Math.max(1, (remaining(now).toMillis() + 999) / 1000)));
        if (priority < 1000) {
            params = params.with("q", qText());
        }
        if (instance.isPresent()) {
            params = params.withQuoted("+sip.instance", instance.get());
        }
        if (isOutbound()) {
            params = params.with("reg-id", Integer.toString(regId));
        }
        return new NameAddr(null, contact, params);
    }

    private String qText() {
        return String.format("0.%03d", priority);
    }

    // ---- on disk

    /** One line of text that {@link #parse} reads; for a file or a table that outlives the process. The flow is not in it. */
    public String text() {
        Params params = Params.of("cseq", Long.toString(cseq), "reg-id", Integer.toString(regId))
                .with("priority", Integer.toString(priority))
                .with("expires", Long.toString(expires.toEpochMilli()))
                .with("reach", reach.name())
                .withQuoted("aor", addressOfRecord)
                .withQuoted("call-id", callId)
                .withQuoted("source", source.toString())
                .withQuoted("local", local.toString())
                .withQuoted("user-agent", userAgent)
                .withQuoted("instance", instance.orElse(""));
        for (int i = 0; i < path.size(); i++) {
            params = params.withQuoted("path" + i, path.get(i).text());
        }
        return new NameAddr(null, contact, params).text();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws SipParseException when it is none of that
     */
    public static Binding parse(String text) throws SipParseException {
        NameAddr read = NameAddr.parse(text);
        Params params = read.params();
        try {
            var path = new ArrayList<SipUri>();
            for (String uri = params.value("path0"); uri != null; uri = params.value("path" + path.size())) {
                path.add(SipUri.parse(uri));
            }
            ListeningPoint source = ListeningPoint.parse(required(params, "source"));
            return new Binding(
                    required(params, "aor"),
                    (SipUri) read.uri(),
                    Integer.parseInt(required(params, "priority")),
                    Instant.ofEpochMilli(Long.parseLong(required(params, "expires"))),
                    required(params, "call-id"),
                    Long.parseLong(required(params, "cseq")),
                    Optional.of(required(params, "instance")).filter(value -> !value.isEmpty()),
                    Integer.parseInt(required(params, "reg-id")),
                    path,
                    Reach.valueOf(required(params, "reach")),
                    new Hop(source.transport(), source.address()),
                    ListeningPoint.parse(required(params, "local")),
                    required(params, "user-agent"),
                    null);
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new SipParseException("binding cannot be read: " + text);
        }
    }

    private static String required(Params params, String name) {
        return Objects.requireNonNull(params.value(name), name);
    }
}
