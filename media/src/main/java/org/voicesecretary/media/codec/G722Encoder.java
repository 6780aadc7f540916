package org.voicesecretary.media.codec;

/** ITU-T G.722 at 64 kbit/s: two sub-bands, 6 bits for the lower and 2 for the higher one, packed into a byte for two samples. */
final class G722Encoder implements AudioEncoder {

    /** Decision levels of the 6-bit quantizer (table 14). */
    private static final int[] LEVELS = {
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219,
        1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
    };

    private static final int HIGHER_LEVEL = 564;

    private final G722Qmf qmf = new G722Qmf();
    private final G722Band lower = G722Band.lower();
    private final G722Band higher = G722Band.higher();

    @Override
    public int encode(short[] in, int inOffset, int count, byte[] out, int outOffset) {
        if ((count & 1) != 0) {
            throw new IllegalArgumentException("G.722 encodes pairs of samples, got " + count + " samples");
        }
        for (int i = 0; i < count / 2; i++) {
            qmf.push(in[inOffset + 2 * i], in[inOffset + 2 * i + 1]);
            int low = encodeLower((qmf.odd() + qmf.even()) >> 14);
            int high = encodeHigher((qmf.odd() - qmf.even()) >> 14);
            out[outOffset + i] = (byte) (high << 6 | low);
        }
        return count / 2;
    }

    private int encodeLower(int value) {
        int error = G722Band.saturate(value - lower.prediction());
        int magnitude = error >= 0 ? error : ~error;
        int level = 1;
        while (level < LEVELS.length && magnitude >= (LEVELS[level] * lower.scale()) >> 12) {
            level++;
        }
        int code;
        if (error >= 0) {
            code = 62 - level;
        } else {
            code = (level <= 2 ? 64 : 34) - level; // the two smallest negative codes lie above the positive ones
        }
        lower.adapt(code >> 2);
        return code;
    }

    private int encodeHigher(int value) {
        int error = G722Band.saturate(value - higher.prediction());
        int magnitude = error >= 0 ? error : ~error;
        boolean large = magnitude >= (HIGHER_LEVEL * higher.scale()) >> 12;
        int code = (error >= 0 ? 2 : 0) + (large ? 0 : 1);
        higher.adapt(code);
        return code;
    }
}
