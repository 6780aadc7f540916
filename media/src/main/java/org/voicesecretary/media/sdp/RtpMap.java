package org.voicesecretary.media.sdp;

/** One {@code a=rtpmap}: what a payload type means. */
public record RtpMap(int payloadType, String encoding, int clockRate, int channels) {

    public boolean isTelephoneEvent() {
        return encoding.equalsIgnoreCase("telephone-event");
    }

    /** The value of the attribute. */
    @Override
    public String toString() {
        return payloadType + " " + encoding + "/" + clockRate + (channels == 1 ? "" : "/" + channels);
    }
}
