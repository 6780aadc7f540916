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
import org.voicesecretary.sip.transaction.NonInviteServerTransaction.State;
import org.voicesecretary.sip.transport.SipCounters;

/** RFC 3261 §17.2.2. */
@Tag("unit")
class NonInviteServerTransactionTest {

    private final ManualTimers time = new ManualTimers();
    private final SipCounters counters = new SipCounters();
    private final SipRequest options = TestMessages.request("OPTIONS");
    private final List<NonInviteServerTransaction> terminated = new ArrayList<>();
    private CapturingOutlet outlet = new CapturingOutlet(false);
    private NonInviteServerTransaction transaction = over(outlet);

    private NonInviteServerTransaction over(CapturingOutlet wire) {
        outlet = wire;
        transaction = new NonInviteServerTransaction(
                TransactionKey.ofRequest(options), wire, time, TimerValues.RFC_3261, counters, terminated::add);
        return transaction;
    }

    @Test
    void aRepeatedRequestIsDroppedInTrying() {
        transaction.onRetransmission();
        assertThat(outlet.taken()).isEmpty();
        assertThat(transaction.state()).isEqualTo(State.TRYING);
        assertThat(counters.snapshot().retransmissionsAbsorbed()).isEqualTo(1);
    }

    @Test
    void aRepeatedRequestGetsTheLastResponseAgain() {
        transaction.respond(TestMessages.response(options, 183));
        transaction.onRetransmission();
        assertThat(outlet.taken()).containsExactly("183", "183*");
        transaction.respond(TestMessages.response(options, 200));
        transaction.onRetransmission();
        assertThat(outlet.taken()).containsExactly("200", "200*");
    }

    @Test
    void timerJKeepsTheAnswerForSixtyFourTimesT1() {
        transaction.respond(TestMessages.response(options, 200));
        time.advance(Duration.ofMillis(31_999));
        assertThat(transaction.state()).isEqualTo(State.COMPLETED);
        time.advance(Duration.ofMillis(1));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
        assertThat(terminated).containsExactly(transaction);
    }

    @Test
    void timerJIsZeroOverAReliableTransport() {
        over(new CapturingOutlet(true));
        transaction.respond(TestMessages.response(options, 200));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
        assertThat(outlet.taken()).containsExactly("200");
        assertThat(time.pending()).isZero();
    }

    @Test
    void onlyTheFirstFinalResponseIsSent() {
        assertThat(transaction.respond(TestMessages.response(options, 404))).isTrue();
        assertThat(transaction.respond(TestMessages.response(options, 200))).isFalse();
        assertThat(outlet.taken()).containsExactly("404");
    }

    @Test
    void anAnswerThatCannotBeSentEndsTheTransaction() {
        outlet.failWith(new IOException("no route"));
        transaction.respond(TestMessages.response(options, 200));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
    }
}
