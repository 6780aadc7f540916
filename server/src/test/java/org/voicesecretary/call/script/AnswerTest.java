package org.voicesecretary.call.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.hangUp;
import static org.voicesecretary.call.TestCall.play;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.protocol.Disposition;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** A call is answered when its 200 OK went out, which may be later than when that was ordered. */
@Tag("unit")
class AnswerTest {
    private final TestCall call = new TestCall();

    private void assertEnd(Disposition disposition, int cause, long seconds) {
        NotifyEnd end = (NotifyEnd) call.told.getFirst();
        assertThat(call.told).hasSize(1);
        assertThat(end.disposition()).isEqualTo(disposition);
        assertThat(end.statusCode()).isEqualTo(cause);
        assertThat(end.duration()).isEqualTo(seconds);
    }

    @Test
    void soundAndDurationBeginWhenTheAnswerWentOut() {
        call.caller.answersLate(Duration.ofSeconds(2));
        call.script.answers(play("hello")).answers(hangUp());
        call.run();

        assertThat(call.caller.journal())
                .containsExactly("0 ring", "0 answer", "2000 play hello", "3000 end", "3000 bye cause 16");
        assertEnd(Disposition.ANSWERED, 16, 1);
    }

    @Test
    void whoGivesUpBeforeTheAnswerWentOutWasNotAnswered() {
        call.caller.answersLate(Duration.ofSeconds(2));
        call.caller.signalAt(1000, new CallSignal.Cancelled());
        call.script.answers(play("hello")).answers(hangUp());

        assertThat(call.run()).isEqualTo(new CallEnd.CallerGaveUp());
        assertThat(call.events(TimelineEvent.Answered.class)).isEmpty();
        assertEnd(Disposition.CANCEL, 16, 0);
    }

    @Test
    void aCallWhoseRingingIsNeverAcknowledgedWasNotAnswered() {
        call.caller.answersLate(Duration.ofHours(1));
        call.caller.signalAt(32_000, new CallSignal.LegFailed(FaultKind.CALLER, "no PRACK came"));
        call.script.answers(play("hello")).answers(hangUp());
        call.run();

        assertThat(call.events(TimelineEvent.Answered.class)).isEmpty();
        assertEnd(Disposition.FAILED, 38, 0);
    }

    @Test
    void aShutdownBeforeTheAnswerWentOutRefusesTheCall() {
        call.caller.answersLate(Duration.ofSeconds(2));
        call.caller.signalAt(1000, new CallSignal.Terminate(CallSignal.Terminate.Reason.SHUTDOWN));
        call.script.answers(play("hello")).answers(hangUp());
        call.run();

        assertThat(call.caller.journal()).containsExactly("0 ring", "0 answer", "1000 reject 503 cause 41");
    }

    @Test
    void soundThatWaitsForTheSessionInALateAckIsNoFault() {
        call.caller.playsLate(Duration.ofSeconds(25));
        call.script.answers(play("hello")).answers(hangUp());
        call.run();

        assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
        assertThat(call.caller.journal()).endsWith("26000 end", "26000 bye cause 16");
    }
}
