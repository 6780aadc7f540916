package org.voicesecretary.speech;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;

/**
 * The form of a sound on disk: a WAV file that any player opens, followed by a RIFF chunk {@code vsum} with the CRC-32C of
 * all before it, so that a torn or damaged file is told from a good one.
 */
final class CachedSound {
    private static final byte[] SUM = "vsum".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER = 12;

    private CachedSound() {}

    static byte[] encode(Pcm sound) {
        byte[] wav = WavFile.toBytes(sound);
        ByteBuffer file = ByteBuffer.allocate(wav.length + TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        file.put(wav).put(SUM).putInt(4);
        file.putInt(4, file.capacity() - 8); // The RIFF length covers the added chunk.
        file.putInt(checksum(file.array()));
        return file.array();
    }

    /** @throws IOException if the file is not exactly what was written */
    static Pcm decode(byte[] file, String what) throws IOException {
        int trailer = file.length - TRAILER;
        if (trailer < 44 || !Arrays.equals(file, trailer, trailer + 4, SUM, 0, 4)) {
            throw new IOException(what + " is cut off: " + file.length + " bytes without a check sum at the end");
        }
        int written = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 4);
        if (written != checksum(file)) {
            throw new IOException(what + " is damaged: its check sum does not match its content");
        }
        return WavFile.parse(file, what);
    }

    private static int checksum(byte[] file) {
        CRC32C crc = new CRC32C();
        crc.update(file, 0, file.length - 4);
        return (int) crc.getValue();
    }
}
