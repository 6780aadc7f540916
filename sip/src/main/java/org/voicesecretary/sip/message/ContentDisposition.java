package org.voicesecretary.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * RFC 3261 §20.11.
 *
 * @param type {@code session}, {@code render}, {@code early-session} …
 * @param handling {@code required} or {@code optional}; null where not said, which means required
 */
public record ContentDisposition(String type, @Nullable String handling) {
    public static ContentDisposition parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String type = in.token("a disposition");
        Params params = Params.parse(in);
        in.expectEnd();
        return new ContentDisposition(type, params.value("handling"));
    }
}
