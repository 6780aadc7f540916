package org.voicesecretary.media.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whole WAV files (RIFF/WAVE): read into mono 16-bit {@link Pcm}, written from it.
 *
 * <p>Read: integers of 8 to 32 bits, IEEE floats of 32 and 64 bits, G.711 A-law and µ-law, also inside WAVE_FORMAT_EXTENSIBLE; 1 to
 * {@value #MAX_CHANNELS} channels (averaged into one), any rate. Unknown chunks are skipped. A data chunk that ends early, or whose
 * declared length is the "unknown" of a program that wrote into a pipe, gives what is there.
 */
public final class WavFile {

    /** The largest file that is read, in bytes. */
    public static final long MAX_FILE_BYTES = 256L << 20;

    static final int MAX_CHANNELS = 16;

    private static final int RIFF = tag("RIFF");
    private static final int RF64 = tag("RF64");
    private static final int WAVE = tag("WAVE");
    private static final int FORMAT = tag("fmt ");
    private static final int DATA = tag("data");
    private static final int HEADER_BYTES = 44;

    private static final int FORMAT_PCM = 1;
    private static final int FORMAT_FLOAT = 3;
    private static final int FORMAT_A_LAW = 6;
    private static final int FORMAT_MU_LAW = 7;
    private static final int FORMAT_EXTENSIBLE = 0xFFFE;

    /** The GUID of every sub-format that merely wraps a format code (its first two bytes), as two little-endian longs. */
    private static final long GUID_FIRST_HALF = 0x00100000_0000_0000L;

    private static final long GUID_SECOND_HALF = 0x719B3800_AA000080L;

    private WavFile() {}

    /**
     * Reads a file of at most {@link #MAX_FILE_BYTES}.
     *
     * @throws WavFormatException it is no WAV file, or one of a kind that is not read
     * @throws IOException it could not be read
     */
    public static Pcm read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_FILE_BYTES) {
            throw new WavFormatException("WAV file " + file + " is too large: " + size + " bytes, expected at most "
                    + MAX_FILE_BYTES + "; shorten it or lower its sample rate");
        }
        return parse(Files.readAllBytes(file), "WAV file " + file);
    }

    /**
     * Reads a whole WAV file from memory.
     *
     * @param what names the source in error messages
     */
    public static Pcm parse(byte[] bytes, String what) throws WavFormatException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 12 || (in.getInt(0) != RIFF && in.getInt(0) != RF64) || in.getInt(8) != WAVE) {
            throw new WavFormatException(what + " is no WAV file: it does not begin with RIFF…WAVE");
        }
        in.position(12);
        Format format = null;
        while (in.remaining() >= 8) {
            int id = in.getInt();
            long declared = Integer.toUnsignedLong(in.getInt());
            int length = (int) Math.min(declared, in.remaining());
            if (id == FORMAT) {
                format = Format.parse(in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN), what);
            } else if (id == DATA) {
                if (format == null) {
                    throw new WavFormatException(what + " has sound data before any 'fmt ' chunk says what it is");
                }
                return format.decode(in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN));
            }
            // Chunks are padded to an even length; the pad byte may be missing at the end of the file.
            in.position((int) Math.min(in.limit(), in.position() + declared + (declared & 1)));
        }
        throw new WavFormatException(what + " has no " + (format == null ? "'fmt '" : "'data'") + " chunk");
    }

    /** Writes 16-bit mono. */
    public static void write(Path file, Pcm pcm) throws IOException {
        Files.write(file, toBytes(pcm));
    }

    /** A whole 16-bit mono WAV file in memory. */
    public static byte[] toBytes(Pcm pcm) {
        ByteBuffer out = ByteBuffer.allocate(Math.addExact(HEADER_BYTES, Math.multiplyExact(2, pcm.length())))
                .order(ByteOrder.LITTLE_ENDIAN);
        putHeader(out, 1, pcm.sampleRate(), 2L * pcm.length());
        for (short sample : pcm.samples()) {
            out.putShort(sample);
        }
        return out.array();
    }

    /** The canonical header of 44 bytes for 16-bit samples. */
    static void putHeader(ByteBuffer out, int channels, int sampleRate, long dataBytes) {
        out.putInt(RIFF).putInt((int) (dataBytes + HEADER_BYTES - 8)).putInt(WAVE);
        out.putInt(FORMAT).putInt(16).putShort((short) FORMAT_PCM).putShort((short) channels);
        out.putInt(sampleRate)
                .putInt(sampleRate * channels * 2)
                .putShort((short) (channels * 2))
                .putShort((short) 16);
        out.putInt(DATA).putInt((int) dataBytes);
    }

    private static int tag(String name) {
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }

    private enum Encoding {
        INTEGER,
        FLOAT,
        A_LAW,
        MU_LAW
    }

    /** What the 'fmt ' chunk says, checked. */
    private record Format(Encoding encoding, int channels, int sampleRate, int bytesPerSample) {

        static Format parse(ByteBuffer chunk, String what) throws WavFormatException {
            if (chunk.remaining() < 16) {
                throw new WavFormatException(
                        what + " has a 'fmt ' chunk of " + chunk.remaining() + " bytes, expected at least 16");
            }
            int code = Short.toUnsignedInt(chunk.getShort(0));
            int channels = Short.toUnsignedInt(chunk.getShort(2));
            int sampleRate = chunk.getInt(4);
            int blockBytes = Short.toUnsignedInt(chunk.getShort(12));
            int bits = Short.toUnsignedInt(chunk.getShort(14));
            if (code == FORMAT_EXTENSIBLE) {
                code = extensibleCode(chunk, what);
            }
            if (channels < 1 || channels > MAX_CHANNELS) {
                throw new WavFormatException(what + " has " + channels + " channels, expected 1 to " + MAX_CHANNELS);
            }
            if (sampleRate < 1 || sampleRate > Pcm.MAX_SAMPLE_RATE) {
                throw new WavFormatException(what + " has a sample rate of " + Integer.toUnsignedLong(sampleRate)
                        + " Hz, expected 1 to " + Pcm.MAX_SAMPLE_RATE);
            }
            // Samples of, say, 20 bits lie left-justified in the container that the block size gives.
            int bytesPerSample = blockBytes % channels == 0 && blockBytes > 0 ? blockBytes / channels : (bits + 7) / 8;
            Encoding encoding = switch (code) {
                case FORMAT_PCM -> require(Encoding.INTEGER, bits >= 8 && bits <= 32, bits, what);
                case FORMAT_FLOAT -> require(Encoding.FLOAT, bits == 32 || bits == 64, bits, what);
                case FORMAT_A_LAW -> require(Encoding.A_LAW, bits == 8, bits, what);
                case FORMAT_MU_LAW -> require(Encoding.MU_LAW, bits == 8, bits, what);
                default ->
                    throw new WavFormatException(what + " is compressed in a way that is not read: format "
                            + code + ", expected PCM (1), float (3), A-law (6) or µ-law (7);"
                            + " convert it to 16-bit PCM");
            };
            int exact = encoding == Encoding.INTEGER ? Math.clamp(bytesPerSample, (bits + 7) / 8, 4) : bits / 8;
            if (bytesPerSample != exact) {
                throw new WavFormatException(what + " contradicts itself: " + bits + " bits a sample in blocks of "
                        + blockBytes + " bytes for " + channels + " channels");
            }
            return new Format(encoding, channels, sampleRate, bytesPerSample);
        }

        private static int extensibleCode(ByteBuffer chunk, String what) throws WavFormatException {
            if (chunk.remaining() < 40) {
                throw new WavFormatException(what + " is WAVE_FORMAT_EXTENSIBLE with a 'fmt ' chunk of "
                        + chunk.remaining() + " bytes, expected 40");
            }
            if ((chunk.getLong(24) & ~0xFFFFL) != GUID_FIRST_HALF || chunk.getLong(32) != GUID_SECOND_HALF) {
                throw new WavFormatException(what + " has a sub-format that is not read; convert it to 16-bit PCM");
            }
            return Short.toUnsignedInt(chunk.getShort(24));
        }

        private static Encoding require(Encoding encoding, boolean holds, int bits, String what)
                throws WavFormatException {
            if (!holds) {
                throw new WavFormatException(what + " has samples of " + bits + " bits, which is not read as "
                        + encoding + "; convert it to 16-bit PCM");
            }
            return encoding;
        }

        Pcm decode(ByteBuffer data) {
            short[] samples = new short[data.remaining() / (bytesPerSample * channels)];
            for (int i = 0; i < samples.length; i++) {
                double sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    sum += sample(data, (i * channels + channel) * bytesPerSample);
                }
                samples[i] = Pcm.saturate(sum / channels);
            }
            return new Pcm(samples, sampleRate);
        }

        /** One sample on the scale of 16 bits, fractions kept. */
        private double sample(ByteBuffer data, int at) {
            return switch (encoding) {
                case A_LAW -> G711.fromALaw(data.get(at));
                case MU_LAW -> G711.fromMuLaw(data.get(at));
                case FLOAT -> finite(bytesPerSample == 8 ? data.getDouble(at) : data.getFloat(at)) * 32_768;
                case INTEGER ->
                    switch (bytesPerSample) {
                        case 1 -> ((data.get(at) & 0xFF) - 128) * 256; // 8 bits are unsigned, all others signed
                        case 2 -> data.getShort(at);
                        case 3 -> data.getShort(at + 1) + (data.get(at) & 0xFF) / 256.0;
                        default -> data.getInt(at) / 65_536.0;
                    };
            };
        }

        private static double finite(double value) {
            return Double.isNaN(value) ? 0 : Math.clamp(value, -2.0, 2.0);
        }
    }
}
