package org.voicesecretary.media;

import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.TelephoneEvent;
import org.voicesecretary.media.rtp.RtpView;

/**
 * How the keys of one side reach the other: events as events, with their duration; events as tones where the other side knows no events;
 * tones as events where it does. On the loop's thread only.
 */
final class RelayedKeys {
    /** How long a key is sent whose end is not awaited: it came as a tone, or while something else was sent. */
    private static final int USUAL_MILLIS = 120;

    private enum Way {
        SWALLOWED,
        AS_EVENT,
        AS_TONE
    }

    private final Relay relay;
    private final Outbound out;
    private final BridgeOptions options;
    private final KeyTones tones;
    private Way way = Way.SWALLOWED;
    private boolean hushed;
    private long sourceBegan;
    private long began;

    RelayedKeys(Relay relay, Outbound out, BridgeOptions options, KeyTones tones) {
        this.relay = relay;
        this.out = out;
        this.options = options;
        this.tones = tones;
    }

    /** A key began: which way it goes is decided for all of its packets. */
    void pressed(DtmfDigit digit, RtpView view) {
        if (!options.keys().passes(relay.speaker(), digit, DigitSource.TELEPHONE_EVENT) || relay.muted()) {
            way = Way.SWALLOWED;
        } else if (!out.eventsAgreed()) {
            AudioCodec codec = out.codec();
            way = codec == null ? Way.SWALLOWED : Way.AS_TONE;
            if (codec != null) {
                out.tones().press(tones.lasting(digit, codec));
            }
        } else if (out.takesForwarded()) {
            way = Way.AS_EVENT;
            sourceBegan = view.timestamp();
            began = out.nextTimestamp();
        } else { // a prompt gives way to it
            way = Way.SWALLOWED;
            out.digits().add(digit, USUAL_MILLIS);
        }
    }

    /**
     * One packet of an event.
     *
     * @param numbered whether it gets the next number of the other side's stream, since its own do not fit in there
     * @return false where it is not passed on as one
     */
    boolean packet(RtpView view, byte[] payload, int length, boolean numbered, long nanos) {
        if (length < TelephoneEvent.BYTES) {
            return false;
        }
        switch (way) {
            case SWALLOWED -> {
                return false;
            }
            case AS_TONE -> {
                if (TelephoneEvent.end(payload, 0)) {
                    out.tones().release();
                } else {
                    out.tones().hold();
                }
                return false;
            }
            case AS_EVENT -> {
                if (!out.eventsAgreed() || out.digits().sending()) {
                    return false;
                }
                if (numbered) {
                    long timestamp = began + (int) (view.timestamp() - sourceBegan);
                    out.event(view.marker(), timestamp, payload, nanos, relay.target());
                } else {
                    out.forwardEvent(
                            relay.splice(), view, payload, TelephoneEvent.duration(payload, 0), nanos, relay.target());
                }
                return true;
            }
        }
        return false;
    }

    /** A key was found in the audio; the rest of its sound is not passed on where it goes as an event, or not at all. */
    void tone(DtmfDigit digit) {
        boolean passes = options.keys().passes(relay.speaker(), digit, DigitSource.IN_BAND) && !relay.muted();
        hushed = !passes || out.eventsAgreed();
        if (passes && out.eventsAgreed()) {
            out.digits().add(digit, USUAL_MILLIS);
        }
    }

    /** Whether the audio is held back because a key sounds in it. */
    boolean hushed(boolean toneSounds) {
        hushed &= toneSounds;
        return hushed;
    }
}
