package org.voicesecretary.media;

/** How a key reached us. */
public enum DigitSource {
    /** Telephone events in RTP, RFC 4733. */
    TELEPHONE_EVENT,
    /** SIP INFO. */
    SIP_INFO,
    /** Tones in the audio. */
    IN_BAND
}
