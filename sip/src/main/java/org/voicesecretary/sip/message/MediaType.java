package org.voicesecretary.sip.message;

import java.util.Locale;

/**
 * The value of Content-Type, or one element of Accept (RFC 3261 §20.15).
 *
 * @param type in lower case, or {@code *}
 * @param subtype in lower case, or {@code *}
 * @param params {@code boundary}, {@code charset}, {@code q} …
 */
public record MediaType(String type, String subtype, Params params) {
    public static MediaType parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String type = in.token("a media type");
        in.expect('/');
        String subtype = in.token("a media subtype");
        Params params = Params.parse(in);
        in.expectEnd();
        return new MediaType(type.toLowerCase(Locale.ROOT), subtype.toLowerCase(Locale.ROOT), params);
    }

    /** {@code application/sdp}, without parameters. */
    public String essence() {
        return type + "/" + subtype;
    }

    public boolean is(String essence) {
        return essence().equalsIgnoreCase(essence);
    }

    /** Whether this range ({@code application/*}) takes in the type. */
    public boolean includes(String essence) {
        return type.equals("*") || is(essence) || subtype.equals("*") && essence.startsWith(type + "/");
    }

    @Override
    public String toString() {
        return essence() + params.text();
    }
}
