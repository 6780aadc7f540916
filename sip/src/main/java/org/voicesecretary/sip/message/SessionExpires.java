package org.voicesecretary.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * How long a session lasts without a refresh (RFC 4028 §4).
 *
 * @param seconds of the interval
 * @param refresher who refreshes; null where it is left to the other side
 */
public record SessionExpires(long seconds, @Nullable Refresher refresher) {
    /** In the transaction that agrees on it. */
    public enum Refresher {
        UAC,
        UAS
    }

    public static SessionExpires parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        long seconds = Grammar.number(in.until(";"), CSeq.MAX);
        if (seconds < 0) throw in.malformed("seconds");
        Params params = Params.parse(in);
        in.expectEnd();
        String refresher = params.value("refresher");
        if (refresher == null) return new SessionExpires(seconds, null);
        if (refresher.equalsIgnoreCase("uac")) return new SessionExpires(seconds, Refresher.UAC);
        if (refresher.equalsIgnoreCase("uas")) return new SessionExpires(seconds, Refresher.UAS);
        throw in.malformed("refresher=uac or refresher=uas");
    }

    public String text() {
        if (refresher == null) return Long.toString(seconds);
        return seconds + (refresher == Refresher.UAC ? ";refresher=uac" : ";refresher=uas");
    }

    @Override
    public String toString() {
        return text();
    }
}
