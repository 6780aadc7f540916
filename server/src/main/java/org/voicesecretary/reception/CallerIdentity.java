package org.voicesecretary.reception;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallNumbers;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.OpaqueUri;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.message.TelUri;
import org.voicesecretary.sip.message.Uri;

/** Who calls whom, as an INVITE tells it and as scripts are told (docs/protocol.md, A17 and A26). */
final class CallerIdentity {
    private static final String CALLED_PARTY = "P-Called-Party-ID";

    private CallerIdentity() {}

    /**
     * The caller's number: P-Asserted-Identity (the source is a trunk, which may assert it: RFC 3325 §7), else From.
     *
     * @param anonymous what stands for a caller without a number
     * @return digits without {@code +}
     */
    static String callerId(SipRequest invite, String anonymous) {
        boolean hidden = wantsPrivacy(invite);
        for (NameAddr asserted : invite.addresses(HeaderName.P_ASSERTED_IDENTITY)) {
            String number = CallNumbers.callerId(userOf(asserted.uri()), hidden);
            if (!number.equals(CallNumbers.ANONYMOUS)) {
                return number;
            }
        }
        String number = CallNumbers.callerId(userOf(invite.from().uri()), hidden);
        return number.equals(CallNumbers.ANONYMOUS) ? anonymous : number;
    }

    /** The number that was called: the user part of the Request-URI without {@code +}, as numbers are compared. */
    static String calledNumber(SipRequest invite) {
        // RFC 3966 §5: visual separators say nothing.
        String user = invite.uri() instanceof TelUri tel ? tel.digits() : userOf(invite.uri());
        return user == null ? "" : CallNumbers.withoutPlus(user);
    }

    /** Where the number that was called may stand besides the Request-URI: P-Called-Party-ID (RFC 7315 §4.2), then To; without {@code +}. */
    static List<String> namedNumbers(SipRequest invite) {
        return Stream.concat(invite.addresses(CALLED_PARTY).stream(), Stream.of(invite.to()))
                .map(address -> userOf(address.uri()))
                .flatMap(Stream::ofNullable)
                .map(CallNumbers::withoutPlus)
                .toList();
    }

    /** What a telephone of ours dialled: the user part of the Request-URI as it is; perhaps empty. */
    static String dialled(SipRequest invite) {
        String user = userOf(invite.uri());
        return user == null ? "" : user;
    }

    /** RFC 3323 §4.2: any wish to hide who is calling. */
    private static boolean wantsPrivacy(SipRequest invite) {
        return invite.headers().list(HeaderName.PRIVACY).stream()
                .flatMap(value -> Arrays.stream(value.split(";")))
                .map(String::strip)
                .anyMatch(wish -> wish.equalsIgnoreCase("id")
                        || wish.equalsIgnoreCase("user")
                        || wish.equalsIgnoreCase("header"));
    }

    /** Without the parameters that RFC 3966 numbers carry in the user part. */
    private static @Nullable String userOf(Uri uri) {
        String user = switch (uri) {
            case SipUri sip -> sip.user();
            case TelUri tel -> tel.number();
            case OpaqueUri ignored -> null;
        };
        if (user == null) {
            return null;
        }
        int parameters = user.indexOf(';');
        return parameters < 0 ? user : user.substring(0, parameters);
    }
}
