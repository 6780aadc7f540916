package org.voicesecretary.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One side protects, the other opens. */
@Tag("unit")
class SrtpSessionTest {
    private static final int SSRC = 0xCAFE_BABE;
    private final SecureRandom random = new SecureRandom();
    private SrtpKey key = SrtpKey.random(SrtpSuite.AES_CM_128_HMAC_SHA1_80, random);
    private SrtpSession sender = session(key, null);
    private SrtpSession receiver = session(key, null);

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void whatIsProtectedIsOpenedAgainAndWhatWasChangedIsNot(SrtpSuite suite) {
        use(suite);
        for (int sequence = 0; sequence < 100; sequence++) {
            byte[] packet = rtp(sequence, 160);
            byte[] clear = packet.clone();
            int length = sender.protect(packet, 172);
            assertThat(Arrays.copyOfRange(packet, 12, 172)).isNotEqualTo(Arrays.copyOfRange(clear, 12, 172));
            byte[] forged = packet.clone();
            forged[random.nextInt(length)] ^= 0x40;
            byte[] asItCame = forged.clone();

            assertThat(receiver.open(forged, length)).isEqualTo(SrtpSession.REFUSED);
            assertThat(forged).as("left as it was").isEqualTo(asItCame);
            assertThat(receiver.open(packet, length)).isEqualTo(172);
            assertThat(Arrays.copyOf(packet, 172)).isEqualTo(Arrays.copyOf(clear, 172));
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void rtcpIsProtectedTooEachPacketOnce(SrtpSuite suite) {
        use(suite);
        for (int i = 0; i < 10; i++) {
            byte[] packet = Arrays.copyOf(
                    ByteBuffer.allocate(8).putInt(0x81C9_0007).putInt(SSRC).array(), 32 + 24);
            int length = sender.protectRtcp(packet, 32);
            byte[] again = packet.clone();
            byte[] forged = packet.clone();
            forged[9] ^= 1;

            assertThat(receiver.openRtcp(forged, length)).isEqualTo(SrtpSession.REFUSED);
            assertThat(receiver.openRtcp(packet, length)).isEqualTo(32);
            assertThat(Arrays.copyOfRange(packet, 8, 32)).containsOnly(0);
            assertThat(receiver.openRtcp(again, length)).isEqualTo(SrtpSession.REFUSED);
        }
    }

    @Test
    void aPacketIsTakenOnceAlsoOutOfOrderButNotFromLongAgo() {
        byte[][] packets = new byte[100][];
        for (int i = 0; i < 100; i++) {
            packets[i] = rtp(i, 20);
            sender.protect(packets[i], 32);
        }

        assertThat(opens(packets[70])).isTrue();
        assertThat(opens(packets[69])).as("late").isTrue();
        assertThat(opens(packets[69])).as("again").isFalse();
        assertThat(opens(packets[70])).as("again").isFalse();
        assertThat(opens(packets[7])).as("63 behind").isTrue();
        assertThat(opens(packets[6])).as("64 behind").isFalse();
        assertThat(opens(packets[99])).isTrue();
        assertThat(opens(packets[8])).isFalse();
    }

    @Test
    void sequenceNumbersRollOverWithLossAndDisorderAtTheEdge() {
        byte[] before = new byte[0];
        for (int index = 60_000; index < 200_000; index++) {
            byte[] packet = rtp(index & 0xffff, 20);
            sender.protect(packet, 32);
            boolean held = (index & 0xffff) == 0xffff;
            if (held) {
                before = packet;
            } else if (index % 7 != 0) {
                assertThat(opens(packet)).as("packet %s", index).isTrue();
            }
            if ((index & 0xffff) == 2) {
                assertThat(opens(before)).as("from before the edge").isTrue();
            }
        }
    }

    @Test
    void twoPacketsOfOneNumberAreNotSentUnderOneKeyStream() {
        sender.protect(rtp(10, 20), 32);

        assertThat(sender.protect(rtp(10, 40), 52)).isEqualTo(SrtpSession.REFUSED);
        assertThat(sender.protect(rtp(9, 40), 52)).as("late, but new").isPositive();
    }

    @Test
    void withANewKeyCountsGoOnAndWhatIsOnItsWayIsStillOpened() {
        SrtpSession oldSender = sender;
        for (int index = 65_500; index < 65_600; index++) {
            byte[] packet = rtp(index & 0xffff, 20);
            oldSender.protect(packet, 32);
            assertThat(opens(packet)).isTrue();
        }
        byte[] onItsWay = rtp(64, 20);
        oldSender.protect(onItsWay, 32);
        SrtpKey fresh = SrtpKey.random(SrtpSuite.AES_CM_128_HMAC_SHA1_80, random);
        sender = session(fresh, oldSender);
        receiver = session(fresh, receiver);

        assertThat(opens(onItsWay)).isTrue();
        byte[] packet = rtp(65, 20);
        sender.protect(packet, 32);
        assertThat(opens(packet)).as("the roll-over counter was not set back").isTrue();
        SrtpSession others = session(fresh, null); // who begins to count anew is understood as well
        SrtpSession listening = session(fresh, session(key, null));
        byte[] anew = rtp(66, 20);
        others.protect(anew, 32);
        assertThat(listening.open(anew, 42)).isEqualTo(32);
    }

    @Test
    void whatIsNoPacketIsRefused() {
        for (int length = 0; length < 60; length++) {
            for (int first : new int[] {0x00, 0x80, 0x90, 0x8f, 0x9f, 0xff}) {
                byte[] packet = new byte[100];
                Arrays.fill(packet, (byte) 0xff);
                packet[0] = (byte) first;
                assertThat(receiver.open(packet, length)).isEqualTo(SrtpSession.REFUSED);
                assertThat(receiver.openRtcp(packet, length)).isEqualTo(SrtpSession.REFUSED);
            }
        }
    }

    @Test
    void keysAreNotShown() {
        assertThat(key.toString()).isEqualTo("AES_CM_128_HMAC_SHA1_80 ***");
        assertThat(new SrtpKeys(key, key).toString()).doesNotContain(key.toBase64());
    }

    @Test
    void counterModeAllocatesNothingForAPacket() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] packet = new byte[200];
        long least = Long.MAX_VALUE;
        int index = 0;
        for (int attempt = 0; attempt < 5; attempt++) {
            long began = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2000; i++, index++) {
                packet[0] = (byte) 0x80;
                packet[2] = (byte) (index >> 8);
                packet[3] = (byte) index;
                int length = sender.protect(packet, 172);
                receiver.open(packet, length);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - began);
        }
        assertThat(least / 2000.0).as("bytes a packet").isLessThan(0.5);
    }

    private boolean opens(byte[] packet) {
        return receiver.open(packet.clone(), 42) == 32;
    }

    private void use(SrtpSuite suite) {
        key = SrtpKey.random(suite, random);
        sender = session(key, null);
        receiver = session(key, null);
    }

    private static SrtpSession session(SrtpKey key, @Nullable SrtpSession before) {
        return new SrtpSession(new SrtpKeys(key, key), before);
    }

    private static byte[] rtp(int sequence, int payload) {
        byte[] packet = new byte[12 + payload + SrtpSession.OVERHEAD];
        ByteBuffer.wrap(packet)
                .putShort((short) 0x8000)
                .putShort((short) sequence)
                .putInt(sequence * 160)
                .putInt(SSRC);
        return packet;
    }
}
