package org.voicesecretary.media;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.HalfBand;
import org.voicesecretary.media.bridge.Mix;
import org.voicesecretary.media.bridge.Playout;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.AudioEncoder;

/** One session in a conference: what it says, evened out, and what it is to hear. On the conference's loop only. */
final class ConferenceMember implements ReceivedAudio, Voice {
    static final int SAMPLE_RATE = 16_000;

    private final MediaSession session;
    private final Playout playout = new Playout();
    private final HalfBand halving = new HalfBand();
    private final short[] said = new short[Mix.SAMPLES];
    private final short[] toHear = new short[Mix.SAMPLES];
    private final short[] narrow = new short[Mix.SAMPLES / 2];
    private @Nullable AudioEncoder encoder;
    private @Nullable AudioCodec encoded;
    private boolean speaks;
    private boolean hears;
    private boolean muted;

    ConferenceMember(MediaSession session) {
        this.session = session;
    }

    MediaSession session() {
        return session;
    }

    void enter() {
        session.stream().inbound().voice(this);
        session.stream().outbound().voice(this);
    }

    void leave() {
        session.stream().inbound().voice(null);
        session.stream().outbound().voice(null);
    }

    void mute(boolean silent) {
        muted = silent;
    }

    @Override
    public void samples(short[] samples, int count, int sampleRate, long arrivalNanos, boolean lost) {
        playout.add(samples, count, sampleRate);
    }

    /** Says its next 20 ms. */
    void speak(Mix mix) {
        speaks = playout.take(said, SAMPLE_RATE) && !muted;
        if (speaks) {
            mix.add(said);
        }
    }

    /** Hears what the others have said. */
    void hear(Mix mix) {
        if (speaks) {
            mix.others(said, toHear);
        } else {
            mix.all(toHear);
        }
        hears = true;
    }

    @Override
    public boolean frame(AudioCodec codec, byte[] out) {
        if (!hears) {
            return false;
        }
        hears = false;
        AudioEncoder encoding = encoder;
        if (encoding == null || encoded != codec) {
            encoding = codec.newEncoder();
            encoder = encoding;
            encoded = codec;
        }
        if (codec.sampleRate() == SAMPLE_RATE) {
            encoding.encode(toHear, 0, toHear.length, out, 0);
        } else {
            halving.down(toHear, 0, toHear.length, narrow, 0);
            encoding.encode(narrow, 0, narrow.length, out, 0);
        }
        return true;
    }
}
