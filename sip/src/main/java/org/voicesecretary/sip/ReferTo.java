package org.voicesecretary.sip;

import java.util.LinkedHashMap;
import java.util.Optional;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.Replaces;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.message.Uri;

/**
 * Whom somebody is to call (RFC 3515 §2.1).
 *
 * @param uri without header fields
 * @param replaces the call whose place the new one takes (RFC 3891): an announced transfer
 */
public record ReferTo(Uri uri, Optional<Replaces> replaces) {

    /** A blind transfer. */
    public static ReferTo blind(Uri uri) {
        return new ReferTo(uri, Optional.empty());
    }

    /** An announced transfer: to the peer of {@code consultation}, in our place. */
    public static ReferTo announced(Dialog consultation) {
        return new ReferTo(consultation.remoteTarget(), Optional.of(consultation.replaces()));
    }

    /** @throws SipParseException when it is no address, or says a Replaces that is none */
    static ReferTo parse(String value) throws SipParseException {
        Uri uri = NameAddr.parse(value).uri();
        if (!(uri instanceof SipUri sip)) {
            return blind(uri);
        }
        Optional<Replaces> replaces = Optional.empty();
        for (var header : sip.headers().entrySet()) {
            if (header.getKey().equalsIgnoreCase(HeaderName.REPLACES)) {
                replaces = Optional.of(Replaces.parse(header.getValue()));
            }
        }
        return new ReferTo(sip.withoutHeaders(), replaces);
    }

    /** The value of Refer-To. */
    String text() {
        if (replaces.isEmpty() || !(uri instanceof SipUri sip)) {
            return NameAddr.of(uri).text();
        }
        var headers = new LinkedHashMap<>(sip.headers());
        headers.put(HeaderName.REPLACES, replaces.get().text());
        SipUri whole =
                new SipUri(sip.secure(), sip.user(), sip.password(), sip.host(), sip.port(), sip.params(), headers);
        return NameAddr.of(whole).text();
    }
}
