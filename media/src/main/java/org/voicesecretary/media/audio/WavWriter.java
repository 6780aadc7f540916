package org.voicesecretary.media.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a 16-bit WAV file as the sound comes, mono or stereo.
 *
 * <p>The header is brought up to date each time the buffer goes to the file, so a process that dies leaves a file that any player
 * opens, without its last second at most. Not for several threads at once.
 */
public final class WavWriter implements AutoCloseable {

    /** RIFF lengths are 32 bits: what fits less some room for the header. */
    private static final long MAX_DATA_BYTES = 0xFFFF_FFFFL - 1024;

    private static final int HEADER_BYTES = 44;

    private final Path path;
    private final FileChannel file;
    private final int channels;
    private final int sampleRate;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer pending;
    private long dataBytes;

    private WavWriter(Path path, int channels, int sampleRate) throws IOException {
        if (sampleRate < 1 || sampleRate > Pcm.MAX_SAMPLE_RATE) {
            throw new IllegalArgumentException("sample rate is out of range: " + sampleRate + " Hz");
        }
        this.path = path;
        this.channels = channels;
        this.sampleRate = sampleRate;
        // One second of sound, in whole frames.
        this.pending = ByteBuffer.allocate(sampleRate * channels * 2).order(ByteOrder.LITTLE_ENDIAN);
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        writeHeader();
    }

    /** Creates or replaces a file of one channel. */
    public static WavWriter mono(Path path, int sampleRate) throws IOException {
        return new WavWriter(path, 1, sampleRate);
    }

    /** Creates or replaces a file of two channels, left and right. */
    public static WavWriter stereo(Path path, int sampleRate) throws IOException {
        return new WavWriter(path, 2, sampleRate);
    }

    /** Adds samples to a mono file. */
    public void write(short[] samples, int offset, int count) throws IOException {
        requireChannels(1);
        for (int i = 0; i < count; i++) {
            flushIfFull();
            pending.putShort(samples[offset + i]);
        }
    }

    /** Adds the same number of samples to both channels of a stereo file. */
    public void write(short[] left, int leftOffset, short[] right, int rightOffset, int count) throws IOException {
        requireChannels(2);
        for (int i = 0; i < count; i++) {
            flushIfFull();
            pending.putShort(left[leftOffset + i]);
            pending.putShort(right[rightOffset + i]);
        }
    }

    /** What was written up to now, in ms. */
    public long durationMillis() {
        return (dataBytes + pending.position()) / (2L * channels) * 1000 / sampleRate;
    }

    /** Brings everything written up to now into the file. */
    public void flush() throws IOException {
        if (dataBytes + pending.position() > MAX_DATA_BYTES) {
            throw new IOException("WAV file " + path + " is full: a WAV file holds at most 4 GiB");
        }
        pending.flip();
        try {
            while (pending.hasRemaining()) {
                dataBytes += file.write(pending, HEADER_BYTES + dataBytes);
            }
        } finally {
            pending.compact(); // what a full disk did not take is kept for the next time
        }
        writeHeader();
    }

    @Override
    public void close() throws IOException {
        if (file.isOpen()) {
            try (file) {
                flush();
            }
        }
    }

    private void flushIfFull() throws IOException {
        if (pending.remaining() < 2 * channels) {
            flush();
        }
    }

    private void writeHeader() throws IOException {
        header.clear();
        WavFile.putHeader(header, channels, sampleRate, dataBytes);
        header.flip();
        int at = 0;
        while (header.hasRemaining()) {
            at += file.write(header, at);
        }
    }

    private void requireChannels(int expected) {
        if (channels != expected) {
            throw new IllegalStateException(
                    "WAV file " + path + " has " + channels + " channels, samples were given for " + expected);
        }
    }
}
