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
import org.voicesecretary.sip.transaction.NonInviteClientTransaction.State;
import org.voicesecretary.sip.transport.SipCounters;

/** RFC 3261 §17.1.2, timer by timer. */
@Tag("unit")
class NonInviteClientTransactionTest {

    private final ManualTimers time = new ManualTimers();
    private final SipCounters counters = new SipCounters();
    private final CapturingUser user = new CapturingUser();
    private final SipRequest bye = TestMessages.request("BYE");
    private final List<NonInviteClientTransaction> terminated = new ArrayList<>();
    private CapturingOutlet outlet = new CapturingOutlet(false);
    private NonInviteClientTransaction transaction = over(outlet);

    private NonInviteClientTransaction over(CapturingOutlet wire) {
        outlet = wire;
        transaction = new NonInviteClientTransaction(
                TransactionKey.ofClient(bye), wire, time, TimerValues.RFC_3261, counters, user, terminated::add);
        return transaction;
    }

    private void receive(int status) {
        transaction.onResponse(TestMessages.response(bye, status));
    }

    @Test
    void timerERepeatsTheRequestAtDoublingIntervalsUpToT2() {
        transaction.start(bye);
        assertThat(outlet.taken()).containsExactly("BYE");
        for (int millis : new int[] {500, 1000, 2000, 4000, 4000, 4000}) {
            time.advance(Duration.ofMillis(millis - 1));
            assertThat(outlet.taken()).as("before %d ms", millis).isEmpty();
            time.advance(Duration.ofMillis(1));
            assertThat(outlet.taken()).as("at %d ms", millis).containsExactly("BYE*");
        }
    }

    @Test
    void timerEIsNotSetOverAReliableTransport() {
        over(new CapturingOutlet(true)).start(bye);
        time.advance(Duration.ofSeconds(31));
        assertThat(outlet.taken()).containsExactly("BYE");
    }

    @Test
    void afterAProvisionalResponseTheRequestIsRepeatedEveryT2() {
        transaction.start(bye);
        receive(100);
        outlet.taken();
        time.advance(Duration.ofMillis(500));
        assertThat(outlet.taken()).as("the timer that ran").containsExactly("BYE*");
        time.advance(Duration.ofMillis(3_999));
        assertThat(outlet.taken()).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(outlet.taken()).containsExactly("BYE*");
    }

    @Test
    void timerFGivesUpAfterSixtyFourTimesT1AlsoInProceeding() {
        transaction.start(bye);
        receive(100);
        user.taken();
        time.advance(Duration.ofMillis(31_999));
        assertThat(user.taken()).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(user.taken()).containsExactly("timeout");
        assertThat(terminated).containsExactly(transaction);
        assertThat(time.pending()).isZero();
    }

    @Test
    void timerKAbsorbsRepeatedResponsesForT4() {
        transaction.start(bye);
        receive(200);
        receive(200);
        assertThat(user.taken()).containsExactly("200");
        time.advance(Duration.ofMillis(4_999));
        assertThat(transaction.state()).isEqualTo(State.COMPLETED);
        time.advance(Duration.ofMillis(1));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
        assertThat(time.pending()).isZero();
    }

    @Test
    void timerKIsZeroOverAReliableTransport() {
        over(new CapturingOutlet(true)).start(bye);
        receive(200);
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void aTransportErrorIsToldOnce() {
        outlet.failWith(new IOException("no route"));
        transaction.start(bye);
        time.advance(Duration.ofSeconds(40));
        assertThat(user.taken()).containsExactly("error no route");
    }
}
