package org.voicesecretary.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PeerLatchTest {
    private static final InetSocketAddress SDP = new InetSocketAddress("192.0.2.1", 4000);
    private static final InetSocketAddress NAT = new InetSocketAddress("198.51.100.7", 5000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.9", 6000);

    private final PeerLatch latch = new PeerLatch();

    @BeforeEach
    void announced() {
        latch.announce(SDP);
    }

    @Test
    void beforeTheSdpNobodyIsAdmittedAndNothingIsSent() {
        PeerLatch fresh = new PeerLatch();
        assertThat(fresh.target()).isNull();
        for (int i = 0; i < 10; i++) {
            assertThat(fresh.admits(STRANGER, 1, i)).isFalse();
        }
    }

    @Test
    void theAddressOfTheSdpIsLatchedByItsFirstPacket() {
        assertThat(latch.target()).isEqualTo(SDP);
        assertThat(latch.latched()).isFalse();
        assertThat(latch.admits(SDP, 1, 100)).isTrue();
        assertThat(latch.latched()).isTrue();
    }

    @Test
    void onceTheSdpAddressWasHeardNobodyElseIsEverHeard() {
        latch.admits(SDP, 1, 100);
        for (int i = 0; i < 100; i++) {
            assertThat(latch.admits(STRANGER, 2, i)).isFalse();
        }
        assertThat(latch.target()).isEqualTo(SDP);
    }

    @Test
    void aPhoneBehindNatIsLatchedAfterThreePacketsInSequence() {
        assertThat(latch.admits(NAT, 1, 65_535)).isFalse();
        assertThat(latch.admits(NAT, 1, 0)).isFalse();
        assertThat(latch.target()).isEqualTo(SDP);
        assertThat(latch.admits(NAT, 1, 1)).isTrue();
        assertThat(latch.target()).isEqualTo(NAT);
        for (int i = 0; i < 100; i++) {
            assertThat(latch.admits(STRANGER, 2, i)).isFalse();
        }
    }

    @Test
    void packetsOutOfSequenceOrOfChangingSourcesLatchNobody() {
        for (int i = 0; i < 30; i++) {
            assertThat(latch.admits(STRANGER, 1, 7 * i)).isFalse();
            assertThat(latch.admits(NAT, i, i)).isFalse();
        }
        assertThat(latch.latched()).isFalse();
    }

    @Test
    void theSdpAddressTakesOverFromOneLatchedElsewhereButNotTheOtherWay() {
        latchNat();
        assertThat(latch.admits(SDP, 3, 1)).isTrue();
        assertThat(latch.target()).isEqualTo(SDP);
        assertThat(latch.admits(NAT, 1, 4)).isFalse();
    }

    @Test
    void aNewAddressInAReInviteBeginsAnew() {
        latch.admits(SDP, 1, 100);
        InetSocketAddress moved = new InetSocketAddress("192.0.2.2", 4002);
        latch.announce(moved);
        assertThat(latch.target()).isEqualTo(moved);
        assertThat(latch.admits(SDP, 1, 101))
                .as("the old address is like any other now")
                .isFalse();
        assertThat(latch.admits(moved, 9, 1)).isTrue();
    }

    @Test
    void aReInviteWithTheSameAddressKeepsTheTargetAndClosesAgainWithThePeersNextPacket() {
        latchNat();
        latch.reopen();
        assertThat(latch.target()).isEqualTo(NAT);
        assertThat(latch.admits(STRANGER, 2, 1)).isFalse();
        assertThat(latch.admits(STRANGER, 2, 2)).isFalse();
        assertThat(latch.admits(NAT, 1, 4)).isTrue();
        assertThat(latch.admits(STRANGER, 2, 3)).isFalse();
        assertThat(latch.admits(STRANGER, 2, 4)).isFalse();
        assertThat(latch.admits(STRANGER, 2, 5)).isFalse();
        assertThat(latch.target()).isEqualTo(NAT);
    }

    @Test
    void aPhoneWhoseNatChangedIsFoundAfterAReInvite() {
        latchNat();
        latch.reopen();
        InetSocketAddress rebound = new InetSocketAddress("198.51.100.7", 5999);
        latch.admits(rebound, 1, 10);
        latch.admits(rebound, 1, 11);
        assertThat(latch.admits(rebound, 1, 12)).isTrue();
        assertThat(latch.target()).isEqualTo(rebound);
        assertThat(latch.admits(NAT, 1, 13)).isFalse();
    }

    private void latchNat() {
        latch.admits(NAT, 1, 1);
        latch.admits(NAT, 1, 2);
        assertThat(latch.admits(NAT, 1, 3)).isTrue();
    }
}
