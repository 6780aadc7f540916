package org.voicesecretary.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RtpSourceTest {
    private static final long FRAME = 20_000_000;

    private final RtpSource source = new RtpSource(8000);

    @Test
    void lossesOfEarlierSourcesStayCounted() {
        assertThat(audio(1, 10)).isEqualTo(RtpSource.Verdict.FIRST);
        assertThat(audio(1, 13)).isEqualTo(RtpSource.Verdict.VALID);
        assertThat(audio(2, 500)).isEqualTo(RtpSource.Verdict.FIRST);
        assertThat(audio(2, 502)).isEqualTo(RtpSource.Verdict.VALID);
        assertThat(source.lost()).isEqualTo(3);
        assertThat(source.changes()).isEqualTo(1);
    }

    @Test
    void aLoneJumpIsDoubtfulAndASecondOneBelieved() {
        audio(1, 10);
        assertThat(audio(1, 30_000)).isEqualTo(RtpSource.Verdict.DOUBTFUL);
        assertThat(audio(1, 30_001)).isEqualTo(RtpSource.Verdict.VALID);
    }

    @Test
    void keysDoNotCountAsJitter() {
        for (int i = 0; i < 50; i++) {
            source.update(1, i, 160L * i, i * FRAME, true);
        }
        for (int i = 50; i < 100; i++) { // a key of a second keeps its timestamp
            source.update(1, i, 160L * 50, i * FRAME, false);
        }
        source.update(1, 100, 160L * 100, 100 * FRAME, true);
        assertThat(source.jitterMillis()).isZero();
        assertThat(source.lost()).isZero();
    }

    @Test
    void unevenArrivalIsJitter() {
        for (int i = 0; i < 500; i++) {
            source.update(1, i, 160L * i, i * FRAME + (i % 2) * 10_000_000L, true);
        }
        assertThat(source.jitterMillis()).isBetween(9.0, 10.1);
    }

    @Test
    void reportsAreAboutTheSourceThatIsReceived() {
        assertThat(source.report(0)).isNull();
        audio(7, 1);
        audio(7, 4);
        var block = source.report(0);
        assertThat(block).isNotNull();
        assertThat(block.ssrc()).isEqualTo(7);
        assertThat(block.cumulativeLost()).isEqualTo(2);
        assertThat(block.fractionLost()).isEqualTo(128);
    }

    private RtpSource.Verdict audio(int ssrc, int sequence) {
        return source.update(ssrc, sequence, 160L * sequence, sequence * FRAME, true);
    }
}
