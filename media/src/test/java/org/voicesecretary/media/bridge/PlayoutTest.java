package org.voicesecretary.media.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PlayoutTest {
    private final Playout playout = new Playout();
    private final short[] out = new short[320];

    @Test
    void itBeginsWithTwoFramesInHandAndGivesThemInOrder() {
        add(1);
        assertThat(take()).isFalse();
        add(2);
        assertThat(take()).isTrue();
        assertThat(out[0]).isEqualTo((short) 1);
        assertThat(take()).isTrue();
        assertThat(out[0]).isEqualTo((short) 2);
        assertThat(take()).isFalse();
    }

    @Test
    void whoRunsDryTakesMoreInHand() {
        add(1);
        add(2);
        for (int i = 0; i < 3; i++) {
            take();
        }
        add(3);
        add(4);
        assertThat(take()).as("three frames now").isFalse();
        add(5);
        assertThat(take()).isTrue();
    }

    @Test
    void aPauseIsNoJitter() {
        add(1);
        add(2);
        for (int i = 0; i < 30; i++) {
            take();
        }
        add(3);
        add(4);
        assertThat(take()).isTrue();
    }

    @Test
    void aBurstAfterAStandstillIsCutToWhatIsNeeded() {
        for (int i = 1; i <= 20; i++) {
            add(i);
        }
        take();
        take();
        assertThat(out[0]).as("the latest").isGreaterThanOrEqualTo((short) 18);
    }

    @Test
    void whatIsInHandForNothingIsGivenUpInTime() {
        for (int i = 0; i < 6; i++) {
            add(i);
        }
        for (int i = 6; i < 1000; i++) {
            add(i);
            take();
        }
        assertThat(999 - out[0]).as("frames behind").isLessThanOrEqualTo(3);
    }

    @Test
    void moreThanThereIsRoomForPushesOutTheOldest() {
        for (int i = 0; i < 500; i++) {
            add(i);
        }
        short[] flood = new short[20_000];
        Arrays.fill(flood, (short) 7);
        playout.add(flood, flood.length, 8000);
        assertThat(take()).isTrue();
        assertThat(out[0]).isEqualTo((short) 7);
    }

    private void add(int value) {
        short[] frame = new short[160];
        Arrays.fill(frame, (short) value);
        playout.add(frame, 160, 8000);
    }

    private boolean take() {
        return playout.take(out, 8000);
    }
}
