package org.voicesecretary.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.G711;
import org.voicesecretary.media.bridge.Playout;
import org.voicesecretary.media.bridge.Splice;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.AudioEncoder;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.rtp.RtpView;

/**
 * One direction of a bridge: what {@code from} says is heard by {@code to}. Packets pass as they come where both speak the same codec, or
 * the two of G.711; what has to be decoded is evened out and encoded in the turns of {@code to}. Both live on one loop, and this is used on
 * its thread only.
 */
final class Relay implements ReceivedAudio, Voice {
    private final MediaSession speaker;
    private final MediaStream from;
    private final MediaStream to;
    private final RelayedKeys keys;
    private final Splice splice = new Splice();
    private final short[] samples = new short[320];
    private @Nullable Playout playout;
    private @Nullable AudioEncoder encoder;
    private @Nullable AudioCodec encoded;
    private boolean decoding;
    private boolean muted;
    private long passed;
    private long suppressed;

    Relay(MediaSession speaker, MediaStream from, MediaStream to, BridgeOptions options, KeyTones tones) {
        this.speaker = speaker;
        this.from = from;
        this.to = to;
        this.keys = new RelayedKeys(this, to.outbound(), options, tones);
    }

    MediaSession speaker() {
        return speaker;
    }

    /** A packet with audio was received; its payload is in the scratch. */
    void audio(RtpView view, AudioCodec codec, byte[] payload, int length, long nanos) {
        Outbound out = to.outbound();
        AudioCodec wanted = out.codec();
        if (wanted == null || length == 0) {
            return;
        }
        boolean whole = out.takesWholeFrames() || length <= wanted.frameBytes() / 2;
        boolean direct = whole && (codec == wanted || isG711(codec) && isG711(wanted));
        if (direct == decoding) {
            decode(!direct);
        }
        if (!direct) {
            return; // it comes back decoded, by way of samples()
        }
        if (silent()) {
            leaveOut(view);
            return;
        }
        passed++;
        byte[] bytes = codec == wanted ? payload : translated(payload, length, wanted);
        out.forward(splice, view.marker(), view.sequence(), view.timestamp(), bytes, length, nanos, target());
    }

    /**
     * A packet of a telephone-event was received.
     *
     * @param digit where it is the first of a press; else null
     * @param ofItsOwn whether it is of another source than the audio, with numbers of its own
     */
    void event(RtpView view, byte[] payload, int length, @Nullable DtmfDigit digit, boolean ofItsOwn, long nanos) {
        if (digit != null) {
            keys.pressed(digit, view);
            Playout even = playout;
            if (even != null) {
                even.clear(); // what was said just before would be heard into the key
            }
        }
        boolean numbered = decoding || ofItsOwn;
        if (keys.packet(view, payload, length, numbered, nanos)) {
            passed++;
            if (ofItsOwn) {
                splice.release();
            }
        } else if (ofItsOwn) {
            suppressed++;
        } else {
            leaveOut(view);
        }
    }

    /** Places an event in the stream of the other side, where its audio passes as it comes. */
    Splice splice() {
        return splice;
    }

    boolean muted() {
        return muted;
    }

    @Nullable
    InetSocketAddress target() {
        return to.inbound().latch().target();
    }

    private void leaveOut(RtpView view) {
        suppressed++;
        splice.leaveOut(view.sequence(), to.outbound().sender().nextSequence());
    }

    private boolean silent() {
        return muted
                || !to.outbound().takesForwarded()
                || keys.hushed(from.inbound().toneSounds());
    }

    private void decode(boolean wanted) {
        decoding = wanted;
        if (wanted && playout == null) {
            playout = new Playout();
        }
        Playout even = playout;
        if (even != null) {
            even.clear();
        }
        from.inbound().voice(wanted ? this : null);
        to.outbound().voice(wanted ? this : null);
    }

    @Override
    public void samples(short[] heard, int count, int sampleRate, long arrivalNanos, boolean lost) {
        Playout even = playout;
        if (even == null) {
            return;
        }
        if (silent()) {
            suppressed++;
            even.clear();
        } else {
            passed++;
            even.add(heard, count, sampleRate);
        }
    }

    @Override
    public boolean frame(AudioCodec codec, byte[] out) {
        Playout even = playout;
        if (even == null || !even.take(samples, codec.sampleRate())) {
            return false;
        }
        AudioEncoder encoding = encoder;
        if (encoding == null || encoded != codec) {
            encoding = codec.newEncoder();
            encoder = encoding;
            encoded = codec;
        }
        encoding.encode(samples, 0, codec.frameSamples(), out, 0);
        return true;
    }

    private static boolean isG711(AudioCodec codec) {
        return switch (codec) {
            case PCMU, PCMA -> true;
            case G722 -> false;
        };
    }

    /** From one law of G.711 to the other, into the scratch that frames of turns are made in: no turn is being taken now. */
    private byte[] translated(byte[] payload, int length, AudioCodec into) {
        byte[] out = to.scratch().frame;
        if (into == AudioCodec.PCMA) {
            for (int i = 0; i < length; i++) {
                out[i] = G711.toALaw(G711.fromMuLaw(payload[i]));
            }
        } else {
            for (int i = 0; i < length; i++) {
                out[i] = G711.toMuLaw(G711.fromALaw(payload[i]));
            }
        }
        return out;
    }

    /** A key was heard as tones. */
    void tone(DtmfDigit digit) {
        keys.tone(digit);
    }

    void mute(boolean silence) {
        muted = silence;
    }

    /** Another source speaks: its numbers have nothing to do with those before. */
    void newSource() {
        splice.release();
        Playout even = playout;
        if (even != null) {
            even.clear();
        }
    }

    /** Begins to pass on. */
    void begin() {
        from.inbound().relay(this);
    }

    /** Passes nothing on any more. */
    void end() {
        from.inbound().relay(null);
        if (decoding) {
            decode(false);
        }
        to.outbound().endForwarded();
    }

    long passed() {
        return passed;
    }

    long suppressed() {
        return suppressed;
    }
}
