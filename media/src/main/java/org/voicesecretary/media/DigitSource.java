package org.voicesecretary.media;

/** How a key reached us. */
public enum DigitSource {
    /** A telephone-event in RTP (RFC 4733). */
    TELEPHONE_EVENT,
    /** A SIP INFO body; told by the signalling, never by the media session. */
    SIP_INFO,
    /** A pair of tones in the audio. */
    IN_BAND
}
