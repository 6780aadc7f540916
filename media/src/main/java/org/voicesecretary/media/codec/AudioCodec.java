package org.voicesecretary.media.codec;

import java.util.Arrays;
import java.util.Optional;
import org.voicesecretary.media.audio.G711;
import org.voicesecretary.media.audio.Pcm;

/** The audio codecs of the wire. Each sends 8000 bytes a second, so a frame of 20 ms has 160 bytes in all of them. */
public enum AudioCodec {
    PCMU("PCMU", 0, 8000),
    PCMA("PCMA", 8, 8000),
    /** 64 kbit/s, mode 1 of ITU-T G.722. Its RTP clock runs at 8000 Hz though it samples at 16,000 Hz (RFC 3551 §4.5.2). */
    G722("G722", 9, 16_000);

    /** The length of the frames in which everything is prepared and sent. */
    public static final int FRAME_MILLIS = 20;

    /** Repeated, it decodes to zeros; a frame of encoded zeros does not, since the encoder's memory is not in it. */
    private static final byte G722_SILENCE = (byte) 0xFD;

    private final String rtpName;
    private final int payloadType;
    private final int sampleRate;

    AudioCodec(String rtpName, int payloadType, int sampleRate) {
        this.rtpName = rtpName;
        this.payloadType = payloadType;
        this.sampleRate = sampleRate;
    }

    /** The codec of an encoding name (any case) and RTP clock rate, as in {@code a=rtpmap}. */
    public static Optional<AudioCodec> named(String rtpName, int clockRate) {
        return Arrays.stream(values())
                .filter(codec -> codec.rtpName.equalsIgnoreCase(rtpName) && codec.clockRate() == clockRate)
                .findFirst();
    }

    /** The codec of a static payload type (RFC 3551 §6). */
    public static Optional<AudioCodec> ofStaticPayloadType(int payloadType) {
        return Arrays.stream(values())
                .filter(codec -> codec.payloadType == payloadType)
                .findFirst();
    }

    /** The encoding name of {@code a=rtpmap}. */
    public String rtpName() {
        return rtpName;
    }

    /** The static payload type. */
    public int payloadType() {
        return payloadType;
    }

    /** Ticks of the RTP timestamp a second: 8000 for all of them. */
    public int clockRate() {
        return 8000;
    }

    /** Samples a second of the sound that goes in and comes out: 8000 or 16,000. */
    public int sampleRate() {
        return sampleRate;
    }

    /** Bytes of a frame of 20 ms. */
    public int frameBytes() {
        return bytesIn(FRAME_MILLIS);
    }

    /** Samples of a frame of 20 ms. */
    public int frameSamples() {
        return sampleRate * FRAME_MILLIS / 1000;
    }

    /** By how much the RTP timestamp grows from frame to frame. */
    public int frameTicks() {
        return clockRate() * FRAME_MILLIS / 1000;
    }

    public int bytesIn(int millis) {
        return 8 * millis;
    }

    public AudioEncoder newEncoder() {
        return switch (this) {
            case PCMU -> new G711Encoder(true);
            case PCMA -> new G711Encoder(false);
            case G722 -> new G722Encoder();
        };
    }

    public AudioDecoder newDecoder() {
        return switch (this) {
            case PCMU -> new G711Decoder(true);
            case PCMA -> new G711Decoder(false);
            case G722 -> new G722Decoder();
        };
    }

    /** One frame of silence, ready to send. */
    public byte[] silenceFrame() {
        byte[] frame = new byte[frameBytes()];
        switch (this) {
            case PCMU -> Arrays.fill(frame, G711.MU_LAW_SILENCE);
            case PCMA -> Arrays.fill(frame, G711.A_LAW_SILENCE);
            case G722 -> Arrays.fill(frame, G722_SILENCE);
        }
        return frame;
    }

    /**
     * A whole sound as frames of 20 ms; the last one is filled up with silence.
     *
     * @throws IllegalArgumentException the sound is not at {@link #sampleRate()}: resample it first
     */
    public EncodedAudio encode(Pcm pcm) {
        requireRate(pcm.sampleRate());
        int frames = Math.ceilDiv(pcm.length(), frameSamples());
        short[] padded = Arrays.copyOf(pcm.samples(), Math.multiplyExact(frames, frameSamples()));
        byte[] bytes = new byte[frames * frameBytes()];
        newEncoder().encode(padded, 0, padded.length, bytes, 0);
        return new EncodedAudio(this, bytes);
    }

    /** The sound of a stream of bytes that begins where the stream began. */
    public Pcm decode(byte[] bytes) {
        short[] samples = new short[Math.multiplyExact(bytes.length, sampleRate / 8000)];
        newDecoder().decode(bytes, 0, bytes.length, samples, 0);
        return new Pcm(samples, sampleRate);
    }

    private void requireRate(int rate) {
        if (rate != sampleRate) {
            throw new IllegalArgumentException(
                    rtpName + " needs sound at " + sampleRate + " Hz, got " + rate + " Hz; resample it first");
        }
    }
}
