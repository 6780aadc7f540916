package org.voicesecretary.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class JitterBufferTest {
    private static final long MILLI = 1_000_000;

    private final List<Integer> out = new ArrayList<>();
    private final JitterBuffer buffer = new JitterBuffer((bytes, offset, length, kind, timestamp, arrival) -> {
        assertThat(length).isEqualTo(1);
        assertThat(bytes[offset] & 0xff).isEqualTo((int) timestamp & 0xff);
        out.add((int) timestamp);
    });

    @Test
    void packetsInOrderPassAtOnce() {
        for (int i = 0; i < 5; i++) {
            put(i, i * 20 * MILLI);
            assertThat(out).hasSize(i + 1);
        }
    }

    @Test
    void aPacketOvertakenByAnotherIsPutBackInItsPlace() {
        put(0, 0);
        put(2, 20 * MILLI);
        assertThat(out).containsExactly(0);
        put(1, 25 * MILLI);
        assertThat(out).containsExactly(0, 1, 2);
    }

    @Test
    void doublesAreDroppedWhetherTheFirstWaitsOrIsGone() {
        put(0, 0);
        put(0, 1);
        put(2, 2);
        put(2, 3);
        put(1, 4);
        put(1, 5);
        assertThat(out).containsExactly(0, 1, 2);
        assertThat(buffer.tooLate()).isEqualTo(3);
    }

    @Test
    void whatDoesNotComeInTimeIsGivenUp() {
        put(0, 0);
        put(2, 20 * MILLI);
        put(3, 40 * MILLI);
        buffer.expire(50 * MILLI, 0);
        assertThat(out).containsExactly(0);
        buffer.expire(60 * MILLI, 0);
        assertThat(out).containsExactly(0, 2, 3);
        put(1, 61 * MILLI);
        assertThat(out).containsExactly(0, 2, 3);
    }

    @Test
    void jitterMakesItWaitLongerButNotForever() {
        put(0, 0);
        put(2, 0);
        buffer.expire(100 * MILLI, 40 * MILLI);
        assertThat(out).containsExactly(0);
        buffer.expire(160 * MILLI, 400 * MILLI);
        assertThat(out).containsExactly(0, 2);
    }

    @Test
    void aJumpOfTheSequenceStartsAnewWithoutLosingWhatWaits() {
        put(0, 0);
        put(2, 0);
        put(1000, 0);
        put(1001, 0);
        assertThat(out).containsExactly(0, 2, 1000, 1001);
    }

    @Test
    void sequenceNumbersWrap() {
        for (int i = 65_530; i < 65_546; i++) {
            put(i, 0);
        }
        assertThat(out).hasSize(16).isSorted();
    }

    @Test
    void anyShufflingWithinTheWindowComesOutComplete() {
        Random random = new Random(4733);
        for (int round = 0; round < 200; round++) {
            out.clear();
            buffer.reset();
            put(0, 0);
            for (int block = 0; block < 10; block++) {
                List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1 + 12 * block, 12 + 12 * block)
                        .boxed()
                        .toList());
                Collections.shuffle(numbers, random);
                numbers.forEach(number -> put(number, 0));
            }
            assertThat(out).isEqualTo(IntStream.rangeClosed(0, 120).boxed().toList());
        }
    }

    private void put(int number, long nanos) {
        buffer.add(number & 0xffff, new byte[] {(byte) number}, 1, 0, number, nanos);
    }
}
