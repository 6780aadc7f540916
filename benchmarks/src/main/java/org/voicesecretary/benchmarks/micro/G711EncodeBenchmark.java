package org.voicesecretary.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.AudioEncoder;

/** One frame of 20 ms from samples to bytes: what a prompt costs once, and a bridged call 50 times a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class G711EncodeBenchmark {
    private static final int FRAME = 160;

    /** The codec. */
    @Param({"PCMU", "PCMA"})
    public AudioCodec codec = AudioCodec.PCMA;

    private final short[] samples = Tones.sine(440, 8000, 20, 8000).samples();
    private final byte[] bytes = new byte[FRAME];
    private AudioEncoder encoder = codec.newEncoder();

    /** An encoder of the codec asked for. */
    @Setup
    public void choose() {
        encoder = codec.newEncoder();
    }

    /** The bytes of the frame. */
    @Benchmark
    public byte[] encode() {
        encoder.encode(samples, 0, FRAME, bytes, 0);
        return bytes;
    }
}
