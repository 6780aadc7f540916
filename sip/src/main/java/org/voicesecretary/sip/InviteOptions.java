package org.voicesecretary.sip;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.sip.auth.DigestClient;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipUri;

/**
 * How an INVITE of ours looks.
 *
 * @param from who calls; empty: {@code anonymous} at our own address
 * @param to who is called, where it is not the target itself
 * @param route where to send it first, whatever the target says (an outbound proxy); empty: to the target
 * @param headers further header fields, in order
 * @param logins for 401 and 407; empty: those of the user agent
 * @param reliability of provisional responses (RFC 3262)
 * @param maxForwards how many proxies may pass it on
 * @param contactUser the user part of our Contact, as the provider knows it from our registration; empty: none
 */
public record InviteOptions(
        Optional<NameAddr> from,
        Optional<NameAddr> to,
        Optional<SipUri> route,
        List<RequestReply.HeaderField> headers,
        Optional<DigestClient.Logins> logins,
        Reliability reliability,
        int maxForwards,
        Optional<String> contactUser) {

    /** What we ask of the peer about its provisional responses. */
    public enum Reliability {
        NONE,
        SUPPORTED,
        REQUIRED
    }

    public static final InviteOptions DEFAULTS = new InviteOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Reliability.SUPPORTED,
            70,
            Optional.empty());

    public InviteOptions {
        headers = List.copyOf(headers);
    }

    public InviteOptions withFrom(NameAddr caller) {
        return new InviteOptions(
                Optional.of(caller), to, route, headers, logins, reliability, maxForwards, contactUser);
    }

    public InviteOptions withTo(NameAddr called) {
        return new InviteOptions(
                from, Optional.of(called), route, headers, logins, reliability, maxForwards, contactUser);
    }

    public InviteOptions withRoute(SipUri proxy) {
        return new InviteOptions(from, to, Optional.of(proxy), headers, logins, reliability, maxForwards, contactUser);
    }

    public InviteOptions withHeaders(List<RequestReply.HeaderField> fields) {
        return new InviteOptions(from, to, route, fields, logins, reliability, maxForwards, contactUser);
    }

    public InviteOptions withLogins(DigestClient.Logins lookup) {
        return new InviteOptions(from, to, route, headers, Optional.of(lookup), reliability, maxForwards, contactUser);
    }

    public InviteOptions withReliability(Reliability chosen) {
        return new InviteOptions(from, to, route, headers, logins, chosen, maxForwards, contactUser);
    }

    public InviteOptions withMaxForwards(int hops) {
        return new InviteOptions(from, to, route, headers, logins, reliability, hops, contactUser);
    }

    public InviteOptions withContactUser(String user) {
        return new InviteOptions(from, to, route, headers, logins, reliability, maxForwards, Optional.of(user));
    }
}
