package org.voicesecretary.media.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.media.clock.ManualClock;

@Tag("wire")
class PortAllocatorTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration REST = Duration.ofSeconds(2);

    private final ManualClock clock = new ManualClock();
    private final List<PortPair> open = new ArrayList<>();
    private PortAllocator ports;

    @AfterEach
    void closeAll() {
        open.forEach(PortPair::close);
    }

    @Test
    void rtpIsEvenAndRtcpTheOddPortAboveAlsoWhereTheSystemChooses() throws Exception {
        ports = allocator(PortRange.ephemeral());
        for (int i = 0; i < 20; i++) {
            PortPair pair = acquire();
            assertThat(pair.port() % 2).isZero();
            assertThat(pair.rtcp().localAddress().getPort()).isEqualTo(pair.port() + 1);
        }
        assertThat(ports.inUse()).isEqualTo(20);
    }

    @Test
    void aRangeIsUsedToItsEndAndThenSaysSo() throws Exception {
        int base = freeRange(3);
        ports = allocator(new PortRange(base + 1, base + 6)); // odd ends: two whole pairs within
        Set<Integer> seen = new HashSet<>(List.of(acquire().port(), acquire().port()));
        assertThat(seen).containsExactlyInAnyOrder(base + 2, base + 4);
        assertThatThrownBy(this::acquire)
                .isInstanceOf(PortsExhaustedException.class)
                .hasMessage("rtp ports " + (base + 1) + "-" + (base + 6)
                        + " are too few: of 2 pairs 2 in use, 0 resting, 0 taken by other programs or not bindable at "
                        + LOOPBACK.getHostAddress()
                        + "; each call needs an even port and the one above: widen the range or allow fewer calls");
    }

    @Test
    void aPairRestsBeforeItIsUsedAgain() throws Exception {
        int base = freeRange(1);
        ports = allocator(new PortRange(base, base + 1));
        PortPair pair = acquire();
        give(pair);
        assertThatThrownBy(this::acquire)
                .isInstanceOf(PortsExhaustedException.class)
                .hasMessageContaining("1 resting");
        clock.advance(REST);
        assertThat(acquire().port()).isEqualTo(base);
    }

    @Test
    void theOneThatRestedLongestComesFirst() throws Exception {
        int base = freeRange(2);
        ports = allocator(new PortRange(base, base + 3));
        PortPair first = acquire();
        PortPair second = acquire();
        give(second);
        clock.advance(REST);
        give(first);
        clock.advance(REST);
        assertThat(acquire().port()).isEqualTo(second.port());
    }

    @Test
    void aPortThatAnotherProgramHoldsIsPassedOver() throws Exception {
        int base = freeRange(2);
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(LOOPBACK, base + 1))) {
            assertThat(other.isBound()).isTrue();
            ports = allocator(new PortRange(base, base + 3));
            assertThat(acquire().port()).isEqualTo(base + 2);
            assertThatThrownBy(this::acquire)
                    .isInstanceOf(PortsExhaustedException.class)
                    .hasMessageContaining("1 in use, 0 resting, 1 taken by other programs");
        }
        assertThat(acquire().port()).isEqualTo(base);
    }

    @Test
    void theFirstPortIsChosenAtRandom() throws Exception {
        int base = freeRange(50);
        Set<Integer> firsts = new HashSet<>();
        for (int seed = 0; seed < 10; seed++) {
            ports = new PortAllocator(new PortRange(base, base + 99), REST, clock, new Random(seed));
            PortPair pair = ports.acquire(LOOPBACK);
            firsts.add(pair.port());
            pair.close();
        }
        assertThat(firsts).hasSizeGreaterThan(3);
    }

    @Test
    void aRangeWithoutAWholePairIsTooFew() {
        ports = allocator(new PortRange(10_001, 10_001));
        assertThatThrownBy(this::acquire)
                .isInstanceOf(PortsExhaustedException.class)
                .hasMessageStartingWith(
                        "rtp ports 10001-10001 are too few: there is no even port with an odd one above");
    }

    @Test
    void whatIsNoRangeIsRefused() {
        assertThatThrownBy(() -> new PortRange(20_000, 10_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rtp ports 20000-10000 are no range");
        assertThatThrownBy(() -> new PortRange(0, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PortRange(65_000, 65_536)).isInstanceOf(IllegalArgumentException.class);
    }

    private PortAllocator allocator(PortRange range) {
        return new PortAllocator(range, REST, clock, new Random(1));
    }

    private PortPair acquire() throws PortsExhaustedException {
        PortPair pair = ports.acquire(LOOPBACK);
        open.add(pair);
        return pair;
    }

    private void give(PortPair pair) {
        pair.close();
        ports.release(pair);
    }

    /** An even port with {@code pairs} free pairs from it on, most probably. */
    private int freeRange(int pairs) throws Exception {
        Random random = new Random();
        for (int attempt = 0; attempt < 100; attempt++) {
            int base = 20_000 + 2 * random.nextInt(5_000);
            if (allFree(base, 2 * pairs + 2)) {
                return base;
            }
        }
        throw new IllegalStateException("no free range of ports");
    }

    private static boolean allFree(int base, int count) {
        for (int port = base; port < base + count; port++) {
            try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(LOOPBACK, port))) {
                if (!probe.isBound()) {
                    return false;
                }
            } catch (java.io.IOException taken) {
                return false;
            }
        }
        return true;
    }
}
