package org.voicesecretary.media.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.WavWriter;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.AudioDecoder;

/**
 * One running recording: the packet path puts encoded frames into its ring, the writer's thread decodes them and lays them on the time
 * line. Positions count ticks of 8000 Hz since the beginning.
 */
public final class Recording {
    /** The channel of what the caller says. */
    public static final int CALLER = 0;
    /** The channel of what the robot says. */
    public static final int ROBOT = 1;

    private static final int TICK_RATE = 8000;
    private static final int RING_BYTES = 1 << 16; // some 3.5 s of both channels
    private static final int LONGEST_PACKET = 2048;
    private static final int WINDOW_SECONDS = 4;
    /** How long the time line stays open for what comes late. */
    private static final long OPEN_TICKS = TICK_RATE;

    private final Path file;
    private final int sampleRate;
    private final long startNanos;
    private final WavWriter wav;
    private final FrameRing ring = new FrameRing(RING_BYTES);
    private final StereoTimeline timeline;
    private final Map<AudioCodec, AudioDecoder[]> decoders = new EnumMap<>(AudioCodec.class);
    private final short[] decoded = new short[2 * LONGEST_PACKET];
    private final short[] fitted = new short[2 * LONGEST_PACKET];
    private final CompletableFuture<RecordedFile> result = new CompletableFuture<>();
    private volatile long endTicks = -1;
    private @Nullable IOException failure;

    /** Creates the file. */
    Recording(Path file, int sampleRate, long startNanos) throws IOException {
        this.file = file;
        this.sampleRate = sampleRate;
        this.startNanos = startNanos;
        this.wav = WavWriter.stereo(file, sampleRate);
        this.timeline = new StereoTimeline(WINDOW_SECONDS * sampleRate, wav::write);
    }

    /** Where a moment lies on the time line, in ticks of 8000 Hz. */
    public long position(long nanos) {
        return Math.max(0, (nanos - startNanos) / 125_000);
    }

    /** Puts in a frame; on the packet path, so neither waiting nor allocating. */
    public void frame(int channel, AudioCodec codec, long position, byte[] bytes, int offset, int length) {
        ring.offer(channel, codec, position, bytes, offset, length);
    }

    /** Nothing more comes in after {@code nanos}; the writer completes the file. */
    public void end(long nanos) {
        endTicks = position(nanos);
    }

    /** The complete file. */
    public CompletableFuture<RecordedFile> result() {
        return result;
    }

    /** Frames lost to a slow disk so far. */
    public long framesDropped() {
        return ring.dropped();
    }

    /** Writes what is ripe. On the writer's thread. */
    boolean write(long nowNanos) {
        long ended = endTicks;
        try {
            if (failure == null) {
                ring.drainTo(this::lay);
                if (failure == null) {
                    timeline.writeUntil(
                            ended >= 0
                                    ? Math.max(inSamples(ended), timeline.end()) // the last frames in full
                                    : inSamples(position(nowNanos) - OPEN_TICKS));
                }
            }
        } catch (IOException e) {
            failure = e;
        }
        if (ended < 0) {
            return true;
        }
        complete();
        return false;
    }

    private void complete() {
        try {
            wav.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        IOException broken = failure;
        result.complete(new RecordedFile(
                file,
                timeline.end() * 1000 / sampleRate,
                ring.dropped(),
                broken == null ? null : "recording " + file + " cannot be written: " + broken.getMessage()));
    }

    private void lay(int channel, AudioCodec codec, long position, byte[] bytes, int length) {
        AudioDecoder decoder =
                decoders.computeIfAbsent(codec, c -> new AudioDecoder[] {c.newDecoder(), c.newDecoder()})[channel];
        int count = decoder.decode(bytes, 0, length, decoded, 0);
        try {
            if (codec.sampleRate() == sampleRate) {
                timeline.lay(channel, inSamples(position), decoded, count);
            } else {
                timeline.lay(channel, inSamples(position), fitted, fit(codec.sampleRate(), count));
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Only after a change of codec within a call: doubles by interpolation, or halves by the mean of neighbours. */
    private int fit(int rate, int count) {
        if (rate < sampleRate) {
            for (int i = 0; i < count; i++) {
                int following = i + 1 < count ? decoded[i + 1] : decoded[i];
                fitted[2 * i] = decoded[i];
                fitted[2 * i + 1] = (short) ((decoded[i] + following) / 2);
            }
            return 2 * count;
        }
        for (int i = 0; i < count / 2; i++) {
            fitted[i] = (short) ((decoded[2 * i] + decoded[2 * i + 1]) / 2);
        }
        return count / 2;
    }

    private long inSamples(long ticks) {
        return Math.max(0, ticks) * (sampleRate / TICK_RATE);
    }
}
