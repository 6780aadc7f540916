package org.voicesecretary.sip.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.sip.Eventually;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.ManualTimers;
import org.voicesecretary.sip.transport.Transport;

/** A registration with a provider by hand-moved time. */
@Tag("unit")
class ClientRegistrationTest {

    private final ManualTimers time = new ManualTimers();
    private final List<Long> asked = new ArrayList<>();
    private final List<RegistrationState> states = new ArrayList<>();
    private final FakeFlow flow = new FakeFlow(Transport.TCP, "192.0.2.9", 5060);
    private Consumer<ClientRegistration.Result> waiting;
    private ClientRegistration registration;

    @BeforeEach
    void start() throws Exception {
        var config = ClientRegistrationConfig.of(
                SipUri.parse("sip:provider.example"),
                NameAddr.parse("<sip:office@provider.example>"),
                "office",
                realm -> Optional.empty());
        registration = new ClientRegistration(
                config,
                (seconds, done) -> {
                    asked.add(seconds);
                    waiting = done;
                },
                time,
                new Random(5),
                states::add);
        registration.start();
    }

    private static SipUri contact() {
        try {
            return SipUri.parse("sip:office@192.0.2.1:5060");
        } catch (SipParseException e) {
            throw new AssertionError(e);
        }
    }

    private void accept(String contacts) {
        var response = new SipResponse(200, "OK", Headers.of("Contact", contacts), new byte[0]);
        waiting.accept(new ClientRegistration.Result.Accepted(response, contact(), flow));
    }

    private void refuse(int status, String... headers) {
        waiting.accept(
                new ClientRegistration.Result.Refused(new SipResponse(status, "No", Headers.of(headers), new byte[0])));
    }

    private Duration pause() {
        assertThat(registration.state()).isInstanceOf(RegistrationState.Failed.class);
        return ((RegistrationState.Failed) registration.state()).retryIn();
    }

    @Test
    void itIsRefreshedBeforeItExpires() {
        accept("<sip:other@192.0.2.7>;expires=3000, <sip:office@192.0.2.1:5060>;expires=100");
        assertThat(registration.state()).isEqualTo(new RegistrationState.Registered(Duration.ofSeconds(100)));
        time.advance(Duration.ofSeconds(74));
        assertThat(asked).hasSize(1);
        time.advance(Duration.ofSeconds(12));
        assertThat(asked).containsExactly(3600L, 3600L);
    }

    @Test
    void aLongOneIsRefreshedTenMinutesBefore() {
        accept("<sip:office@192.0.2.1:5060>;expires=3600");
        time.advance(Duration.ofSeconds(2900));
        assertThat(asked).hasSize(1);
        time.advance(Duration.ofSeconds(101));
        assertThat(asked).hasSize(2);
    }

    @Test
    void aMinimumIsAskedForAtOnceAndFromThenOn() {
        refuse(423, "Min-Expires", "7200");
        assertThat(asked).containsExactly(3600L, 7200L);
        accept("<sip:office@192.0.2.1:5060>;expires=7200");
        time.advance(Duration.ofSeconds(7200));
        assertThat(asked).endsWith(7200L);
        assertThat(states).noneMatch(RegistrationState.Failed.class::isInstance);
    }

    @Test
    void aMinimumThatIsNoneIsAFailure() {
        refuse(423, "Min-Expires", "60");
        assertThat(pause()).isPositive();
    }

    @Test
    void failuresPauseLongerAndLongerAndASuccessForgetsThem() {
        Duration before = Duration.ZERO;
        for (int i = 0; i < 6; i++) {
            waiting.accept(new ClientRegistration.Result.NoAnswer("nobody"));
            Duration most = Duration.ofSeconds(30L << i);
            assertThat(pause()).isBetween(most.dividedBy(2), most).isGreaterThan(before.dividedBy(2));
            before = pause();
            time.advance(before.minusMillis(1));
            assertThat(asked).hasSize(i + 1);
            time.advance(Duration.ofMillis(1));
            assertThat(asked).hasSize(i + 2);
        }
        for (int i = 0; i < 30; i++) {
            waiting.accept(new ClientRegistration.Result.NoAnswer("nobody"));
            time.advance(pause());
        }
        waiting.accept(new ClientRegistration.Result.NoAnswer("nobody"));
        assertThat(pause()).isLessThanOrEqualTo(Duration.ofMinutes(30));
        time.advance(pause());
        accept("<sip:office@192.0.2.1:5060>;expires=100");
        time.advance(Duration.ofSeconds(90));
        refuse(500);
        assertThat(pause()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aRetryAfterIsWaitedFor() {
        refuse(503, "Retry-After", "4000");
        assertThat(registration.state())
                .isEqualTo(new RegistrationState.Failed(OptionalInt.of(503), "503 No", Duration.ofSeconds(4000)));
    }

    @Test
    void aLostConnectionIsAFailureThatIsTriedAgain() {
        accept("<sip:office@192.0.2.1:5060>;expires=3600");
        registration.onFlowClosed(new FakeFlow(Transport.TCP, "192.0.2.9", 5060));
        assertThat(registration.state()).isInstanceOf(RegistrationState.Registered.class);
        registration.onFlowClosed(flow);
        time.advance(pause());
        assertThat(asked).hasSize(2);
        assertThat(time.pending()).isZero();
    }

    @Test
    void closingSaysGoodbye() throws Exception {
        accept("<sip:office@192.0.2.1:5060>;expires=3600");
        var closing = Thread.ofVirtual().start(registration::close);
        Eventually.become(() -> assertThat(asked).containsExactly(3600L, 0L));
        accept("<sip:other@192.0.2.7>");
        closing.join();
        assertThat(states.getLast()).isEqualTo(new RegistrationState.Unregistered());
        assertThat(time.pending()).isZero();
    }

    @Test
    void closingWhileTheFirstOneIsOnItsWaySaysGoodbyeAfterIt() throws Exception {
        var closing = Thread.ofVirtual().start(registration::close);
        Eventually.become(() -> assertThat(closing.getState()).isEqualTo(Thread.State.WAITING));
        accept("<sip:office@192.0.2.1:5060>;expires=3600");
        assertThat(asked).containsExactly(3600L, 0L);
        accept("<sip:other@192.0.2.7>");
        closing.join();
    }

    @Test
    void closingWhatNeverSucceededIsQuick() {
        refuse(403);
        registration.close();
        assertThat(asked).hasSize(1);
        time.advance(Duration.ofHours(1));
        assertThat(asked).hasSize(1);
    }

    @Test
    void overUdpLineEndsKeepTheWayOpen() {
        var sent = new ArrayList<Integer>();
        var udp = new FakeFlow(Transport.UDP, "192.0.2.9", 5060);
        udp.sink = bytes -> sent.add(bytes.length);
        var response =
                new SipResponse(200, "OK", Headers.of("Contact", "<sip:office@192.0.2.1>;expires=3600"), new byte[0]);
        waiting.accept(new ClientRegistration.Result.Accepted(response, contact(), udp));
        time.advance(Duration.ofSeconds(51));
        assertThat(sent).containsExactly(4, 4);
    }
}
