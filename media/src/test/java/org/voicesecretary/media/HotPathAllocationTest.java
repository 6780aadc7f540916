package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.bridge.Mix;
import org.voicesecretary.media.bridge.Playout;
import org.voicesecretary.media.clock.ManualClock;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.AudioDecoder;
import org.voicesecretary.media.codec.AudioEncoder;
import org.voicesecretary.media.codec.EncodedAudio;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.DtmfTones;
import org.voicesecretary.media.dtmf.InBandDetector;
import org.voicesecretary.media.dtmf.TelephoneEvent;
import org.voicesecretary.media.dtmf.TelephoneEventReceiver;
import org.voicesecretary.media.rtcp.ReceptionStatistics;

/** What runs for each packet makes no garbage. */
@Tag("unit")
class HotPathAllocationTest {

    private static final int PACKETS = 2000;

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void codecsAllocateNothing(AudioCodec codec) {
        AudioEncoder encoder = codec.newEncoder();
        AudioDecoder decoder = codec.newDecoder();
        Pcm tone = DtmfTones.of(DtmfDigit.FIVE, 20, codec.sampleRate());
        EncodedAudio prompt = codec.encode(tone);
        byte[] packet = new byte[172];
        short[] out = new short[320];
        assertNothingAllocated(() -> {
            encoder.encode(tone.samples(), 0, tone.length(), packet, 12);
            decoder.decode(packet, 12, 160, out, 0);
            prompt.copyFrame(0, packet, 12);
        });
    }

    @Test
    void theInBandDetectorAllocatesNothing() {
        Pcm key = DtmfTones.of(DtmfDigit.FIVE, 20, 8000);
        InBandDetector detector = new InBandDetector(8000);
        assertNothingAllocated(() -> detector.accept(key.samples(), 0, 160));
        assertNothingAllocated(() -> Goertzel.amplitude(key.samples(), 0, 160, 697, 8000));
    }

    @Test
    void theTelephoneEventReceiverAllocatesNothing() {
        TelephoneEventReceiver receiver = new TelephoneEventReceiver();
        byte[] payload = new TelephoneEvent(5, false, 10, 160).encode();
        int[] count = new int[1];
        assertNothingAllocated(
                () -> receiver.packet(count[0] / 5 * 1000, count[0]++ & 0xFFFF, false, payload, 0, payload.length));
    }

    @Test
    void theReceptionStatisticsAllocateNothing() {
        ReceptionStatistics statistics = new ReceptionStatistics(8000);
        int[] count = new int[1];
        assertNothingAllocated(() -> {
            int i = count[0]++;
            statistics.packet(i & 0xFFFF, i * 160, i * 20_000_000L);
        });
    }

    @Test
    void mixingAndEveningOutAllocateNothing() {
        Playout playout = new Playout();
        Mix mix = new Mix();
        short[] in = DtmfTones.of(DtmfDigit.FIVE, 20, 8000).samples();
        short[] out = new short[Mix.SAMPLES];
        assertNothingAllocated(() -> {
            playout.add(in, 160, 8000);
            if (playout.take(out, 16_000)) {
                mix.clear();
                mix.add(out);
                mix.others(out, out);
            }
        });
    }

    /** All of the way through two sessions; the 16 bytes are those that the JDK's selector takes for each packet received. */
    @Test
    void aForwardedPacketAllocatesNothing() throws Exception {
        ManualClock clock = new ManualClock();
        try (MediaEngine engine = MediaEngine.turnedByHand(
                        MediaConfig.loopback().withCodecs(AudioCodec.PCMU).withThreads(1), clock);
                RawPhone anna = new RawPhone(engine, MediaListener.ignoring(), "0 101");
                RawPhone bert = new RawPhone(engine, MediaListener.ignoring(), "0 101")) {
            Bridge bridge = Bridge.join(anna.session, bert.session, BridgeOptions.defaults());
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long least = Long.MAX_VALUE;
            int sequence = 0;
            for (int attempt = 0; attempt < 5; attempt++) {
                long allocated = 0;
                for (int i = 0; i < 200; i++) {
                    anna.sendFrame(0, ++sequence & 0xffff, sequence * 160L, 77);
                    clock.advance(Duration.ofMillis(20));
                    long before = threads.getCurrentThreadAllocatedBytes();
                    for (int turn = 0; turn < 9; turn++) {
                        engine.turn();
                    }
                    allocated += threads.getCurrentThreadAllocatedBytes() - before;
                }
                bert.packets();
                least = Math.min(least, allocated);
            }
            assertThat(bridge.stats().passedToSecond()).isGreaterThan(900);
            assertThat(least / 200.0).as("bytes a packet, RTCP included").isLessThan(60);
        }
    }

    private static void assertNothingAllocated(Runnable packet) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) { // the first one loads classes
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < PACKETS; i++) {
                packet.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least / (double) PACKETS).as("bytes a packet").isLessThan(0.5);
    }
}
