package org.voicesecretary.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the caller wants hidden (RFC 3323 §4.2, RFC 3325 §9.3).
 *
 * @param values in lower case: {@code id}, {@code user}, {@code header}, {@code session}, {@code none}, {@code critical}
 */
public record Privacy(List<String> values) {
    public Privacy {
        values = List.copyOf(values);
    }

    public static Privacy parse(String value) throws SipParseException {
        var in = new Scanner(value);
        var values = new ArrayList<String>();
        in.skipWhitespace();
        do {
            values.add(in.token("a privacy value").toLowerCase(Locale.ROOT));
        } while (in.take(';') || in.take(',')); // some separate with commas
        in.expectEnd();
        return new Privacy(values);
    }

    /** Whether the caller's number is not to be shown to the called party. */
    public boolean hidesIdentity() {
        return values.contains("id") || values.contains("user");
    }
}
