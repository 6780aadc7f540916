package org.voicesecretary.media.audio;

/**
 * The two companding laws of ITU-T G.711 between 16-bit linear samples and 8-bit codes.
 *
 * <p>Linear samples carry the 14 bits of the µ-law and the 13 bits of the A-law left-justified. Negative samples are taken as
 * one's complement, as in the software tool library of ITU-T G.191, so that each code's interval is the mirror image of its
 * opposite's. All conversions are one look-up in a table.
 */
public final class G711 {

    /** The µ-law code of silence (+0). */
    public static final byte MU_LAW_SILENCE = (byte) 0xFF;

    /** The A-law code of silence (the smallest positive value: A-law has no zero). */
    public static final byte A_LAW_SILENCE = (byte) 0xD5;

    private static final byte[] TO_MU_LAW = new byte[65_536];
    private static final byte[] TO_A_LAW = new byte[65_536];
    private static final short[] FROM_MU_LAW = new short[256];
    private static final short[] FROM_A_LAW = new short[256];

    static {
        for (int linear = Short.MIN_VALUE; linear <= Short.MAX_VALUE; linear++) {
            TO_MU_LAW[linear & 0xFFFF] = compressMuLaw(linear);
            TO_A_LAW[linear & 0xFFFF] = compressALaw(linear);
        }
        for (int code = 0; code < 256; code++) {
            FROM_MU_LAW[code] = expandMuLaw(code);
            FROM_A_LAW[code] = expandALaw(code);
        }
    }

    private G711() {}

    public static byte toMuLaw(short linear) {
        return TO_MU_LAW[linear & 0xFFFF];
    }

    public static byte toALaw(short linear) {
        return TO_A_LAW[linear & 0xFFFF];
    }

    public static short fromMuLaw(byte code) {
        return FROM_MU_LAW[code & 0xFF];
    }

    public static short fromALaw(byte code) {
        return FROM_A_LAW[code & 0xFF];
    }

    private static byte compressMuLaw(int linear) {
        int magnitude = Math.min(((linear < 0 ? ~linear : linear) >> 2) + 33, 0x1FFF);
        int segment = 26 - Integer.numberOfLeadingZeros(magnitude); // 0 for 33…63, 7 for 4096…8191
        int step = (magnitude >> (segment + 1)) & 0x0F;
        int code = ~((segment << 4) | step) & 0x7F;
        return (byte) (linear < 0 ? code : code | 0x80);
    }

    private static byte compressALaw(int linear) {
        int magnitude = (linear < 0 ? ~linear : linear) >> 4;
        int code;
        if (magnitude < 32) {
            code = magnitude; // the two lowest segments share one step size
        } else {
            int shift = 27 - Integer.numberOfLeadingZeros(magnitude); // 1 for 32…63 … 6 for 1024…2047
            code = ((shift + 1) << 4) | ((magnitude >> shift) & 0x0F);
        }
        return (byte) ((linear < 0 ? code : code | 0x80) ^ 0x55);
    }

    private static short expandMuLaw(int code) {
        int bits = ~code;
        int segment = (bits >> 4) & 0x07;
        int magnitude = ((((bits & 0x0F) << 1) + 33) << segment) - 33;
        return (short) ((code & 0x80) != 0 ? magnitude << 2 : -(magnitude << 2));
    }

    private static short expandALaw(int code) {
        int bits = code ^ 0x55;
        int segment = (bits >> 4) & 0x07;
        int step = bits & 0x0F;
        int magnitude = segment == 0 ? (step << 1) + 1 : ((step << 1) + 33) << (segment - 1);
        return (short) ((bits & 0x80) != 0 ? magnitude << 3 : -(magnitude << 3));
    }
}
