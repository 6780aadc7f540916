package org.voicesecretary.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.config.LimitConfig;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transport.RequestFilter.Verdict;
import org.voicesecretary.sip.transport.Transport;

@Tag("unit")
class StrangerGateTest {
    private static final InetAddress TRUNK = address("192.0.2.1");
    private static final InetAddress STRANGER = address("203.0.113.5");
    private static final InetAddress OTHER = address("203.0.113.6");
    private static final LimitConfig LIMITS =
            new LimitConfig(3, 2, 6, Duration.ofMinutes(10), 100, List.of("friendly-scanner", "SIPVicious"));

    /** Negative, as the clock of a machine may well be. */
    private long now = -5_000_000_000L;

    private final Refusals refusals = new Refusals();
    private final StrangerGate gate =
            new StrangerGate(LIMITS, TRUNK::equals, StrangerGateTest::isExpected, () -> now, refusals);

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static boolean isExpected(SipRequest invite, InetAddress source) {
        return invite.uri().text().startsWith("sip:t0123@") && !source.equals(OTHER);
    }

    private boolean admits(InetAddress source) {
        return gate.admits(new InetSocketAddress(source, 5060), Transport.UDP);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static SipRequest options(String... more) {
        return Invites.request("OPTIONS", "sip:robot@192.0.2.9", "<sip:a@203.0.113.5>", more);
    }

    /** A call whose datagram is not counted. */
    private static Verdict call(StrangerGate gate) {
        return gate.judge(Invites.invite("sip:100@192.0.2.9", "<sip:1@203.0.113.5>"), STRANGER, Transport.UDP);
    }

    private static final Verdict REFUSED = new Verdict.Refuse(403, "Forbidden");

    @Test
    void soManyRequestsASecondAreLookedAtAndNoMore() {
        assertThat(IntStream.range(0, 10).filter(i -> admits(STRANGER)).count()).isEqualTo(3);
        assertThat(gate.droppedCount()).isEqualTo(7);
        assertThat(admits(OTHER)).as("another source has a count of its own").isTrue();

        pass(Duration.ofMillis(999));
        assertThat(admits(STRANGER)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(admits(STRANGER)).isTrue();
    }

    @Test
    void aTrunkIsNeverHeldUp() {
        assertThat(IntStream.range(0, 1000).allMatch(i -> admits(TRUNK))).isTrue();
        assertThat(gate.judge(options("User-Agent: friendly-scanner"), TRUNK, Transport.TCP))
                .isEqualTo(new Verdict.Pass());
        assertThat(gate.droppedCount()).isZero();
    }

    @Test
    void aCallThatOnlyAProviderCanMakeIsTakenFromAnywhere() {
        SipRequest invite = Invites.invite("sip:t0123@192.0.2.9", "<sip:1@203.0.113.5>");

        assertThat(gate.judge(invite, STRANGER, Transport.UDP)).isEqualTo(new Verdict.Pass());
        assertThat(gate.judge(invite, OTHER, Transport.UDP)).isEqualTo(REFUSED);
    }

    @Test
    void refusalsBecomeRarerAndRarer() {
        StrangerGate patient = new StrangerGate(
                new LimitConfig(3, 2, 1000, Duration.ofMinutes(10), 100, List.of()),
                TRUNK::equals,
                (call, source) -> false,
                () -> now,
                refusals);
        assertThat(call(patient)).isEqualTo(REFUSED);
        assertThat(call(patient)).isEqualTo(REFUSED);
        assertThat(call(patient)).isEqualTo(REFUSED);
        for (int millis : new int[] {250, 500, 1000, 2000, 4000, 8000, 8000, 8000}) {
            pass(Duration.ofMillis(millis).minusNanos(1));
            assertThat(call(patient)).as("just before %d ms", millis).isEqualTo(new Verdict.Drop());
            pass(Duration.ofNanos(1));
            assertThat(call(patient)).as("after %d ms", millis).isEqualTo(REFUSED);
        }
        assertThat(patient.refusedCount()).isEqualTo(11);
        assertThat(refusals.count(Refusals.Reason.SOURCE)).isEqualTo(11);
    }

    @Test
    void whoIsRefusedAgainAndAgainGetsNoAnswerForAWhile() {
        for (int i = 0; i < 5; i++) {
            assertThat(call(gate)).isEqualTo(REFUSED);
            pass(Duration.ofSeconds(10));
            assertThat(admits(STRANGER)).as("after %d refusals", i + 1).isTrue();
        }
        call(gate);
        pass(Duration.ofMinutes(10).minusNanos(1));
        assertThat(admits(STRANGER)).isFalse();
        assertThat(admits(OTHER)).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(admits(STRANGER)).as("the silence is over").isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(call(gate)).as("and everything begins anew").isEqualTo(REFUSED);
        }
    }

    @Test
    void refusalsThatAreLongAgoAreForgiven() {
        for (int i = 0; i < 50; i++) {
            assertThat(call(gate)).isEqualTo(REFUSED);
            assertThat(admits(STRANGER))
                    .as("after %d refusals, one every ten minutes", i + 1)
                    .isTrue();
            pass(Duration.ofMinutes(10));
        }
    }

    @Test
    void aCallOfATrunkIsNotRefusedHere() {
        assertThat(gate.judge(Invites.invite("sip:100@192.0.2.9", "<sip:1@192.0.2.1>"), TRUNK, Transport.UDP))
                .isEqualTo(new Verdict.Pass());
        assertThat(gate.knows(TRUNK)).isTrue();
        assertThat(gate.knows(STRANGER)).isFalse();
    }

    @Test
    void whoKeepsFloodingIsSilenced() {
        for (int second = 0; second < 6; second++) {
            for (int i = 0; i < 50; i++) {
                admits(STRANGER);
            }
            pass(Duration.ofSeconds(1));
        }
        assertThat(admits(STRANGER)).as("one second too much six times").isFalse();
        pass(Duration.ofMinutes(10));
        assertThat(admits(STRANGER)).isTrue();
    }

    @Test
    void aShortBurstIsForgiven() {
        for (int i = 0; i < 500; i++) {
            admits(STRANGER);
        }
        pass(Duration.ofSeconds(1));
        assertThat(admits(STRANGER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"friendly-scanner", "Friendly-Scanner 1.0", "x sipvicious/0.3"})
    void aScannerGetsNoAnswerAndItsSourceNoneEither(String agent) {
        assertThat(gate.judge(options("User-Agent: " + agent), STRANGER, Transport.UDP))
                .isEqualTo(new Verdict.Drop());
        assertThat(admits(STRANGER)).isFalse();
        assertThat(gate.droppedCount()).isEqualTo(2);
        pass(Duration.ofMinutes(10));
        assertThat(admits(STRANGER)).isTrue();
    }

    @Test
    void aDatagramThatCameJustBeforeTheSilenceGetsNoAnswerEither() {
        assertThat(admits(STRANGER)).isTrue();
        assertThat(admits(STRANGER)).isTrue();
        gate.judge(options("User-Agent: friendly-scanner"), STRANGER, Transport.UDP);
        assertThat(gate.judge(options(), STRANGER, Transport.UDP)).isEqualTo(new Verdict.Drop());
    }

    @Test
    void anHonestStrangerIsJudgedLikeAnybody() {
        assertThat(gate.judge(options("User-Agent: Linphone/5"), STRANGER, Transport.UDP))
                .isEqualTo(new Verdict.Pass());
        assertThat(gate.judge(options(), STRANGER, Transport.UDP)).isEqualTo(new Verdict.Pass());
    }

    @Test
    void requestsOnOneConnectionCountLikeDatagrams() {
        assertThat(gate.admits(new InetSocketAddress(STRANGER, 1), Transport.TCP))
                .isTrue();
        assertThat(IntStream.range(0, 10)
                        .filter(i -> gate.judge(options(), STRANGER, Transport.TCP) instanceof Verdict.Pass)
                        .count())
                .isEqualTo(2);
    }

    @Test
    void anOpenConnectionOfASilencedSourceIsSilent() {
        gate.admits(new InetSocketAddress(STRANGER, 1), Transport.TCP);
        for (int i = 0; i < 6; i++) {
            call(gate);
            pass(Duration.ofSeconds(10));
        }
        assertThat(gate.judge(options(), STRANGER, Transport.TCP)).isEqualTo(new Verdict.Drop());
    }

    @Test
    void aFloodFromManyAddressesCostsNoMemory() {
        for (int i = 0; i < 100_000; i++) {
            admits(address("10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255)));
        }
        assertThat(gate.remembered()).isLessThanOrEqualTo(100);
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOneSource() {
        assertThat(IntStream.range(1, 100)
                        .filter(i -> admits(address("2001:db8:1:2::" + Integer.toHexString(i))))
                        .count())
                .isEqualTo(3);
        assertThat(admits(address("2001:db8:1:3::1"))).isTrue();
    }

    // ---- passwords

    private static SipRequest withPassword(String login) {
        return Invites.request(
                "REGISTER",
                "sip:192.0.2.9",
                "<sip:" + login + "@192.0.2.9>",
                "Authorization: Digest username=\"" + login
                        + "\", realm=\"r\", nonce=\"n\", uri=\"sip:a\", response=\"0\"");
    }

    private Verdict tries(InetAddress source, String login) {
        return gate.judge(withPassword(login), source, Transport.UDP);
    }

    @Test
    void wrongPasswordsAreLookedAtLaterAndLaterAndThenNotAtAll() {
        for (int i = 0; i < 2; i++) {
            gate.wrongPassword(STRANGER, "7-10" + i);
            assertThat(tries(STRANGER, "7-1")).isEqualTo(new Verdict.Pass());
        }
        gate.wrongPassword(STRANGER, "7-102");
        assertThat(tries(STRANGER, "7-1")).isEqualTo(new Verdict.Drop());
        assertThat(gate.judge(options(), STRANGER, Transport.UDP))
                .as("without a password it is answered as ever")
                .isEqualTo(new Verdict.Pass());
        pass(Duration.ofMillis(250));
        assertThat(tries(STRANGER, "7-1")).isEqualTo(new Verdict.Pass());

        for (int i = 0; i < 3; i++) {
            gate.wrongPassword(STRANGER, "7-101");
        }
        assertThat(admits(STRANGER)).as("silence").isFalse();
        pass(Duration.ofMinutes(10));
        assertThat(admits(STRANGER)).as("forgiven").isTrue();
        gate.wrongPassword(STRANGER, "7-101");
        assertThat(tries(STRANGER, "7-1")).isEqualTo(new Verdict.Pass());
    }

    @Test
    void oneTelephoneWithAnOldPasswordHoldsUpNobodyElseBehindItsAddress() {
        for (int i = 0; i < 100; i++) {
            gate.wrongPassword(TRUNK, "7-101");
        }
        assertThat(tries(TRUNK, "7-101")).isEqualTo(new Verdict.Drop());
        assertThat(tries(TRUNK, "7-102")).isEqualTo(new Verdict.Pass());
        assertThat(admits(TRUNK)).isTrue();
        pass(Duration.ofSeconds(8));
        assertThat(tries(TRUNK, "7-101")).isEqualTo(new Verdict.Pass());
    }
}
