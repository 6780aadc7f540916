package org.voicesecretary.call.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.hangUp;
import static org.voicesecretary.call.TestCall.play;
import static org.voicesecretary.call.TestCall.waitDtmf;
import static org.voicesecretary.call.TestCall.with;

import java.math.BigDecimal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.call.TestCall.Members;
import org.voicesecretary.protocol.Instruction.SayDigits;
import org.voicesecretary.protocol.Instruction.SayNumber;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.timeline.TimelineEvent;

/** Keys, rule by rule (A8). The prompt {@code menu} lasts from 0 to 1000 ms. */
@Tag("unit")
class WaitDtmfStepTest {
    private final TestCall call = new TestCall();

    private void menu(WaitDtmf wait) {
        call.script.answers(play("menu"), wait).answers(hangUp());
        call.run();
    }

    @Test
    void a8AKeyStopsTheAudioAtOnce() {
        call.caller.pressAt(400, "1");
        menu(waitDtmf("main", 1));

        assertThat(call.caller.journal())
                .containsExactly("0 ring", "0 answer", "0 play menu", "400 stop", "400 bye cause 16");
        assertThat(call.script.asked()).containsExactly("0 START", "400 IVR ivr_play wait_dtmf main=1");
    }

    @Test
    void a8TheTimeoutCountsFromTheEndOfTheAudioAndAKeyJustBeforeItCounts() {
        call.caller.pressAt(5999, "1");
        menu(waitDtmf("main", 1));

        assertThat(call.script.asked()).containsExactly("0 START", "5999 IVR ivr_play wait_dtmf main=1");
    }

    @Test
    void a8AKeyJustAfterTheTimeoutIsTooLate() {
        call.caller.pressAt(6001, "1");
        menu(waitDtmf("main", 1));

        assertThat(call.script.asked()).containsExactly("0 START", "6000 IVR ivr_play wait_dtmf main= default");
    }

    @Test
    void a8TheTimeoutIsTheOneTheScriptGave() {
        menu(with(waitDtmf("main", 1), m -> m.timeout(60)));

        assertThat(call.script.asked()).endsWith("61000 IVR ivr_play wait_dtmf main= default");
    }

    @Test
    void a8AfterAKeyTheNextOneIsInTimeJustBeforeThreeSeconds() {
        call.caller.pressAt(2000, "1");
        call.caller.pressAt(4999, "2");
        menu(waitDtmf("pin", 2));

        assertThat(call.script.asked()).endsWith("4999 IVR ivr_play wait_dtmf pin=12");
    }

    @Test
    void a8AfterAKeyThreeSecondsOfSilenceEndTheInput() {
        call.caller.pressAt(2000, "1");
        call.caller.pressAt(5001, "2");
        menu(waitDtmf("pin", 2));

        assertThat(call.script.asked()).endsWith("5000 IVR ivr_play wait_dtmf pin=1");
    }

    @Test
    void a8EachKeyRestartsTheInterDigitTimeout() {
        call.caller.pressAt(2000, "1");
        call.caller.pressAt(4900, "2");
        call.caller.pressAt(7800, "3");
        menu(waitDtmf("pin", 4));

        assertThat(call.script.asked()).endsWith("10800 IVR ivr_play wait_dtmf pin=123");
    }

    @Test
    void a8TheInterDigitTimeoutIsNeverLongerThanTheTimeout() {
        call.caller.pressAt(1500, "1");
        call.caller.pressAt(3501, "2");
        menu(with(waitDtmf("pin", 2), m -> m.timeout(2)));

        assertThat(call.script.asked()).endsWith("3500 IVR ivr_play wait_dtmf pin=1");
    }

    @Test
    void a8FewerDigitsAtTheTimeoutAreDeliveredWithoutAFlagAndWithoutAFurtherAttempt() {
        call.caller.pressAt(500, "12");
        menu(with(waitDtmf("pin", 4), m -> m.attempts(3)));

        assertThat(call.script.asked()).endsWith("3500 IVR ivr_play wait_dtmf pin=12");
        assertThat(call.caller.journal())
                .filteredOn(line -> line.contains("play"))
                .hasSize(1);
    }

    @Test
    void a8EachAttemptReplaysThePrompt() {
        menu(with(waitDtmf("main", 1), m -> m.attempts(3)));

        assertThat(call.caller.journal())
                .filteredOn(line -> line.contains("play"))
                .containsExactly("0 play menu", "6000 play menu", "12000 play menu");
        assertThat(call.script.asked()).endsWith("18000 IVR ivr_play wait_dtmf main= default");
    }

    @Test
    void a8AKeyInALaterAttemptEndsTheInput() {
        call.caller.pressAt(6500, "2");
        menu(with(waitDtmf("main", 1), m -> m.attempts(3)));

        assertThat(call.script.asked()).endsWith("6500 IVR ivr_play wait_dtmf main=2");
    }

    @Test
    void a8PoundEndsTheInputAndIsNoDigitWhereSeveralAreWanted() {
        call.caller.pressAt(1500, "12#");
        menu(waitDtmf("pin", 4));

        assertThat(call.script.asked()).endsWith("1500 IVR ivr_play wait_dtmf pin=12");
    }

    @Test
    void a8PoundIsADigitWhereOneIsWanted() {
        call.caller.pressAt(1500, "#");
        menu(waitDtmf("main", 1));

        assertThat(call.script.asked()).endsWith("1500 IVR ivr_play wait_dtmf main=#");
    }

    @Test
    void a8PoundAloneIsAnEmptyAttempt() {
        call.caller.pressAt(500, "#");
        call.caller.pressAt(700, "12");
        menu(with(waitDtmf("pin", 2), m -> m.attempts(2)));

        assertThat(call.caller.journal()).containsSubsequence("0 play menu", "500 stop", "500 play menu", "700 stop");
        assertThat(call.script.asked()).endsWith("700 IVR ivr_play wait_dtmf pin=12");
    }

    @Test
    void a8PoundAloneInTheLastAttemptMeansNothingWasPressed() {
        call.caller.pressAt(500, "#");
        menu(waitDtmf("pin", 4));

        assertThat(call.script.asked()).endsWith("500 IVR ivr_play wait_dtmf pin= default");
    }

    @Test
    void a8StarAndLettersAreDigits() {
        call.caller.pressAt(500, "*ABCD");
        menu(waitDtmf("code", 5));

        assertThat(call.script.asked()).endsWith("500 IVR ivr_play wait_dtmf code=*ABCD");
    }

    private void pinThenMenu(long poundAt) {
        call.caller.pressAt(500, "12");
        call.caller.pressAt(poundAt, "#");
        call.caller.pressAt(3000, "7");
        call.script
                .answers(play("pin"), waitDtmf("pin", 2))
                .answers(play("menu"), waitDtmf("menu", 1))
                .answers(hangUp());
        call.run();
    }

    @Test
    void a8APoundWithinTwoSecondsAfterACompleteInputIsSwallowed() {
        pinThenMenu(2500);

        assertThat(call.script.asked()).endsWith("3000 IVR ivr_play wait_dtmf menu=7");
    }

    @Test
    void a8APoundLaterThanTwoSecondsAfterACompleteInputCounts() {
        pinThenMenu(2501);

        assertThat(call.script.asked()).endsWith("2501 IVR ivr_play wait_dtmf menu=#");
    }

    @Test
    void a8OnlyTheNextKeyCanBeTheSwallowedPound() {
        call.caller.pressAt(500, "12");
        call.caller.pressAt(600, "5");
        call.caller.pressAt(700, "#");
        call.script
                .answers(play("pin"), waitDtmf("pin", 2))
                .answers(play("sum"), waitDtmf("sum", 4))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked()).endsWith("700 IVR ivr_play wait_dtmf sum=5");
    }

    @Test
    void a8AfterASingleDigitInputAPoundIsNotSwallowed() {
        call.caller.pressAt(500, "1");
        call.caller.pressAt(600, "#");
        call.script
                .answers(play("one"), waitDtmf("one", 1))
                .answers(play("two"), waitDtmf("two", 1))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked()).endsWith("600 IVR ivr_play wait_dtmf two=#");
    }

    @Test
    void a8ATypedAheadPoundRightAfterACompleteInputIsSwallowedToo() {
        call.caller.pressAt(100, "12#3");
        call.script
                .answers(play("hello"))
                .answers(play("pin"), waitDtmf("pin", 2))
                .answers(play("menu"), waitDtmf("menu", 1))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked())
                .endsWith("1000 IVR ivr_play wait_dtmf pin=12", "1000 IVR ivr_play wait_dtmf menu=3");
    }

    @Test
    void a8KeyPressedBeforeThePromptSkipsTheWholePrompt() {
        call.caller.pressAt(700, "1");
        call.script
                .answersAfter(0, play("hello"))
                .answersAfter(500, play("menu"), waitDtmf("main", 1))
                .answers(hangUp());
        call.run();

        assertThat(call.caller.journal())
                .containsExactly("0 ring", "0 answer", "0 play hello", "1000 end", "1500 bye cause 16");
        assertThat(call.script.asked()).endsWith("1500 IVR ivr_play wait_dtmf main=1");
    }

    @Test
    void a8AKeyTypedAheadStartsTheInterDigitTimeoutWhenTheInputBegins() {
        call.caller.pressAt(100, "1");
        call.script
                .answersAfter(0, play("hello"))
                .answersAfter(1000, play("menu"), waitDtmf("pin", 2))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked()).endsWith("5000 IVR ivr_play wait_dtmf pin=1");
    }

    @Test
    void a8KeysTypedAheadBeyondMaxdigitsStayForTheNextInput() {
        call.caller.pressAt(500, "123");
        call.script
                .answers(play("one"), waitDtmf("one", 1))
                .answers(play("two"), waitDtmf("two", 2))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked())
                .endsWith("500 IVR ivr_play wait_dtmf one=1", "500 IVR ivr_play wait_dtmf two=23");
        assertThat(call.caller.journal()).noneMatch(line -> line.contains("two"));
    }

    @Test
    void a8KeysPressedAfterAStepThatTimedOutDoNotSkipTheNextPrompt() {
        call.caller.pressAt(6200, "1");
        call.script
                .answers(play("one"), waitDtmf("one", 1))
                .answersAfter(500, play("two"), waitDtmf("two", 1))
                .answers(hangUp());
        call.run();

        assertThat(call.caller.journal()).contains("6500 play two");
        assertThat(call.script.asked()).endsWith("12500 IVR ivr_play wait_dtmf two= default");
    }

    @Test
    void a8KeysPressedAfterAStepThatTimedOutHalfWayDoNotSkipTheNextPromptEither() {
        call.caller.pressAt(1500, "1");
        call.caller.pressAt(4600, "2");
        call.script
                .answers(play("one"), waitDtmf("one", 2))
                .answersAfter(500, play("two"), waitDtmf("two", 1))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked()).contains("4500 IVR ivr_play wait_dtmf one=1");
        assertThat(call.caller.journal()).contains("5000 play two");
    }

    @Test
    void a8AnnouncementsWithoutWaitDtmfAreNotInterrupted() {
        call.caller.pressAt(300, "5");
        call.script.answers(play("hello")).answers(hangUp());
        call.run();

        assertThat(call.caller.journal()).containsSubsequence("0 play hello", "1000 end");
        assertThat(call.caller.journal()).noneMatch(line -> line.contains("stop"));
    }

    @Test
    void a8KeysPressedDuringAnAnnouncementAreKeptForTheNextWaitDtmfEvenAfterATimeout() {
        call.caller.pressAt(6500, "3");
        call.script
                .answers(play("one"), waitDtmf("one", 1))
                .answers(play("news"))
                .answers(play("two"), waitDtmf("two", 1))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked()).endsWith("7000 IVR ivr_play wait_dtmf two=3");
    }

    @Test
    void a6SeveralAnnouncementsAndKeysMakeOneEvent() {
        call.caller.pressAt(2500, "1");
        call.script
                .answers(play("a"), new SayDigits("12", null), waitDtmf("main", 1))
                .answers(hangUp());
        call.run();

        assertThat(call.caller.journal()).contains("0 play a+digits 12");
        assertThat(call.script.asked()).endsWith("2500 IVR ivr_play ivr_saydigits wait_dtmf main=1");
    }

    @Test
    void waitDtmfWithoutAPromptJustListens() {
        call.caller.pressAt(4000, "9");
        call.script.answers(waitDtmf("quiet", 1)).answers(hangUp());
        call.run();

        assertThat(call.caller.journal()).containsExactly("0 ring", "0 answer", "4000 bye cause 16");
        assertThat(call.script.asked()).endsWith("4000 IVR wait_dtmf quiet=9");
    }

    @Test
    void a30AMissingSoundCountsAsPlayedAndKeysCanStillBePressed() {
        call.caller.pressAt(4000, "9");
        call.script.answers(play("missing"), waitDtmf("main", 1)).answers(hangUp());
        call.run();

        assertThat(call.script.asked()).endsWith("4000 IVR ivr_play wait_dtmf main=9");
        assertThat(call.events(TimelineEvent.Fault.class)).hasSize(1);
    }

    @Test
    void whereNothingOfThePromptCanBeHeardATonePerAttemptTellsWhoseTurnItIs() {
        call.script
                .answers(play("missing"), with(waitDtmf("main", 1), m -> m.attempts(2)))
                .answers(hangUp());
        call.run();

        assertThat(call.caller.journal()).contains("0 play signal", "5250 play signal");
        assertThat(call.events(TimelineEvent.Said.class)).contains(new TimelineEvent.Said("ivr_play", "tone", "tone"));
    }

    @Test
    void aPromptOfWhichSomethingIsHeardNeedsNoTone() {
        call.script.answers(play("missing"), play("menu"), waitDtmf("main", 1)).answers(hangUp());
        call.run();

        assertThat(call.caller.journal()).contains("0 play menu").noneMatch(line -> line.contains("signal"));
    }

    @Test
    void noPromptAtAllIsTheScriptsWishForSilence() {
        call.script.answers(waitDtmf("main", 1)).answers(hangUp());
        call.run();

        assertThat(call.caller.journal()).noneMatch(line -> line.contains("play"));
    }

    @Test
    void noMoreKeysAreKeptThanAnybodyTypesAhead() {
        for (int i = 0; i < 10; i++) {
            call.caller.pressAt(100 + i * 50, "12".repeat(10));
        }
        call.script
                .answers(play("hello"))
                .answers(waitDtmf("first", 64))
                .answers(waitDtmf("second", 64))
                .answers(waitDtmf("third", 64))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked())
                .endsWith(
                        "1000 IVR wait_dtmf first=" + "12".repeat(32),
                        "1000 IVR wait_dtmf second=" + "12".repeat(32),
                        "6000 IVR wait_dtmf third= default");
    }

    @Test
    void hangingUpWhileWaitingForKeysEndsTheCall() {
        call.caller.signalAt(2000, new CallSignal.RemoteHungUp());
        call.script.answers(play("menu"), waitDtmf("main", 1));

        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(call.script.asked()).containsExactly("0 START");
    }

    @Test
    void sensitiveInputIsNowhereToBeSeen() {
        call.caller.pressAt(500, "4711");
        call.script
                .answers(play("pin"), with(waitDtmf("pin", 4), Members::secret))
                .answers(new SayDigits("4711", null))
                .answers(new SayText("You entered 4711", null, null))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked()).contains("500 IVR ivr_play wait_dtmf pin=4711");
        assertThat(call.timeline.toString()).doesNotContain("4711").contains("••••");
        assertThat(call.saidSecretly)
                .as("no copy of what is said after the input stays on the disk")
                .containsExactly(false, true, true);
    }

    @Test
    void sensitiveInputIsNotReadBackInWordsOrInPartOnTheTimeline() {
        call.caller.pressAt(500, "0042");
        call.script
                .answers(play("pin"), with(waitDtmf("pin", 4), Members::secret))
                .answers(new SayDigits("42", null))
                .answers(new SayNumber(new BigDecimal("42"), null))
                .answers(new SayNumber(new BigDecimal("43"), null))
                .answers(hangUp());
        call.run();

        assertThat(call.events(TimelineEvent.Said.class))
                .extracting(TimelineEvent.Said::text)
                .containsExactly("pin", "••", "••", "number 43");
    }

    @Test
    void whatIsReadOutRightAfterASensitiveInputIsNotShown() {
        call.caller.pressAt(500, "4711");
        call.script
                .answers(play("pin"), with(waitDtmf("pin", 4), Members::secret))
                .answers(new SayNumber(new BigDecimal("13"), null), new SayText("4 7 1 1", null, null))
                .answers(hangUp());
        call.run();

        assertThat(call.events(TimelineEvent.Said.class))
                .extracting(TimelineEvent.Said::text)
                .containsExactly("pin", "••", "• • • •");
    }

    @Test
    void anInputWhoseNameStartsWithSensitiveIsMaskedToo() {
        call.caller.pressAt(500, "90210");
        menu(waitDtmf("sensitive-zip", 5));

        assertThat(call.timeline.toString()).doesNotContain("90210").doesNotContain("key=9");
    }

    @Test
    void keysTypedAheadAreHiddenUntilItIsKnownThatTheyMayBeShown() {
        call.caller.pressAt(500, "4711");
        call.script
                .answers(play("hello"))
                .answers(play("pin"), with(waitDtmf("pin", 4), Members::secret))
                .answers(hangUp());
        call.run();

        assertThat(call.timeline.toString()).doesNotContain("4711").doesNotContain("key=4");
        assertThat(call.script.asked()).endsWith("1000 IVR ivr_play wait_dtmf pin=4711");
    }

    @Test
    void ordinaryInputIsShown() {
        call.caller.pressAt(500, "42");
        menu(waitDtmf("menu", 2));

        assertThat(call.timeline.toString()).contains("key=4").contains("digits=42");
    }
}
