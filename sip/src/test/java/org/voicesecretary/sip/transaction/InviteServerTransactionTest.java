package org.voicesecretary.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.time.ManualTimers;
import org.voicesecretary.sip.transaction.InviteServerTransaction.State;
import org.voicesecretary.sip.transport.SipCounters;

/** RFC 3261 §17.2.1 and RFC 6026 §7.1, timer by timer. */
@Tag("unit")
class InviteServerTransactionTest {

    private final ManualTimers time = new ManualTimers();
    private final SipCounters counters = new SipCounters();
    private final SipRequest invite = TestMessages.request("INVITE");
    private final List<InviteServerTransaction> terminated = new ArrayList<>();
    private CapturingOutlet outlet = new CapturingOutlet(false);
    private InviteServerTransaction transaction = over(outlet);

    private InviteServerTransaction over(CapturingOutlet wire) {
        outlet = wire;
        transaction = new InviteServerTransaction(
                TransactionKey.ofRequest(invite), wire, time, TimerValues.RFC_3261, counters, terminated::add);
        return transaction;
    }

    private void respond(int status) {
        transaction.respond(TestMessages.response(invite, status));
    }

    @Test
    void aRepeatedInviteGetsTheLastProvisionalResponseAgain() {
        transaction.onRetransmission();
        assertThat(outlet.taken()).as("nothing to repeat yet").isEmpty();
        respond(100);
        respond(180);
        transaction.onRetransmission();
        assertThat(outlet.taken()).containsExactly("100", "180", "180*");
    }

    @Test
    void timerGRepeatsARefusalAtDoublingIntervalsUpToT2() {
        respond(486);
        assertThat(outlet.taken()).containsExactly("486");
        for (int millis : new int[] {500, 1000, 2000, 4000, 4000}) {
            time.advance(Duration.ofMillis(millis - 1));
            assertThat(outlet.taken()).as("before %d ms", millis).isEmpty();
            time.advance(Duration.ofMillis(1));
            assertThat(outlet.taken()).as("at %d ms", millis).containsExactly("486*");
        }
    }

    @Test
    void timerGIsNotSetOverAReliableTransport() {
        over(new CapturingOutlet(true));
        respond(486);
        time.advance(Duration.ofSeconds(31));
        assertThat(outlet.taken()).containsExactly("486");
        assertThat(transaction.state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void timerHEndsARefusalThatIsNeverAcknowledged() {
        respond(486);
        time.advance(Duration.ofMillis(31_999));
        assertThat(transaction.state()).isEqualTo(State.COMPLETED);
        time.advance(Duration.ofMillis(1));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
        assertThat(terminated).containsExactly(transaction);
        assertThat(counters.snapshot().transactionTimeouts()).isEqualTo(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void timerHRunsOverAReliableTransportToo() {
        over(new CapturingOutlet(true));
        respond(486);
        time.advance(Duration.ofSeconds(32));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void timerIAbsorbsRepeatedAcksForT4() {
        respond(486);
        transaction.onAck();
        outlet.taken();
        assertThat(transaction.state()).isEqualTo(State.CONFIRMED);
        transaction.onAck();
        transaction.onRetransmission();
        time.advance(Duration.ofMillis(4_999));
        assertThat(transaction.state()).isEqualTo(State.CONFIRMED);
        assertThat(outlet.taken()).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
        assertThat(time.pending()).isZero();
    }

    @Test
    void timerIIsZeroOverAReliableTransport() {
        over(new CapturingOutlet(true));
        respond(486);
        transaction.onAck();
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void aRepeatedInviteGetsARefusalAgain() {
        respond(486);
        transaction.onRetransmission();
        assertThat(outlet.taken()).containsExactly("486", "486*");
    }

    @Test
    void timerLKeepsAnAcceptedInviteForSixtyFourTimesT1() {
        respond(200);
        assertThat(transaction.state()).isEqualTo(State.ACCEPTED);
        transaction.onRetransmission();
        assertThat(outlet.taken()).as("the INVITE is absorbed").containsExactly("200");
        transaction.repeat2xx(new byte[] {'2', '0', '0', ' ', '2'});
        assertThat(outlet.taken()).as("the dialog repeats").hasSize(1);
        time.advance(Duration.ofMillis(31_999));
        assertThat(transaction.state()).isEqualTo(State.ACCEPTED);
        time.advance(Duration.ofMillis(1));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
        transaction.repeat2xx(new byte[] {'2', '0', '0', ' ', '2'});
        assertThat(outlet.taken()).isEmpty();
        assertThat(time.pending()).isZero();
    }

    @Test
    void timerLRunsOverAReliableTransportToo() {
        over(new CapturingOutlet(true));
        respond(200);
        time.advance(Duration.ofMillis(31_999));
        assertThat(transaction.state()).isEqualTo(State.ACCEPTED);
        time.advance(Duration.ofMillis(1));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void onlyTheFirstFinalResponseIsSent() {
        assertThat(transaction.respond(TestMessages.response(invite, 486))).isTrue();
        assertThat(transaction.respond(TestMessages.response(invite, 200))).isFalse();
        assertThat(transaction.respond(TestMessages.response(invite, 180))).isFalse();
        assertThat(outlet.taken()).containsExactly("486");
    }

    @Test
    void aReliableProvisionalIsRepeatedOnlyBeforeTheFinalResponse() {
        respond(180);
        byte[] bytes = TestMessages.response(invite, 180).encode();
        transaction.repeatProvisional(bytes);
        assertThat(outlet.taken()).containsExactly("180", "180*");
        respond(200);
        transaction.repeatProvisional(bytes);
        assertThat(outlet.taken()).containsExactly("200");
    }

    @Test
    void aRefusalThatCannotBeSentEndsTheTransactionAndA2xxDoesNot() {
        outlet.failWith(new IOException("no route"));
        respond(486);
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
        var second = over(new CapturingOutlet(false));
        outlet.failWith(new IOException("no route"));
        respond(200);
        assertThat(second.state()).isEqualTo(State.ACCEPTED);
    }
}
