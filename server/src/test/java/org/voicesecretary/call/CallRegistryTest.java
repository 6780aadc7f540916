package org.voicesecretary.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.CallRegistry.Admission;
import org.voicesecretary.call.CallRegistry.LiveCall;
import org.voicesecretary.call.CallSignal.Terminate;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.timeline.CallId;

@Tag("unit")
class CallRegistryTest {
    private final Pressure pressure = new Pressure(Duration.ofMillis(50), Duration.ofMillis(10));
    private final CallRegistry registry = new CallRegistry(2, pressure);
    private final SimulatedTime time = new SimulatedTime(Instant.EPOCH);

    private CallRegistry.Place admitted() {
        return ((Admission.Admitted) registry.admit()).place();
    }

    private LiveCall live(String digit) {
        var number = new NumberSettings(
                "key", "442037691881", Language.EN, ZoneId.of("UTC"), null, Filler.TONE, Guards.DEFAULT);
        var context = new CallContext(new CallId("in_" + digit.repeat(40)), "0", "442037691881", Instant.EPOCH, number);
        return new LiveCall(context, new Mailbox(time));
    }

    @Test
    void admitsUpToMaxCallsAndNoFurther() {
        admitted();
        admitted();

        assertThat(registry.admit()).isEqualTo(new CallRegistry.Full(2));
        assertThat(registry.size()).isEqualTo(2);
    }

    @Test
    void whileTheMachineDoesNotKeepUpOnlyTheFirstTwentyCallsAreLetIn() {
        var large = new CallRegistry(1_000, pressure);
        for (int span = 0; span < 3; span++) { // late sound must stand before it refuses calls
            pressure.sent(1_000, 11_000);
        }

        for (int i = 0; i < CallRegistry.ALWAYS_WELCOME; i++) {
            assertThat(large.noRoom()).isEmpty();
            assertThat(large.admit()).isInstanceOf(Admission.Admitted.class);
        }
        assertThat(large.noRoom())
                .get()
                .isInstanceOfSatisfying(
                        CallRegistry.Overloaded.class,
                        overloaded -> assertThat(overloaded.why()).contains("overload.packets-late"));

        pressure.sent(1_000, 1_000);

        assertThat(large.noRoom()).isEmpty();
    }

    @Test
    void aCallThatWasLetInBeforeTheMachineFellBehindIsServed() {
        var large = new CallRegistry(1_000, pressure);
        for (int i = 0; i < CallRegistry.ALWAYS_WELCOME; i++) {
            large.admit();
        }
        assertThat(large.noRoom()).isEmpty();
        for (int span = 0; span < 3; span++) {
            pressure.sent(1_000, 11_000);
        }

        assertThat(large.noRoom()).isPresent();
        assertThat(large.admit()).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aPlaceThatIsGivenBackCanBeTakenAgainAndIsGivenBackOnce() {
        var place = admitted();
        admitted();
        place.close();
        place.close();

        assertThat(registry.size()).isEqualTo(1);
        assertThat(registry.admit()).isInstanceOf(Admission.Admitted.class);
        assertThat(registry.admit()).isInstanceOf(CallRegistry.Full.class);
    }

    @Test
    void aDrainingServerAdmitsNobodyAndIsEmptyWhenTheLastCallHasEnded() throws Exception {
        var place = admitted();
        registry.drain();

        assertThat(registry.admit()).isEqualTo(new CallRegistry.Draining());
        assertThat(registry.awaitEmpty(1)).isFalse();
        place.close();
        assertThat(registry.awaitEmpty(0)).isTrue();
    }

    @Test
    void callsCanBeFoundWhileTheyLive() {
        var place = admitted();
        var call = live("a");
        place.occupy(call);

        assertThat(registry.find(call.context().id())).contains(call);
        place.close();
        assertThat(registry.find(call.context().id())).isEmpty();
        assertThat(registry.liveCalls()).isEmpty();
    }

    @Test
    void terminatingReachesEveryMailbox() throws Exception {
        var one = live("a");
        var two = live("b");
        admitted().occupy(one);
        admitted().occupy(two);
        registry.terminateAll(Terminate.Reason.SHUTDOWN);

        assertThat(one.mailbox().await(0)).isEqualTo(new Terminate(Terminate.Reason.SHUTDOWN));
        assertThat(two.mailbox().await(0)).isEqualTo(new Terminate(Terminate.Reason.SHUTDOWN));
    }

    @Test
    void noCallsAtAllIsNoLimit() {
        assertThatThrownBy(() -> new CallRegistry(0, pressure)).hasMessageContaining("max-calls is too small: 0");
    }
}
