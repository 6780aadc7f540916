package org.voicesecretary.call.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.hangUp;
import static org.voicesecretary.call.TestCall.play;
import static org.voicesecretary.call.TestCall.redirect;
import static org.voicesecretary.call.TestCall.waitDtmf;
import static org.voicesecretary.call.TestCall.with;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.timeline.TimelineEvent;

/** No silence while somebody thinks. The filler tone lasts 250 ms, other sounds one second. */
@Tag("unit")
class SilenceGuardTest {
    private final TestCall call = new TestCall();

    private void thinkingFor(long millis) {
        call.script.answers(play("hello")).answersAfter(millis, play("more"), hangUp());
        call.run();
    }

    @Test
    void aScriptThatAnswersWithinOneAndAHalfSecondsNeedsNoFiller() {
        thinkingFor(1499);

        assertThat(call.caller.journal()).containsSubsequence("1000 end", "2499 play more");
        assertThat(call.caller.journal()).noneMatch(line -> line.contains("tone"));
    }

    @Test
    void aSlowerScriptIsFilledAfterOneAndAHalfSeconds() {
        thinkingFor(1501);

        assertThat(call.caller.journal()).containsSubsequence("1000 end", "2500 play tone");
    }

    @Test
    void theFillerIsRepeatedSoThatNoSilenceIsLongerThanTwoSeconds() {
        thinkingFor(5000);

        assertThat(call.caller.journal())
                .containsSubsequence("2500 play tone", "2750 end", "4250 play tone", "4500 end", "6000 play more");
        assertThat(call.events(TimelineEvent.StepTimings.class).getLast().longestSilenceMillis())
                .isEqualTo(1500);
        assertThat(call.events(TimelineEvent.StepTimings.class).getLast().callerSilenceMillis())
                .isEqualTo(4500);
    }

    @Test
    void aFillerThatIsNearlyDoneWhenTheReplyComesEndsByItself() {
        thinkingFor(1600);

        assertThat(call.caller.journal()).containsSubsequence("2500 play tone", "2750 end", "2750 play more");
    }

    @Test
    void aLongFillerStopsWhenTheReplyComes() {
        call.filler(new Filler(true, Duration.ofMillis(1500), "One moment, please."));
        call.soundMillis.put("One moment, please.", 1500L);
        thinkingFor(1600);

        assertThat(call.caller.journal())
                .containsSubsequence("2500 play One moment, please.", "2600 stop", "2600 play more");
    }

    @Test
    void aNumberCanHaveItsSilence() {
        call.filler(Filler.OFF);
        thinkingFor(5000);

        assertThat(call.caller.journal()).noneMatch(line -> line.contains("tone"));
    }

    @Test
    void a31BeforeTheAnswerThereIsRingingAndNoFiller() {
        call.script.answersAfter(4000, play("hello"), hangUp());
        call.run();

        assertThat(call.caller.journal()).startsWith("0 ring", "4000 answer", "4000 play hello");
    }

    @Test
    void keysPressedDuringTheFillerAreTypeAhead() {
        call.caller.pressAt(2600, "7");
        call.script
                .answers(play("hello"))
                .answersAfter(2000, play("menu"), waitDtmf("main", 1))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked()).endsWith("3000 IVR ivr_play wait_dtmf main=7");
        assertThat(call.caller.journal()).noneMatch(line -> line.contains("menu"));
    }

    @Test
    void speechThatIsSlowToRenderIsFilledToo() {
        call.renderMillis.put("slow", 2000L);
        call.script.answers(play("hello"), waitDtmf("main", 1)).answers(new SayText("slow", null, null), hangUp());
        call.caller.pressAt(1500, "1");
        call.run();

        assertThat(call.caller.journal()).containsSubsequence("3000 play tone", "3500 play slow");
    }

    @Test
    void theSilenceOfAScriptAndOfSpeechAddUp() {
        call.renderMillis.put("slow", 1000L);
        call.script.answers(play("hello")).answersAfter(1000, new SayText("slow", null, null), hangUp());
        call.run();

        assertThat(call.caller.journal()).containsSubsequence("1000 end", "2500 play tone");
    }

    @Test
    void hangingUpDuringTheFillerEndsTheCallOnceTheRequestHasEnded() {
        call.caller.signalAt(2600, new CallSignal.RemoteHungUp());
        call.script.answers(play("hello")).answersAfter(3000, play("more"));

        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(call.time.millis()).isEqualTo(4000);
        assertThat(call.caller.journal()).noneMatch(line -> line.contains("more"));
    }

    @Test
    void theTimeFromAKeyToTheNextSoundIsMeasured() {
        call.caller.pressAt(500, "1");
        call.script.answers(play("menu"), waitDtmf("main", 1)).answersAfter(700, play("more"), hangUp());
        call.run();

        TimelineEvent.StepTimings timings =
                call.events(TimelineEvent.StepTimings.class).getLast();
        assertThat(timings).isEqualTo(new TimelineEvent.StepTimings(2, 700, 700, 700L));
    }

    @Test
    void aKeyThatCompletedNothingIsNoStartOfAMeasurement() {
        call.caller.pressAt(500, "1");
        call.script.answers(play("menu"), waitDtmf("main", 2)).answersAfter(300, play("more"), hangUp());
        call.run();

        TimelineEvent.StepTimings timings =
                call.events(TimelineEvent.StepTimings.class).getLast();
        assertThat(timings).isEqualTo(new TimelineEvent.StepTimings(2, 300, 300, null));
    }

    @Test
    void noFillerComesLaterThanTwoSecondsWhateverIsWished() {
        call.filler(new Filler(true, Duration.ofSeconds(2), ""));
        thinkingFor(3000);

        assertThat(call.caller.journal()).containsSubsequence("1000 end", "2800 play tone");
    }

    @Test
    void aTurnOfTheCallerWithoutASoundEndsTheMeasurement() {
        call.caller.pressAt(500, "1");
        call.caller.pressAt(50_000, "2");
        call.script
                .answers(play("menu"), waitDtmf("main", 1))
                .answersAfter(300, with(waitDtmf("more", 1), m -> m.timeout(60)))
                .answersAfter(200, play("thanks"), hangUp());
        call.run();

        assertThat(call.events(TimelineEvent.StepTimings.class))
                .endsWith(
                        new TimelineEvent.StepTimings(2, 300, 300, null),
                        new TimelineEvent.StepTimings(3, 200, 200, 200L));
    }

    @Test
    void aSilenceThatEndsWithTheCallIsTold() {
        call.script.answers(play("hello")).answersAfter(900, hangUp());
        call.run();

        assertThat(call.events(TimelineEvent.StepTimings.class))
                .endsWith(new TimelineEvent.StepTimings(2, 900, 900, null));
    }

    @Test
    void aStepWithoutASoundHasItsShareOfASilenceThatGoesOn() {
        call.caller.pressAt(500, "1");
        call.script
                .answers(play("menu"), waitDtmf("main", 1))
                .answersAfter(400, play("missing"))
                .answersAfter(300, play("more"), hangUp());
        call.run();

        assertThat(call.events(TimelineEvent.StepTimings.class))
                .endsWith(
                        new TimelineEvent.StepTimings(2, 400, 400, null),
                        new TimelineEvent.StepTimings(3, 300, 700, 700L));
    }

    @Test
    void theBusyToneIsASoundToo() {
        call.script.answers(play("hello")).answersAfter(600, redirect("blacklist"));
        call.run();

        assertThat(call.events(TimelineEvent.StepTimings.class))
                .endsWith(new TimelineEvent.StepTimings(2, 600, 600, null));
    }

    @Test
    void waitingForKeysIsNoSilenceOfOurs() {
        call.script.answers(play("menu"), waitDtmf("main", 1)).answersAfter(300, play("more"), hangUp());
        call.run();

        TimelineEvent.StepTimings timings =
                call.events(TimelineEvent.StepTimings.class).getLast();
        assertThat(timings).isEqualTo(new TimelineEvent.StepTimings(2, 300, 300, null));
    }
}
