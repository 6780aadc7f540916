package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.media.clock.ManualClock;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.TelephoneEvent;

/** What passes a bridge, packet by packet, with time turned by hand. */
@Tag("wire")
class BridgedPacketsTest {
    private final ManualClock clock = new ManualClock();
    private final Keys annaPressed = new Keys();
    private final List<AutoCloseable> open = new ArrayList<>();
    private MediaEngine engine;
    private RawPhone anna;
    private RawPhone bert;
    private int sequence = 65_530;
    private long timestamp = 0xffff_f000L;

    @BeforeEach
    void connect() throws Exception {
        engine = MediaEngine.turnedByHand(
                MediaConfig.loopback()
                        .withCodecs(AudioCodec.PCMU, AudioCodec.PCMA, AudioCodec.G722)
                        .withThreads(2),
                clock);
        open.add(engine);
        anna = phone(annaPressed, "0 101");
        bert = phone(MediaListener.ignoring(), "0 96");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void aPacketPassesWhenItComesNotInTheNextTurn() throws Exception {
        join();
        annaSays(3);
        bert.packets();

        anna.sendFrame(0, ++sequence, timestamp += 160, 77);
        look(); // and the clock stands still

        assertThat(bert.packets()).singleElement().satisfies(packet -> {
            assertThat(packet.type()).isZero();
            assertThat(packet.payload()).hasSize(160).containsOnly(77);
            assertThat(packet.marker()).isFalse();
            assertThat(packet.ssrc()).isNotEqualTo(RawPhone.SSRC);
        });
    }

    @Test
    void lossOrderAndMarkersOfTheSourcePassUnchanged() throws Exception {
        join();
        annaSays(3);
        RawPhone.Packet before = bert.packets().getLast();

        byte[] payload = new byte[160];
        anna.send(false, 0, sequence + 3, timestamp + 480, payload); // one and two are late
        look();
        anna.send(false, 0, sequence + 2, timestamp + 320, payload);
        look();
        anna.send(true, 0, sequence + 5, timestamp + 1600, payload); // four is lost, five follows a pause
        look();

        List<RawPhone.Packet> packets = bert.packets();
        assertThat(packets.stream().map(packet -> (packet.sequence() - before.sequence()) & 0xffff))
                .containsExactly(3, 2, 5);
        assertThat(packets.stream().map(packet -> (packet.timestamp() - before.timestamp()) & 0xffff_ffffL))
                .containsExactly(480L, 320L, 1600L);
        assertThat(packets.stream().map(RawPhone.Packet::marker)).containsExactly(false, false, true);
    }

    @Test
    void fromSilenceToPromptToBridgeToPromptToTransferTheStreamIsOne() throws Exception {
        List<RawPhone.Packet> heard = new ArrayList<>(bert.packets());
        pass(3);
        bert.session.play(Party.tone(1000, 60));
        pass(5);
        Bridge bridge = join();
        annaSays(5);
        Playback announcement = bert.session.play(Party.tone(1000, 100));
        annaSays(7);
        assertThat(announcement.state()).isEqualTo(Playback.State.FINISHED);
        annaSays(5);
        bridge.hold(bert.session, Party.tone(600, 1000));
        annaSays(4);
        bridge.resume();
        annaSays(4);
        RawPhone carl = phone(MediaListener.ignoring(), "8 101");
        Bridge.join(carl.session, bert.session, BridgeOptions.defaults());
        for (int i = 0; i < 5; i++) {
            carl.sendFrame(8, 10 + i, 999 + 160L * i, 0x55);
            pass(1);
        }
        pass(20);
        heard.addAll(bert.packets());

        assertThat(heard).hasSizeGreaterThan(50);
        for (int i = 1; i < heard.size(); i++) {
            RawPhone.Packet before = heard.get(i - 1);
            RawPhone.Packet next = heard.get(i);
            assertThat(next.ssrc()).isEqualTo(before.ssrc());
            assertThat(next.sequence()).as("packet %s", i).isEqualTo((before.sequence() + 1) & 0xffff);
            long ticks = (next.timestamp() - before.timestamp()) & 0xffff_ffffL;
            assertThat(ticks).as("packet %s", i).isBetween(160L, 160L * 11); // 200 ms until idle sound fills in
            assertThat(ticks % 160).isZero();
        }
        assertThat(heard.stream().map(RawPhone.Packet::type)).containsOnly(0);
    }

    @Test
    void whereNothingComesFromTheOtherSideIdleSoundKeepsTheLineAlive() throws Exception {
        join();
        annaSays(2);
        bert.packets();

        pass(9);
        assertThat(bert.packets()).isEmpty();
        pass(10);
        assertThat(bert.packets()).hasSizeBetween(8, 10);
    }

    @Test
    void anEventPassesWithTheOtherSidesPayloadTypeItsDurationAndItsPlaceInTime() throws Exception {
        join();
        annaSays(3);
        RawPhone.Packet before = bert.packets().getLast();

        annaPresses(DtmfDigit.FIVE, 160, 4);
        annaSays(1);

        List<RawPhone.Packet> packets = bert.packets();
        List<RawPhone.Packet> events = packets.subList(0, 6);
        assertThat(events).allSatisfy(packet -> {
            assertThat(packet.type()).isEqualTo(96);
            assertThat(packet.timestamp()).isEqualTo((before.timestamp() + 160) & 0xffff_ffffL);
        });
        assertThat(events.stream()
                        .map(packet -> TelephoneEvent.parse(packet.payload(), 0, 4)
                                .orElseThrow()
                                .duration()))
                .containsExactly(160, 320, 480, 640, 640, 640);
        assertThat(events.stream().map(RawPhone.Packet::marker))
                .containsExactly(true, false, false, false, false, false);
        assertThat(packets.get(6).type()).isZero();
        assertThat(packets.get(6).timestamp()).isEqualTo((before.timestamp() + 160 * 7) & 0xffff_ffffL);
        assertThat(packets.get(6).sequence()).isEqualTo((before.sequence() + 7) & 0xffff);
        assertThat(annaPressed.digits()).isEqualTo("5");
    }

    @Test
    void keysThatComeAsASourceOfTheirOwnBesideTheAudioStayInTheOneStream() throws Exception {
        join();
        annaSays(3);
        List<RawPhone.Packet> heard = new ArrayList<>(List.of(bert.packets().getLast()));
        for (int i = 1; i <= 5; i++) {
            byte[] payload = new TelephoneEvent(3, i >= 3, 10, 160 * Math.min(i, 3)).encode();
            anna.send(4711, i == 1, 101, 40_000 + i, 555, payload);
            annaSays(1);
        }
        annaSays(3);
        heard.addAll(bert.packets());

        assertThat(heard.stream().filter(RawPhone.Packet::isEvent)).hasSize(5);
        assertThat(heard.stream()
                        .filter(RawPhone.Packet::isEvent)
                        .map(RawPhone.Packet::timestamp)
                        .distinct())
                .hasSize(1);
        assertThat(heard.stream().map(RawPhone.Packet::ssrc).distinct()).hasSize(1);
        for (int i = 1; i < heard.size(); i++) {
            assertThat(heard.get(i).sequence()).isEqualTo((heard.get(i - 1).sequence() + 1) & 0xffff);
        }
    }

    @Test
    void aKeyThatIsHeldBackLeavesNoTraceAndMayFollowLater() throws Exception {
        List<String> asked = new ArrayList<>();
        join((from, digit, how) -> {
            asked.add((from == anna.session ? "anna " : "bert ") + digit.symbol() + " " + how);
            return digit != DtmfDigit.STAR;
        });
        annaSays(3);
        RawPhone.Packet before = bert.packets().getLast();

        annaPresses(DtmfDigit.STAR, 160, 4);
        annaSays(1);

        RawPhone.Packet after = bert.packets().getFirst();
        assertThat(after.type()).isZero();
        assertThat(after.sequence()).isEqualTo((before.sequence() + 1) & 0xffff);
        assertThat(asked).containsExactly("anna * TELEPHONE_EVENT");
        assertThat(annaPressed.digits()).isEqualTo("*");

        bert.session.sendDigit(DtmfDigit.STAR, 100);
        annaSays(10);
        List<RawPhone.Packet> packets = bert.packets();
        assertThat(packets.stream().filter(packet -> packet.type() == 96)).hasSize(7);
        assertThat(packets.stream()
                        .filter(RawPhone.Packet::isEvent)
                        .map(RawPhone.Packet::timestamp)
                        .distinct())
                .hasSize(1);
        assertThat(packets.getLast().type()).as("then anna is heard again").isZero();
    }

    @Test
    void aKeyDuringAnAnnouncementGoesThroughAllTheSame() throws Exception {
        join();
        annaSays(3);
        bert.session.play(Party.tone(1000, 10_000));
        annaSays(2);
        bert.packets();

        annaPresses(DtmfDigit.NINE, 160, 4);
        annaSays(6);

        assertThat(bert.packets().stream().filter(RawPhone.Packet::isEvent))
                .isNotEmpty()
                .allMatch(packet -> packet.payload()[0] == 9);
    }

    private Bridge join() {
        return join(KeyGate.OPEN);
    }

    private Bridge join(KeyGate gate) {
        return Bridge.join(anna.session, bert.session, BridgeOptions.defaults().withKeys(gate));
    }

    private RawPhone phone(MediaListener listener, String formats) throws Exception {
        RawPhone phone = new RawPhone(engine, listener, formats);
        open.add(phone);
        engine.turn();
        return phone;
    }

    private void annaSays(int frames) throws Exception {
        for (int i = 0; i < frames; i++) {
            anna.sendFrame(0, ++sequence, timestamp += 160, 77);
            pass(1);
        }
    }

    /** As a phone does: packets 20 ms apart, the last one three times. */
    private void annaPresses(DtmfDigit digit, int ticks, int packets) throws Exception {
        long began = timestamp += 160;
        for (int i = 1; i <= packets + 2; i++) {
            int duration = Math.min(i, packets) * ticks;
            byte[] payload = new TelephoneEvent(digit.event(), i >= packets, 10, duration).encode();
            anna.send(i == 1, 101, ++sequence, began, payload);
            pass(1);
            timestamp += i > 1 ? 160 : 0;
        }
    }

    private void look() {
        for (int i = 0; i < 10; i++) {
            engine.turn();
        }
    }

    private void pass(int frames) {
        for (int i = 0; i < frames; i++) {
            clock.advance(Duration.ofMillis(20));
            look();
        }
    }
}
