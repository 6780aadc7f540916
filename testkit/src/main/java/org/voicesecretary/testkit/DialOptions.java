package org.voicesecretary.testkit;

import java.util.List;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.sdp.LocalCapabilities;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.RequestReply.HeaderField;

/**
 * How a {@link TestPhone} places a call.
 *
 * @param callerId the user part of From
 * @param displayName empty for none
 * @param offerLater leave the offer to the other side, and answer it in the ACK
 * @param headers further fields of the INVITE
 * @param spoken codecs, and whether keys go as telephone-events
 */
public record DialOptions(
        String callerId,
        String displayName,
        boolean offerLater,
        List<HeaderField> headers,
        LocalCapabilities spoken,
        InviteOptions.Reliability reliability) {

    /** From 442037690000, with an offer of PCMU, PCMA, G.722 and telephone-event. */
    public static final DialOptions DEFAULTS = new DialOptions(
            "442037690000", "", false, List.of(), LocalCapabilities.DEFAULT, InviteOptions.Reliability.SUPPORTED);

    public DialOptions {
        headers = List.copyOf(headers);
    }

    public DialOptions from(String number) {
        return new DialOptions(number, displayName, offerLater, headers, spoken, reliability);
    }

    public DialOptions named(String name) {
        return new DialOptions(callerId, name, offerLater, headers, spoken, reliability);
    }

    public DialOptions withoutOffer() {
        return new DialOptions(callerId, displayName, true, headers, spoken, reliability);
    }

    public DialOptions with(String header, String value) {
        var more = new java.util.ArrayList<>(headers);
        more.add(new HeaderField(header, value));
        return new DialOptions(callerId, displayName, offerLater, more, spoken, reliability);
    }

    public DialOptions speaking(AudioCodec... codecs) {
        return new DialOptions(callerId, displayName, offerLater, headers, spoken.withCodecs(codecs), reliability);
    }

    /** Keys can then only be heard as tones. */
    public DialOptions withoutTelephoneEvents() {
        return new DialOptions(
                callerId, displayName, offerLater, headers, spoken.withTelephoneEvent(false), reliability);
    }

    public DialOptions reliably(InviteOptions.Reliability wanted) {
        return new DialOptions(callerId, displayName, offerLater, headers, spoken, wanted);
    }
}
