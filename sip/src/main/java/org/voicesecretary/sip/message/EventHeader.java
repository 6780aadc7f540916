package org.voicesecretary.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * The event package of a subscription (RFC 6665 §8.2.1).
 *
 * @param type e.g. {@code refer}, {@code message-summary}, {@code presence.winfo}
 * @param params {@code id} …
 */
public record EventHeader(String type, Params params) {
    public static EventHeader parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String type = in.token("an event package");
        Params params = Params.parse(in);
        in.expectEnd();
        return new EventHeader(type, params);
    }

    public @Nullable String id() {
        return params.value("id");
    }

    public String text() {
        return type + params.text();
    }

    @Override
    public String toString() {
        return text();
    }
}
