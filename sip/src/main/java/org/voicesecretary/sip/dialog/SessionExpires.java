package org.voicesecretary.sip.dialog;

import java.util.Locale;
import java.util.Optional;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipMessage;

/**
 * The Session-Expires header (RFC 4028 §4).
 *
 * @param refresher empty where the header does not say
 */
public record SessionExpires(long seconds, Optional<Refresher> refresher) {

    /** Who refreshes, by the role in the transaction that carries the header, not in the dialog. */
    public enum Refresher {
        UAC,
        UAS;

        String parameter() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final long MAX_SECONDS = 0xffff_ffffL;

    /** Empty where the message has none, or one that cannot be read. */
    public static Optional<SessionExpires> of(SipMessage message) {
        String value = message.headers().first(HeaderName.SESSION_EXPIRES);
        if (value == null) {
            return Optional.empty();
        }
        String[] parts = value.split(";");
        String number = parts[0].strip();
        if (number.isEmpty() || number.length() > 10 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        Optional<Refresher> refresher = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("refresher")) {
                refresher = refresher(pair[1].strip());
            }
        }
        return Optional.of(new SessionExpires(Math.min(MAX_SECONDS, Long.parseLong(number)), refresher));
    }

    private static Optional<Refresher> refresher(String value) {
        if (value.equalsIgnoreCase("uac")) {
            return Optional.of(Refresher.UAC);
        }
        return value.equalsIgnoreCase("uas") ? Optional.of(Refresher.UAS) : Optional.empty();
    }

    /** As it stands on the wire. */
    public String text() {
        return seconds + refresher.map(who -> ";refresher=" + who.parameter()).orElse("");
    }
}
