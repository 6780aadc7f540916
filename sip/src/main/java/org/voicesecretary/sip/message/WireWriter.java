package org.voicesecretary.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Grows one array of bytes; text is ASCII most of the time and goes in without a detour. */
final class WireWriter {
    private byte[] buf;
    private int size;

    WireWriter(int capacity) {
        buf = new byte[capacity];
    }

    WireWriter text(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
                return bytes(rest, 0, rest.length);
            }
            buf[size++] = (byte) c;
        }
        return this;
    }

    WireWriter bytes(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, buf, size, end - start);
        size += end - start;
        return this;
    }

    byte[] toBytes() {
        return size == buf.length ? buf : Arrays.copyOf(buf, size);
    }

    private void room(int more) {
        if (size + more > buf.length) buf = Arrays.copyOf(buf, Math.max(buf.length * 2, size + more));
    }
}
