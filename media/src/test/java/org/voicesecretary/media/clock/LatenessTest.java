package org.voicesecretary.media.clock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class LatenessTest {

    @Test
    void percentilesAreUpperEdgesOfTheirBuckets() {
        Lateness lateness = new Lateness();
        for (int i = 0; i < 999; i++) {
            lateness.record(250_000);
        }
        lateness.record(30_500_000);
        LatenessSnapshot snapshot = lateness.snapshot();
        assertThat(snapshot.total()).isEqualTo(1000);
        assertThat(snapshot.percentileMicros(0.5)).isEqualTo(300);
        assertThat(snapshot.percentileMicros(0.999)).isEqualTo(300);
        assertThat(snapshot.percentileMicros(1)).isEqualTo(30_500);
        assertThat(snapshot.laterThanMillis(10)).isEqualTo(1);
        assertThat(snapshot.maxMicros()).isEqualTo(30_500);
    }

    @Test
    void earlyIsPunctualAndHoursAreCounted() {
        Lateness lateness = new Lateness();
        lateness.record(-5);
        lateness.record(3_600_000_000_000L);
        assertThat(lateness.snapshot().total()).isEqualTo(2);
        assertThat(lateness.snapshot().laterThanMillis(200)).isEqualTo(1);
    }

    @Test
    void differencesAndSumsAreTakenBucketByBucket() {
        Lateness lateness = new Lateness();
        lateness.record(1_000_000);
        LatenessSnapshot before = lateness.snapshot();
        lateness.record(15_000_000);
        assertThat(lateness.snapshot().minus(before).total()).isEqualTo(1);
        assertThat(lateness.snapshot().minus(before).laterThanMillis(10)).isEqualTo(1);
        assertThat(lateness.snapshot().plus(before).total()).isEqualTo(3);
        assertThat(LatenessSnapshot.empty().percentileMicros(0.5)).isZero();
    }
}
