package org.voicesecretary.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.time.ManualTimers;
import org.voicesecretary.sip.transaction.InviteClientTransaction.State;
import org.voicesecretary.sip.transport.SipCounters;

/** RFC 3261 §17.1.1 and RFC 6026 §7.2, timer by timer. */
@Tag("unit")
class InviteClientTransactionTest {

    private final ManualTimers time = new ManualTimers();
    private final SipCounters counters = new SipCounters();
    private final CapturingUser user = new CapturingUser();
    private final SipRequest invite = TestMessages.request("INVITE");
    private final List<InviteClientTransaction> terminated = new ArrayList<>();
    private CapturingOutlet outlet = new CapturingOutlet(false);
    private InviteClientTransaction transaction = over(outlet);

    private InviteClientTransaction over(CapturingOutlet wire) {
        outlet = wire;
        transaction = new InviteClientTransaction(
                TransactionKey.ofClient(invite), wire, time, TimerValues.RFC_3261, counters, user, terminated::add);
        return transaction;
    }

    private void receive(int status) {
        transaction.onResponse(TestMessages.response(invite, status));
    }

    @Test
    void timerARepeatsTheInviteAtDoublingIntervals() {
        transaction.start(invite);
        assertThat(outlet.taken()).containsExactly("INVITE");
        for (int millis : new int[] {500, 1000, 2000, 4000, 8000, 16000}) {
            time.advance(Duration.ofMillis(millis - 1));
            assertThat(outlet.taken()).as("before %d ms", millis).isEmpty();
            time.advance(Duration.ofMillis(1));
            assertThat(outlet.taken()).as("at %d ms", millis).containsExactly("INVITE*");
        }
    }

    @Test
    void timerAIsNotSetOverAReliableTransport() {
        over(new CapturingOutlet(true)).start(invite);
        time.advance(Duration.ofSeconds(31));
        assertThat(outlet.taken()).containsExactly("INVITE");
    }

    @Test
    void timerBGivesUpAfterSixtyFourTimesT1() {
        transaction.start(invite);
        time.advance(Duration.ofMillis(31_999));
        assertThat(user.taken()).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(user.taken()).containsExactly("timeout");
        assertThat(terminated).containsExactly(transaction);
        assertThat(counters.snapshot().transactionTimeouts()).isEqualTo(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void timerBRunsOverAReliableTransportToo() {
        over(new CapturingOutlet(true)).start(invite);
        time.advance(Duration.ofSeconds(32));
        assertThat(user.taken()).containsExactly("timeout");
    }

    @Test
    void aProvisionalResponseStopsTimersAAndB() {
        transaction.start(invite);
        receive(180);
        time.advance(Duration.ofMinutes(3));
        assertThat(outlet.taken()).containsExactly("INVITE");
        assertThat(user.taken()).containsExactly("180");
        assertThat(transaction.state()).isEqualTo(State.PROCEEDING);
        assertThat(transaction.isProceeding()).isTrue();
    }

    @Test
    void aRefusalIsAcknowledgedAndTimerDAbsorbsItsRepetitions() {
        transaction.start(invite);
        receive(486);
        receive(486);
        assertThat(outlet.taken()).containsExactly("INVITE", "ACK", "ACK*");
        assertThat(user.taken()).containsExactly("486");
        time.advance(Duration.ofMillis(31_999));
        assertThat(transaction.state()).isEqualTo(State.COMPLETED);
        time.advance(Duration.ofMillis(1));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
        assertThat(time.pending()).isZero();
    }

    @Test
    void timerDIsZeroOverAReliableTransport() {
        over(new CapturingOutlet(true)).start(invite);
        receive(486);
        assertThat(outlet.taken()).containsExactly("INVITE", "ACK");
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void aSuccessIsNotAcknowledgedHereAndTimerMLetsFurtherOnesThrough() {
        transaction.start(invite);
        receive(200);
        time.advance(Duration.ofSeconds(1));
        receive(200);
        receive(180);
        receive(486);
        assertThat(outlet.taken()).containsExactly("INVITE");
        assertThat(user.taken()).as("2xx only").containsExactly("200", "200");
        time.advance(Duration.ofMillis(30_999));
        assertThat(transaction.state()).isEqualTo(State.ACCEPTED);
        time.advance(Duration.ofMillis(1));
        assertThat(transaction.state()).isEqualTo(State.TERMINATED);
        receive(200);
        assertThat(user.taken()).isEmpty();
    }

    @Test
    void aTransportErrorIsToldOnce() {
        outlet.failWith(new IOException("no route"));
        transaction.start(invite);
        time.advance(Duration.ofSeconds(40));
        assertThat(user.taken()).containsExactly("error no route");
        assertThat(terminated).containsExactly(transaction);
    }

    @Test
    void theAckOfARefusalStaysInTheTransactionOfTheInvite() {
        SipRequest ack = FollowUpRequests.ackOf(invite, TestMessages.response(invite, 486));
        assertThat(ack.topVia()).isEqualTo(invite.topVia());
        assertThat(ack.uri()).isEqualTo(invite.uri());
        assertThat(ack.cseq().text()).isEqualTo("7 ACK");
        assertThat(ack.toTag()).isEqualTo("totag");
        assertThat(ack.headers().all(HeaderName.ROUTE))
                .isEqualTo(invite.headers().all(HeaderName.ROUTE));
        assertThat(ack.body()).isEmpty();
    }

    @Test
    void theCancelStaysInTheTransactionOfTheInviteAndHasNoToTag() {
        SipRequest cancel = FollowUpRequests.cancelOf(invite);
        assertThat(cancel.topVia()).isEqualTo(invite.topVia());
        assertThat(cancel.cseq().text()).isEqualTo("7 CANCEL");
        assertThat(cancel.toTag()).isNull();
        assertThat(cancel.headers().all(HeaderName.ROUTE))
                .isEqualTo(invite.headers().all(HeaderName.ROUTE));
    }
}
