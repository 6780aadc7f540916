package org.voicesecretary.reception;

import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.message.TelUri;
import org.voicesecretary.sip.message.Uri;

/** Who calls whom, as scripts are told (docs/protocol.md, A17 and A26). */
final class CallerIdentity {
    /** E.164 has 15 digits; some networks put more in front. */
    private static final int LONGEST = 24;

    private CallerIdentity() {}

    /**
     * The caller's number: P-Asserted-Identity (the source is a trunk, which may assert it: RFC 3325 §7), else From.
     *
     * @param anonymous what stands for a caller without a number
     * @return digits without {@code +}
     */
    static String callerId(SipRequest invite, String anonymous) {
        if (wantsPrivacy(invite)) {
            return anonymous;
        }
        for (NameAddr asserted : invite.addresses(HeaderName.P_ASSERTED_IDENTITY)) {
            String number = digits(userOf(asserted.uri()));
            if (!number.isEmpty()) {
                return number;
            }
        }
        String number = digits(userOf(invite.from().uri()));
        return number.isEmpty() ? anonymous : number;
    }

    /** The number that was called: the user part of the Request-URI without {@code +}. */
    static String calledNumber(SipRequest invite) {
        String user = userOf(invite.uri());
        int parameters = user.indexOf(';'); // RFC 3966 parameters in the user part
        String number = parameters < 0 ? user : user.substring(0, parameters);
        return number.startsWith("+") ? number.substring(1) : number;
    }

    /** RFC 3323 §4.2: any wish but "none". */
    private static boolean wantsPrivacy(SipRequest invite) {
        return invite.headers().list(HeaderName.PRIVACY).stream()
                .flatMap(value -> java.util.Arrays.stream(value.split(";")))
                .map(String::strip)
                .anyMatch(wish -> wish.equalsIgnoreCase("id")
                        || wish.equalsIgnoreCase("user")
                        || wish.equalsIgnoreCase("header"));
    }

    private static String userOf(Uri uri) {
        return switch (uri) {
            case SipUri sip -> sip.user() == null ? "" : sip.user();
            case TelUri tel -> tel.number();
            case org.voicesecretary.sip.message.OpaqueUri ignored -> "";
        };
    }

    /** The digits, if it is a number as people write it; else nothing. */
    private static String digits(String user) {
        int parameters = user.indexOf(';');
        String number = (parameters < 0 ? user : user.substring(0, parameters)).replaceAll("[-.() ]", "");
        String bare = number.startsWith("+") ? number.substring(1) : number;
        boolean numeric =
                !bare.isEmpty() && bare.length() <= LONGEST && bare.chars().allMatch(c -> c >= '0' && c <= '9');
        return numeric ? bare : "";
    }
}
