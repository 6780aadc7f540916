package org.voicesecretary.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.media.DigitSource.IN_BAND;
import static org.voicesecretary.media.DigitSource.SIP_INFO;
import static org.voicesecretary.media.DigitSource.TELEPHONE_EVENT;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.dtmf.DtmfDigit;

@Tag("unit")
class KeyWaysTest {
    private final KeyWays ways = new KeyWays();

    private boolean isNew(char key, DigitSource way, long millis) {
        return ways.isNew(DtmfDigit.of(key).orElseThrow(), way, millis * 1_000_000);
    }

    @Test
    void everyKeyOfOneWayCounts() {
        for (int i = 0; i < 5; i++) {
            assertThat(isNew('1', SIP_INFO, i * 10)).isTrue();
        }
    }

    @Test
    void aKeyByTelephoneEventAndByInfoIsOneKey() {
        assertThat(isNew('1', TELEPHONE_EVENT, 0)).isTrue();
        assertThat(isNew('1', SIP_INFO, 200)).isFalse();
        assertThat(isNew('1', TELEPHONE_EVENT, 300)).as("pressed again").isTrue();
        assertThat(isNew('1', SIP_INFO, 5_000))
                .as("the phone tells both ways, always")
                .isFalse();
    }

    @Test
    void aKeyIsOneKeyAlsoWhenTheInfoIsFirst() {
        assertThat(isNew('1', SIP_INFO, 0)).isTrue();
        assertThat(isNew('1', TELEPHONE_EVENT, 40)).isFalse();
        assertThat(isNew('1', TELEPHONE_EVENT, 300)).isTrue();
        assertThat(isNew('2', SIP_INFO, 700)).isFalse();
    }

    @Test
    void aToneThatLeaksBesideInfoIsNoSecondKey() {
        assertThat(isNew('5', IN_BAND, 0)).isTrue();
        assertThat(isNew('5', SIP_INFO, 180)).isFalse();
        assertThat(isNew('5', IN_BAND, 400)).isFalse();
        assertThat(isNew('5', SIP_INFO, 580)).isTrue();
    }

    @Test
    void aVoiceThatSoundsLikeAKeyDoesNotTakeTheOtherWaysAway() {
        assertThat(isNew('9', IN_BAND, 0)).isTrue();
        assertThat(isNew('1', SIP_INFO, 100)).isTrue();
        assertThat(isNew('1', TELEPHONE_EVENT, 5_000)).isTrue();
    }

    @Test
    void theSameKeyMuchLaterInASurerWayIsANewKey() {
        assertThat(isNew('1', SIP_INFO, 0)).isTrue();
        assertThat(isNew('1', TELEPHONE_EVENT, 1_000)).isTrue();
    }
}
