package org.voicesecretary.media.codec;

import java.util.Arrays;

/** A sound as frames of 20 ms of one codec, ready to send. Immutable; shared by all calls that play it. */
public final class EncodedAudio {

    private final AudioCodec codec;
    private final byte[] bytes;

    /** @param bytes whole frames one after another; not written to any more */
    EncodedAudio(AudioCodec codec, byte[] bytes) {
        if (bytes.length % codec.frameBytes() != 0) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes are no whole number of frames of " + codec.frameBytes() + " bytes");
        }
        this.codec = codec;
        this.bytes = bytes;
    }

    /** From the bytes of whole frames, which are copied. */
    public static EncodedAudio of(AudioCodec codec, byte[] bytes) {
        return new EncodedAudio(codec, bytes.clone());
    }

    public AudioCodec codec() {
        return codec;
    }

    public int frames() {
        return bytes.length / codec.frameBytes();
    }

    public long durationMillis() {
        return (long) frames() * AudioCodec.FRAME_MILLIS;
    }

    /** Copies one frame, numbered from 0, to where the packet is built. */
    public void copyFrame(int frame, byte[] target, int offset) {
        System.arraycopy(bytes, frame * codec.frameBytes(), target, offset, codec.frameBytes());
    }

    /** All frames one after another, as a copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedAudio that && codec == that.codec && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * codec.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "EncodedAudio[" + codec + ", " + frames() + " frames]";
    }
}
