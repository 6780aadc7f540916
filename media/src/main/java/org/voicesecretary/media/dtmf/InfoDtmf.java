package org.voicesecretary.media.dtmf;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A key in the body of a SIP INFO request, in both forms in use: {@code application/dtmf-relay} with the lines {@code Signal=5} and
 * {@code Duration=160}, and {@code application/dtmf} with nothing but the key. Neither has an RFC; letters in any case, blanks, and
 * event codes 10 to 15 in place of {@code * # A B C D} are understood.
 *
 * @param durationMillis how long the key was held as stated, {@value #USUAL_MILLIS} where it was not
 */
public record InfoDtmf(DtmfDigit digit, int durationMillis) {

    public static final String RELAY = "application/dtmf-relay";
    public static final String PLAIN = "application/dtmf";

    private static final int USUAL_MILLIS = 160;
    private static final int MAX_MILLIS = 60_000;
    private static final int MAX_BODY = 1024;

    /**
     * Reads a body; empty if the content type is another one or the body holds no key.
     *
     * @param contentType with or without parameters
     */
    public static Optional<InfoDtmf> parse(String contentType, byte[] body) {
        if (!isDtmf(contentType) || body.length > MAX_BODY) {
            return Optional.empty();
        }
        Optional<DtmfDigit> digit = Optional.empty();
        int millis = USUAL_MILLIS;
        for (String line : new String(body, StandardCharsets.US_ASCII).split("[\\r\\n]+")) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(equals + 1).strip();
            if (name.equals("duration")) {
                millis = duration(value);
            } else if (digit.isEmpty() && (name.isEmpty() || name.equals("signal"))) {
                digit = key(value);
            }
        }
        int held = millis;
        return digit.map(key -> new InfoDtmf(key, held));
    }

    /** Whether a content type is one of the two. */
    public static boolean isDtmf(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
        return type.equalsIgnoreCase(RELAY) || type.equalsIgnoreCase(PLAIN);
    }

    /** The body in the form {@link #RELAY}. */
    public byte[] relayBody() {
        return ("Signal=" + digit.symbol() + "\r\nDuration=" + durationMillis + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The body in the form {@link #PLAIN}. */
    public byte[] plainBody() {
        return String.valueOf(digit.symbol()).getBytes(StandardCharsets.US_ASCII);
    }

    private static Optional<DtmfDigit> key(String value) {
        if (value.length() == 1) {
            return DtmfDigit.of(value.charAt(0));
        }
        return value.length() == 2 && value.charAt(0) == '1' && Character.isDigit(value.charAt(1))
                ? DtmfDigit.ofEvent(10 + value.charAt(1) - '0')
                : Optional.empty();
    }

    private static int duration(String value) {
        if (value.isEmpty() || value.length() > 9 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return USUAL_MILLIS;
        }
        return Math.clamp(Integer.parseInt(value), 1, MAX_MILLIS);
    }
}
