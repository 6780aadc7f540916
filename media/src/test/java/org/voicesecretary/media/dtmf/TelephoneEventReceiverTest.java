package org.voicesecretary.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class TelephoneEventReceiverTest {

    /** A packet on the way. */
    private record Packet(int timestamp, int sequence, boolean marker, byte[] payload) {}

    private final TelephoneEventReceiver receiver = new TelephoneEventReceiver();
    private int sequence = 65_530;
    private int timestamp = 0xFFFF_FF00; // both run over during the tests

    @ParameterizedTest
    @EnumSource(DtmfDigit.class)
    void onePressIsOneKey(DtmfDigit digit) {
        assertThat(receive(press(digit, 120))).isEqualTo("" + digit.symbol());
    }

    @Test
    void aKeyIsReportedAtItsFirstPacket() {
        Packet first = press(DtmfDigit.FIVE, 120).getFirst();
        assertThat(receive(List.of(first))).isEqualTo("5");
    }

    @Test
    void duplicatesChangeNothing() {
        List<Packet> twice = new ArrayList<>();
        for (Packet packet : press(DtmfDigit.THREE, 100)) {
            twice.add(packet);
            twice.add(packet);
        }
        assertThat(receive(twice)).isEqualTo("3");
    }

    @Test
    void aKeyWhoseStartIsLostIsReportedAtWhatArrives() {
        List<Packet> press = press(DtmfDigit.NINE, 200);
        for (int lost = 1; lost < press.size(); lost++) {
            receiver.reset();
            assertThat(receive(press.subList(lost, press.size())))
                    .as("%d lost", lost)
                    .isEqualTo("9");
        }
    }

    @Test
    void aKeyWhoseEndPacketsAreAllLostDoesNotSwallowTheNextOne() {
        List<Packet> first = press(DtmfDigit.ONE, 100);
        List<Packet> second = press(DtmfDigit.ONE, 100);
        assertThat(receive(first.subList(0, first.size() - 3))).isEqualTo("1");
        assertThat(receive(second)).isEqualTo("1");
    }

    @Test
    void aKeyWithOnlyItsLastPacketLeftCounts() {
        List<Packet> press = press(DtmfDigit.POUND, 100);
        assertThat(receive(List.of(press.getLast()))).isEqualTo("#");
    }

    @Test
    void theSameDigitTwiceQuicklyIsTwoKeys() {
        assertThat(receive(press(DtmfDigit.SEVEN, 40)) + receive(press(DtmfDigit.SEVEN, 40)))
                .isEqualTo("77");
    }

    @Test
    void everyPacketOrderGivesEachKeyOnce() {
        for (int seed = 0; seed < 200; seed++) {
            receiver.reset();
            List<Packet> both = new ArrayList<>(press(DtmfDigit.ONE, 100));
            both.addAll(press(DtmfDigit.TWO, 100));
            Collections.shuffle(both, new Random(seed));
            assertThat(receive(both)).as("shuffle %d", seed).isIn("12", "21");
        }
    }

    @Test
    void aLatePacketOfAnOlderKeyIsNoNewKey() {
        List<Packet> first = press(DtmfDigit.ONE, 100);
        List<Packet> second = press(DtmfDigit.TWO, 100);
        List<Packet> mixed = new ArrayList<>(first.subList(0, 3));
        mixed.addAll(second);
        mixed.addAll(first.subList(3, first.size()));
        assertThat(receive(mixed)).isEqualTo("12");
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 8180, 9000, 20_000, 60_000})
    void aLongKeyIsOneKeyEvenInSegments(int millis) {
        assertThat(receive(press(DtmfDigit.ZERO, millis))).isEqualTo("0");
    }

    @Test
    void aLongKeyInSegmentsThatEndAtTheVeryLastTickIsOneKey() {
        assertThat(receive(List.of(
                        packet(1000, 1, true, 4, false, 160),
                        packet(1000, 2, false, 4, false, 65_440),
                        packet(1000, 3, false, 4, false, 65_535),
                        packet(1000 + 65_535, 4, false, 4, false, 160),
                        packet(1000 + 65_535, 5, false, 4, true, 320))))
                .isEqualTo("4");
    }

    @Test
    void aLongKeyWithLostPacketsAtTheSegmentsEdgeIsOneKey() {
        assertThat(receive(List.of(
                        packet(1000, 1, true, 4, false, 160),
                        packet(1000, 2, false, 4, false, 64_000),
                        packet(1000 + 65_440, 14, false, 4, false, 480))))
                .isEqualTo("4");
    }

    @Test
    void aDurationThatRunsOverWithinOneTimestampIsOneKey() {
        assertThat(receive(List.of(
                        packet(1000, 1, true, 6, false, 65_440),
                        packet(1000, 2, false, 6, false, 64),
                        packet(1000, 3, false, 6, true, 224))))
                .isEqualTo("6");
    }

    @Test
    void aSenderThatStampsEachPacketAnewGivesOneKey() {
        assertThat(receive(List.of(
                        packet(1000, 1, true, 6, false, 160),
                        packet(1160, 2, false, 6, false, 320),
                        packet(1320, 3, false, 6, false, 480),
                        packet(1480, 4, false, 6, true, 640),
                        packet(1480, 5, false, 6, true, 640))))
                .isEqualTo("6");
    }

    @Test
    void aSenderWhoseTimestampStandsStillGivesAKeyForEachMarker() {
        assertThat(receive(List.of(
                        packet(1000, 1, true, 6, false, 160),
                        packet(1000, 2, false, 6, true, 320),
                        packet(1000, 3, false, 6, true, 320),
                        packet(1000, 4, true, 6, false, 160),
                        packet(1000, 5, false, 6, true, 320),
                        packet(1000, 1, true, 6, false, 160)))) // the very first packet once more
                .isEqualTo("66");
    }

    @Test
    void anotherDigitAtTheSameTimestampIsAnotherKey() {
        assertThat(receive(List.of(packet(1000, 1, true, 1, true, 160), packet(1000, 2, true, 2, true, 160))))
                .isEqualTo("12");
    }

    @Test
    void volumeAndReservedBitDoNotMatter() {
        byte[] payload = {5, (byte) 0x7F, 0, (byte) 160};
        assertThat(receive(List.of(new Packet(1, 1, true, payload)))).isEqualTo("5");
        assertThat(TelephoneEvent.parse(payload, 0, 4)).contains(new TelephoneEvent(5, false, 63, 160));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 32, 64, 128, 255})
    void eventsThatAreNoKeysAreIgnored(int event) {
        assertThat(receive(List.of(packet(1000, 1, true, event, false, 160)))).isEmpty();
        assertThat(receive(press(DtmfDigit.EIGHT, 60))).isEqualTo("8");
    }

    @Test
    void payloadsThatAreTooShortAreIgnoredAndLongerOnesRead() {
        for (int length = 0; length < 4; length++) {
            assertThat(receiver.packet(1000, length, true, new byte[4], 0, length))
                    .isNull();
        }
        assertThat(receiver.packet(1000, 9, true, new byte[] {0, 0, 0, 5, 10, 0, (byte) 160, 1, 2, 3}, 3, 7))
                .isEqualTo(DtmfDigit.FIVE);
    }

    @Test
    void aNewSourceBeginsAfresh() {
        List<Packet> press = press(DtmfDigit.FOUR, 60);
        assertThat(receive(press)).isEqualTo("4");
        receiver.reset();
        assertThat(receive(press)).isEqualTo("4");
    }

    private List<Packet> press(DtmfDigit digit, int millis) {
        List<Packet> packets = new ArrayList<>();
        for (TelephoneEventSender.Packet planned : TelephoneEventSender.plan(digit, millis)) {
            packets.add(new Packet(
                    timestamp + planned.timestampOffset(),
                    sequence++ & 0xFFFF,
                    planned.marker(),
                    planned.event().encode()));
        }
        timestamp += (millis + 40) * 8;
        return packets;
    }

    private static Packet packet(int timestamp, int sequence, boolean marker, int event, boolean end, int duration) {
        return new Packet(timestamp, sequence, marker, new TelephoneEvent(event, end, 10, duration).encode());
    }

    private String receive(List<Packet> packets) {
        StringBuilder keys = new StringBuilder();
        for (Packet packet : packets) {
            DtmfDigit digit = receiver.packet(
                    packet.timestamp, packet.sequence, packet.marker, packet.payload, 0, packet.payload.length);
            if (digit != null) {
                keys.append(digit.symbol());
            }
        }
        return keys.toString();
    }
}
