package org.voicesecretary.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.media.codec.AudioCodec;

@Tag("unit")
class FrameRingTest {
    private record Frame(int channel, AudioCodec codec, long position, List<Byte> bytes) {}

    private final List<Frame> out = new ArrayList<>();

    @Test
    void framesComeOutAsTheyWentInAlsoAcrossTheEndOfTheRing() {
        FrameRing ring = new FrameRing(64);
        for (int i = 0; i < 50; i++) {
            ring.offer(i % 2, AudioCodec.PCMA, 1L << 40 | i, new byte[] {0, (byte) i, (byte) -i}, 1, 2);
            drain(ring);
        }
        assertThat(out).hasSize(50);
        assertThat(out.get(49)).isEqualTo(new Frame(1, AudioCodec.PCMA, 1L << 40 | 49, List.of((byte) 49, (byte) -49)));
        assertThat(ring.dropped()).isZero();
    }

    @Test
    void whatDoesNotFitIsDroppedAndCountedAndWhatIsInStaysWhole() {
        FrameRing ring = new FrameRing(64);
        for (int i = 0; i < 5; i++) {
            ring.offer(0, AudioCodec.PCMU, i, new byte[20], 0, 20);
        }
        drain(ring);
        assertThat(out).extracting(Frame::position).containsExactly(0L, 1L);
        assertThat(ring.dropped()).isEqualTo(3);
    }

    @Test
    void oneThreadPutsInWhileAnotherTakesOut() throws InterruptedException {
        FrameRing ring = new FrameRing(1 << 10);
        int frames = 100_000;
        Thread putting = Thread.ofPlatform().start(() -> {
            byte[] bytes = new byte[160];
            for (int i = 0; i < frames; i++) {
                Arrays.fill(bytes, (byte) i);
                ring.offer(0, AudioCodec.PCMU, i, bytes, 0, 1 + i % 160);
            }
        });
        AtomicLong last = new AtomicLong(-1);
        AtomicLong taken = new AtomicLong();
        while (putting.isAlive() || taken.get() + ring.dropped() < frames) {
            ring.drainTo((channel, codec, position, bytes, length) -> {
                assertThat(position).isGreaterThan(last.get());
                assertThat(length).isEqualTo(1 + (int) (position % 160));
                assertThat(bytes[0]).isEqualTo((byte) position);
                assertThat(bytes[length - 1]).isEqualTo((byte) position);
                last.set(position);
                taken.incrementAndGet();
            });
        }
        assertThat(taken.get() + ring.dropped()).isEqualTo(frames);
        assertThat(taken.get()).isPositive();
    }

    @Test
    void aCapacityThatIsNoPowerOfTwoIsRefused() {
        assertThatThrownBy(() -> new FrameRing(1000)).isInstanceOf(IllegalArgumentException.class);
    }

    private void drain(FrameRing ring) {
        ring.drainTo((channel, codec, position, bytes, length) -> {
            List<Byte> copy = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                copy.add(bytes[i]);
            }
            out.add(new Frame(channel, codec, position, copy));
        });
    }
}
