package org.voicesecretary.media.srtp;

/** Numbers in network order. */
final class Bytes {
    private Bytes() {}

    static int getInt(byte[] from, int at) {
        return from[at] << 24 | (from[at + 1] & 0xff) << 16 | (from[at + 2] & 0xff) << 8 | from[at + 3] & 0xff;
    }

    static int getShort(byte[] from, int at) {
        return (from[at] & 0xff) << 8 | from[at + 1] & 0xff;
    }

    static void putInt(byte[] into, int at, int value) {
        into[at] = (byte) (value >> 24);
        into[at + 1] = (byte) (value >> 16);
        into[at + 2] = (byte) (value >> 8);
        into[at + 3] = (byte) value;
    }

    static void xorInt(byte[] into, int at, int value) {
        into[at] ^= (byte) (value >> 24);
        into[at + 1] ^= (byte) (value >> 16);
        into[at + 2] ^= (byte) (value >> 8);
        into[at + 3] ^= (byte) value;
    }
}
