package org.voicesecretary.media.codec;

/** ITU-T G.722 at 64 kbit/s, mode 1: two samples at 16 kHz for a byte. */
final class G722Decoder implements AudioDecoder {

    private static final int LIMIT = 16_384;

    private final G722Qmf qmf = new G722Qmf();
    private final G722Band lower = G722Band.lower();
    private final G722Band higher = G722Band.higher();

    @Override
    public int decode(byte[] in, int inOffset, int count, short[] out, int outOffset) {
        for (int i = 0; i < count; i++) {
            int code = in[inOffset + i] & 0xFF;
            int low = decodeLower(code & 0x3F);
            int high = decodeHigher(code >> 6);
            qmf.push(low + high, low - high);
            out[outOffset + 2 * i] = (short) G722Band.saturate(qmf.odd() >> 11);
            out[outOffset + 2 * i + 1] = (short) G722Band.saturate(qmf.even() >> 11);
        }
        return 2 * count;
    }

    private int decodeLower(int code) {
        int fine = (lower.scale() * G722Band.LOWER_QUANTIZER_6[code]) >> 15;
        int value = lower.prediction() + fine;
        lower.adapt(code >> 2);
        return Math.clamp(value, -LIMIT, LIMIT - 1);
    }

    private int decodeHigher(int code) {
        int value = higher.prediction() + higher.difference(code);
        higher.adapt(code);
        return Math.clamp(value, -LIMIT, LIMIT - 1);
    }
}
