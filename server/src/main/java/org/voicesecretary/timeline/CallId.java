package org.voicesecretary.timeline;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The {@code pbx_call_id} of a call: {@code in_} or {@code out_} and 40 lower-case hex digits from a secure random
 * source. It stays the same for the whole call. It lives here because the timeline is the lowest room that names calls.
 */
public record CallId(String text) {
    private static final Pattern FORM = Pattern.compile("(in|out)_[0-9a-f]{40}");

    public CallId {
        Objects.requireNonNull(text);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "call id '" + text + "' is malformed: expected in_ or out_ and 40 lower-case hex digits");
        }
    }

    public static CallId incoming(SecureRandom random) {
        return new CallId("in_" + hex40(random));
    }

    public static CallId outgoing(SecureRandom random) {
        return new CallId("out_" + hex40(random));
    }

    private static String hex40(SecureRandom random) {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return text;
    }
}
