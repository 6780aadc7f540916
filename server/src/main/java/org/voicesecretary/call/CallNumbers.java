package org.voicesecretary.call;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as they come in SIP, and as scripts see them: digits without {@code +}. */
public final class CallNumbers {
    /** {@code caller_id} of a caller who does not tell. */
    public static final String ANONYMOUS = "0";

    /** RFC 3966 §5.1.1: digits and visual separators, a {@code +} in front. */
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9().\\- ]*[0-9][0-9().\\- ]*");

    private CallNumbers() {}

    /** {@code called_did}: the user part of the Request-URI without a leading {@code +}; also how numbers are compared. */
    public static String withoutPlus(String user) {
        return user.startsWith("+") ? user.substring(1) : user;
    }

    /**
     * {@code caller_id}.
     *
     * @param user the user part of P-Asserted-Identity or From, if there is one
     * @param isPrivate whether the caller asked not to be shown
     * @return digits only; {@link #ANONYMOUS} if private or not numeric
     */
    public static String callerId(@Nullable String user, boolean isPrivate) {
        if (isPrivate || user == null || !NUMBER.matcher(user).matches()) {
            return ANONYMOUS;
        }
        var digits = new StringBuilder(user.length());
        user.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
        return digits.toString();
    }
}
