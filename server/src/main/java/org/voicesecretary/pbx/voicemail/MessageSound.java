package org.voicesecretary.pbx.voicemail;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.voicesecretary.media.audio.WavWriter;

/** The sound of a message, cut out of a recording of both sides. */
final class MessageSound {
    private static final int HEADER = 44;
    private static final int SAMPLE_RATE_AT = 24;
    private static final int FRAME_BYTES = 4;
    private static final int FRAMES_AT_ONCE = 4096;

    private MessageSound() {}

    /**
     * Writes what the caller said.
     *
     * @param stereo as the recorder writes it: 16 bits, the caller left
     * @param mono is created
     * @param length what is behind that is left out
     */
    static void cut(Path stereo, Path mono, Duration length) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(stereo), 1 << 16))) {
            byte[] header = in.readNBytes(HEADER);
            if (header.length < HEADER) {
                throw new IOException("the recording " + stereo + " is cut off");
            }
            int rate = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(SAMPLE_RATE_AT);
            long frames = length.toMillis() * rate / 1000;
            try (WavWriter out = WavWriter.mono(mono, rate)) {
                short[] left = new short[FRAMES_AT_ONCE];
                while (frames > 0) {
                    byte[] bytes = in.readNBytes((int) Math.min(FRAMES_AT_ONCE, frames) * FRAME_BYTES);
                    int count = bytes.length / FRAME_BYTES;
                    if (count == 0) {
                        return;
                    }
                    var samples = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                    for (int i = 0; i < count; i++) {
                        left[i] = samples.getShort(i * FRAME_BYTES);
                    }
                    out.write(left, 0, count);
                    frames -= count;
                }
            }
        }
    }
}
