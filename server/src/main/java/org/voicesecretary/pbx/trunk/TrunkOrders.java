package org.voicesecretary.pbx.trunk;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.pbx.office.OfficeTrunk;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.sip.auth.DigestCredentials;
import org.voicesecretary.sip.message.Host;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.ClientRegistrationConfig;

/**
 * How a call out looks to a provider: the number as E.164 in the Request-URI and To, our user in From, the number to be shown in
 * P-Asserted-Identity (RFC 3325), the login where the provider asks for one.
 */
final class TrunkOrders {
    private TrunkOrders() {}

    /**
     * @param number with {@code +}, or the digits of a short number
     * @param shown number to be shown, without {@code +}; null = the trunk's own
     * @return empty if no call can go out by the trunk
     */
    static Optional<DialOrder> order(OfficeTrunk trunk, String number, @Nullable String shown) {
        if (trunk.host() == null) {
            return Optional.empty();
        }
        Host host;
        try {
            host = Host.parse(trunk.host());
        } catch (SipParseException e) {
            return Optional.empty();
        }
        String callerId = shown == null ? trunk.callerId() : shown;
        InviteOptions options = InviteOptions.DEFAULTS.withTo(address(number, host));
        String user = trunk.user() != null ? trunk.user() : callerId == null ? null : "+" + callerId;
        if (user != null) {
            options = options.withFrom(address(user, host));
        }
        if (callerId != null) {
            options = options.withHeaders(
                    List.of(new HeaderField("P-Asserted-Identity", "<sip:+" + callerId + "@" + host.text() + ">")));
        }
        if (trunk.user() != null && trunk.password() != null) {
            var login = new DigestCredentials(trunk.user(), trunk.password().value());
            options = options.withLogins(realm -> Optional.of(login));
        }
        return Optional.of(new DialOrder(
                number + " by " + trunk.name(),
                new DialOrder.To.Address(target(trunk, number, host)),
                options,
                trunk.srtp().policy(),
                null));
    }

    /** @param contactUser by which the provider calls us; empty if the trunk lacks what a registration needs */
    static Optional<ClientRegistrationConfig> registration(OfficeTrunk trunk, String contactUser) {
        if (trunk.host() == null || trunk.user() == null || trunk.password() == null) {
            return Optional.empty();
        }
        try {
            Host host = Host.parse(trunk.host());
            var login = new DigestCredentials(trunk.user(), trunk.password().value());
            return Optional.of(ClientRegistrationConfig.of(
                    target(trunk, null, host), address(trunk.user(), host), contactUser, realm -> Optional.of(login)));
        } catch (SipParseException e) {
            return Optional.empty();
        }
    }

    /** The provider itself; empty if calls do not go out by the trunk. */
    static Optional<SipUri> host(OfficeTrunk trunk) {
        if (trunk.host() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(target(trunk, null, Host.parse(trunk.host())));
        } catch (SipParseException e) {
            return Optional.empty();
        }
    }

    private static NameAddr address(String user, Host host) {
        return new NameAddr(null, SipUri.of(user, host, -1), Params.NONE);
    }

    private static SipUri target(OfficeTrunk trunk, @Nullable String number, Host host) {
        SipUri uri = SipUri.of(number, host, trunk.port() == 0 ? -1 : trunk.port());
        return switch (trunk.transport()) {
            case UDP -> uri;
            case TCP, TLS -> uri.withParam("transport", trunk.transport().name().toLowerCase(Locale.ROOT));
        };
    }
}
