package org.voicesecretary.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class TelephoneEventSenderTest {

    @Test
    void aKeyOfSixtyMillisecondsIsThreePacketsAndTwoMoreEnds() {
        List<TelephoneEventSender.Packet> plan = TelephoneEventSender.plan(DtmfDigit.POUND, 60);
        assertThat(plan)
                .extracting(packet -> HexFormat.of().formatHex(packet.event().encode()))
                .containsExactly("0b0a00a0", "0b0a0140", "0b8a01e0", "0b8a01e0", "0b8a01e0");
        assertThat(plan)
                .extracting(TelephoneEventSender.Packet::marker)
                .containsExactly(true, false, false, false, false);
        assertThat(plan)
                .extracting(TelephoneEventSender.Packet::timestampOffset)
                .containsOnly(0);
    }

    @Test
    void aLongKeyGoesOnInASecondSegmentWithoutMarker() {
        List<TelephoneEventSender.Packet> plan = TelephoneEventSender.plan(DtmfDigit.ONE, 10_000);
        assertThat(plan).hasSize(500 + 2);
        assertThat(plan.get(408))
                .isEqualTo(new TelephoneEventSender.Packet(0, false, new TelephoneEvent(1, false, 10, 65_440)));
        assertThat(plan.get(409))
                .isEqualTo(new TelephoneEventSender.Packet(65_440, false, new TelephoneEvent(1, false, 10, 160)));
        assertThat(plan.getLast().event()).isEqualTo(new TelephoneEvent(1, true, 10, 91 * 160));
        assertThat(plan.stream().filter(packet -> packet.event().end())).hasSize(3);
        assertThat(plan.stream().filter(TelephoneEventSender.Packet::marker)).hasSize(1);
    }

    @Test
    void durationsAreKeptWithinTheirBounds() {
        assertThat(TelephoneEventSender.plan(DtmfDigit.ONE, -5)).hasSize(2 + 2);
        assertThat(TelephoneEventSender.plan(DtmfDigit.ONE, 41)).hasSize(3 + 2);
        assertThat(TelephoneEventSender.plan(DtmfDigit.ONE, Integer.MAX_VALUE)).hasSize(3000 + 2);
    }

    @Test
    void fieldsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new TelephoneEvent(256, false, 0, 0)).hasMessageContaining("event 256 (0 to 255)");
        assertThatThrownBy(() -> new TelephoneEvent(1, false, 64, 0)).hasMessageContaining("volume 64");
        assertThatThrownBy(() -> new TelephoneEvent(1, false, 0, 65_536)).hasMessageContaining("duration 65536");
    }
}
