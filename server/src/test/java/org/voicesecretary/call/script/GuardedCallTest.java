package org.voicesecretary.call.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.hangUp;
import static org.voicesecretary.call.TestCall.play;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallEnd.GuardTripped.Guard;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.protocol.Disposition;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.timeline.TimelineEvent;

/** What ends a call that would go on for ever (A19). */
@Tag("unit")
class GuardedCallTest {
    private final TestCall call = new TestCall();

    @Test
    void a19ACallJustShorterThanTheLongestGoesOn() {
        call.guards(new Guards(Duration.ofSeconds(10), 10_000, 20, Duration.ofMillis(200)));
        call.soundMillis.put("long", 9_999L);
        call.script.answers(play("long"), hangUp());

        assertThat(call.run()).isEqualTo(new CallEnd.ScriptHungUp());
    }

    @Test
    void a19ACallEndsAtItsLongestDuration() {
        call.soundMillis.put("endless", Duration.ofHours(5).toMillis());
        call.script.answers(play("endless"), hangUp());

        assertThat(call.run()).isEqualTo(new CallEnd.GuardTripped(Guard.DURATION, true));
        assertThat(call.time.millis()).isEqualTo(Duration.ofHours(4).toMillis());
        assertThat(call.events(TimelineEvent.Fault.class)).hasSize(1);
        assertThat(((NotifyEnd) call.told.getFirst()).disposition()).isEqualTo(Disposition.ANSWERED);
    }

    @Test
    void a19ACallEndsAfterTenThousandSteps() {
        call.script.answers(play("again"));

        assertThat(call.run()).isEqualTo(new CallEnd.GuardTripped(Guard.STEPS, true));
        assertThat(call.script.asked()).hasSize(10_000);
    }

    @Test
    void a19TwentyStepsInARowOfLessThan200MillisecondsAreAScriptThatSpins() {
        call.soundMillis.put("tick", 199L);
        call.script.answers(play("tick"));

        assertThat(call.run()).isEqualTo(new CallEnd.GuardTripped(Guard.SPINNING, true));
        assertThat(call.script.asked()).hasSize(20);
    }

    @Test
    void a19StepsOf200MillisecondsDoNotSpin() {
        call.soundMillis.put("tick", 200L);
        for (int i = 0; i < 100; i++) {
            call.script.answers(play("tick"));
        }
        call.script.answers(hangUp());

        assertThat(call.run()).isEqualTo(new CallEnd.ScriptHungUp());
    }
}
