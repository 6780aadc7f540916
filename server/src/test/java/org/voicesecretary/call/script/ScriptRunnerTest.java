package org.voicesecretary.call.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.failure;
import static org.voicesecretary.call.TestCall.hangUp;
import static org.voicesecretary.call.TestCall.nothing;
import static org.voicesecretary.call.TestCall.play;
import static org.voicesecretary.call.TestCall.redirect;
import static org.voicesecretary.call.TestCall.waitDtmf;
import static org.voicesecretary.call.TestCall.with;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.FakeScript;
import org.voicesecretary.call.Playback;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.protocol.Disposition;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** What the loop makes of replies, and how calls end. Sounds last one second. */
@Tag("unit")
class ScriptRunnerTest {
    private final TestCall call = new TestCall();

    private NotifyEnd theEnd() {
        assertThat(call.told).hasSize(1);
        return (NotifyEnd) call.told.getFirst();
    }

    private void assertEnd(Disposition disposition, int cause, long seconds) {
        assertThat(theEnd().disposition()).isEqualTo(disposition);
        assertThat(theEnd().statusCode()).isEqualTo(cause);
        assertThat(theEnd().duration()).isEqualTo(seconds);
    }

    @Test
    void a1TheCallRingsAtOnceAndIsAnsweredWhenTheFirstInstructionNeedsAudio() {
        call.script.answersAfter(800, play("hello")).answers(hangUp());
        call.run();

        assertThat(call.caller.journal())
                .containsExactly("0 ring", "800 answer", "800 play hello", "1800 end", "1800 bye cause 16");
    }

    @Test
    void a1BlacklistBeforeAnAnswerIsBusy() {
        call.script.answers(redirect("blacklist"));

        assertThat(call.run()).isEqualTo(new CallEnd.Blacklisted());
        assertThat(call.caller.journal()).containsExactly("0 ring", "0 reject 486 cause 17");
        assertEnd(Disposition.BUSY, 17, 0);
    }

    @Test
    void a1HangupBeforeAnAnswerIsDeclined() {
        call.script.answers(hangUp());

        assertThat(call.run()).isEqualTo(new CallEnd.Declined());
        assertThat(call.caller.journal()).containsExactly("0 ring", "0 reject 603 cause 21");
        assertEnd(Disposition.BUSY, 21, 0);
    }

    @Test
    void a4NoInstructionToNotifyStartIsAnApologyAndAHangUp() {
        call.script.gives(0, nothing());

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(null));
        assertThat(call.caller.journal())
                .containsExactly("0 ring", "0 answer", "0 play apology-en", "1000 end", "1000 bye cause 16");
        assertEnd(Disposition.ANSWERED, 16, 1);
    }

    @Test
    void a4AFailedScriptIsAnApologyWithAnOwner() {
        call.script.gives(5000, failure());

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(FaultKind.SCRIPT));
        assertThat(call.caller.journal()).contains("5000 play apology-en");
    }

    @Test
    void a4AReplyWithNothingButACallerNameSaysNotHowToGoOn() {
        call.script.answers(new Instruction.CallerName("Ms Example"));

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(null));
        assertThat(call.events(TimelineEvent.CallerNamed.class)).hasSize(1);
    }

    @Test
    void a5AfterKeysWithoutInstructionTheDefaultIsDone() {
        call.caller.pressAt(500, "1");
        call.script
                .answers(play("menu"), with(waitDtmf("main", 1), m -> m.byDefault("hangup")))
                .gives(0, nothing());

        assertThat(call.run()).isEqualTo(new CallEnd.ScriptHungUp());
        assertThat(call.caller.journal()).endsWith("500 stop", "500 bye cause 16");
    }

    @Test
    void a5AfterATimeoutWithoutInstructionTheDefaultIsDone() {
        call.script
                .answers(play("menu"), with(waitDtmf("main", 1), m -> m.byDefault("blacklist")))
                .gives(0, nothing());

        assertThat(call.run()).isEqualTo(new CallEnd.BusyTonePlayed());
    }

    @Test
    void a5AFailedScriptAfterKeysGetsTheDefaultToo() {
        call.script
                .answers(play("menu"), with(waitDtmf("main", 1), m -> m.byDefault("hangup")))
                .gives(0, failure());

        assertThat(call.run()).isEqualTo(new CallEnd.ScriptHungUp());
    }

    @Test
    void a5ADefaultThatOnlyTheScriptKnowsIsNoTargetAndNoFault() {
        call.script
                .answers(play("menu"), with(waitDtmf("main", 1), m -> m.byDefault("main.2")))
                .gives(0, nothing());

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(null));
        assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
    }

    @Test
    void a5ADefaultThatCannotBeReachedIsAFaultAndAnApology() {
        call.script
                .answers(play("menu"), with(waitDtmf("main", 1), m -> m.byDefault("100")))
                .gives(0, nothing());

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(FaultKind.SCRIPT));
        assertThat(call.events(TimelineEvent.Fault.class)).hasSize(1);
    }

    @Test
    void a5AnInstructionWinsOverTheDefault() {
        call.script
                .answers(play("menu"), with(waitDtmf("main", 1), m -> m.byDefault("hangup")))
                .answers(play("more"), hangUp());
        call.run();

        assertThat(call.caller.journal()).contains("6000 play more");
    }

    @Test
    void a5AfterKeysWithoutInstructionAndWithoutDefaultThereIsAnApology() {
        call.caller.pressAt(500, "1");
        call.script.answers(play("menu"), waitDtmf("main", 1)).gives(0, nothing());

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(null));
    }

    @Test
    void a5AfterAnAnnouncementWithoutInstructionTheCallEndsWithoutApology() {
        call.script.answers(play("hello")).gives(0, nothing());

        assertThat(call.run()).isEqualTo(new CallEnd.ScriptFinished());
        assertThat(call.caller.journal()).noneMatch(line -> line.contains("apology"));
    }

    @Test
    void aScriptThatFailsAfterAnAnnouncementIsNotPassedOverInSilence() {
        call.script.answers(play("hello")).gives(0, failure());

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(FaultKind.SCRIPT));
    }

    @Test
    void a6EveryKindOfAnnouncementIsReportedComplete() {
        call.script
                .answers(play("hello"))
                .answers(new Instruction.SayPopular(1, null))
                .answers(new Instruction.SayDigits("007", null))
                .answers(new Instruction.SayNumber(BigDecimal.TEN, null))
                .answers(new Instruction.SayText("Bye", null, null))
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked())
                .containsExactly(
                        "0 START",
                        "1000 IVR ivr_play",
                        "2000 IVR ivr_saypopular",
                        "3000 IVR ivr_saydigits",
                        "4000 IVR ivr_saynumber",
                        "5000 IVR ivr_saytext");
    }

    @Test
    void a9AnAnnouncementWithHangupIsHeardToItsEndWithoutAFurtherQuestion() {
        call.script.answers(play("bye"), hangUp());

        assertThat(call.run()).isEqualTo(new CallEnd.ScriptHungUp());
        assertThat(call.caller.journal())
                .containsExactly("0 ring", "0 answer", "0 play bye", "1000 end", "1000 bye cause 16");
        assertThat(call.script.asked()).containsExactly("0 START");
    }

    @Test
    void a9WaitDtmfWinsOverRedirectAndHangupWhichAreNoted() {
        call.caller.pressAt(500, "1");
        call.script
                .answers(play("menu"), waitDtmf("main", 1), redirect("blacklist"), hangUp())
                .answers(hangUp());
        call.run();

        assertThat(call.script.asked()).endsWith("500 IVR ivr_play wait_dtmf main=1");
        assertThat(call.events(TimelineEvent.Note.class))
                .anyMatch(note -> note.text().contains("redirect is ignored"));
    }

    @Test
    void a9RedirectWinsOverHangup() {
        call.script.answers(redirect("blacklist"), hangUp());

        assertThat(call.run()).isEqualTo(new CallEnd.Blacklisted());
    }

    @Test
    void a9TheCallerNameComesFirstAndAnnouncementsKeepTheirOrder() {
        call.script.answers(
                new Instruction.CallerName("Ms Example"),
                new Instruction.SayDigits("12", null),
                play("hello"),
                hangUp());
        call.run();

        assertThat(call.caller.journal()).contains("0 play digits 12+hello");
    }

    @Test
    void a10AnEmptyRedirectIsNone() {
        call.script.answers(play("hello"), redirect("")).answers(hangUp());
        call.run();

        assertThat(call.script.asked()).endsWith("1000 IVR ivr_play");
    }

    @Test
    void a10ARedirectToNowhereIsAFaultAndAnApology() {
        call.script.answers(redirect("**#518196-104"));

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(FaultKind.SCRIPT));
        assertThat(call.events(TimelineEvent.Fault.class).getFirst().problem()).contains("**#518196-104");
    }

    @Test
    void aRedirectToAnExtensionThatDoesNotExistIsAFaultAndAnApology() {
        call.script.answers(play("hello"), redirect("100"));

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(FaultKind.SCRIPT));
        assertThat(call.caller.journal()).contains("1000 play apology-en");
    }

    @Test
    void a11ARedirectThatComesBackAsksTheScript() {
        call.targets = (talk, redirect) -> new RedirectTargets.Outcome.NoAnswer(EndStatus.NO_ANSWER);
        call.script.answers(redirect("100")).answers(hangUp());
        call.run();

        assertThat(call.script.asked()).containsExactly("0 START", "0 IVR redirect=NOANSWER");
    }

    @Test
    void a28TheOutcomeOfARedirectThatReachedNobodyIsTheOutcomeOfTheCall() {
        call.targets = (talk, redirect) ->
                new RedirectTargets.Outcome.Over(new CallEnd.NobodyReached(EndStatus.NO_ANSWER, talk.answered()));
        call.script.answers(play("hello"), redirect("100"));
        call.run();

        assertEnd(Disposition.NO_ANSWER, 19, 1);
    }

    @Test
    void a28WhatTheScriptSaysAfterARedirectThatReachedNobodyDoesNotMakeItAnAnsweredCall() {
        call.targets = (talk, redirect) -> new RedirectTargets.Outcome.NoAnswer(EndStatus.BUSY);
        call.script.answers(redirect("100")).answers(play("goodbye"), hangUp());
        call.run();

        assertEnd(Disposition.BUSY, 17, 1);
    }

    @Test
    void a4WhereTheScriptHasNothingToSayTheNumbersOwnTargetTakesTheCall() {
        call.own(RedirectTarget.parse("0-main"));
        var wanted = new ArrayList<RedirectTarget>();
        call.targets = (talk, redirect) -> {
            wanted.add(redirect.target());
            return new RedirectTargets.Outcome.Over(new CallEnd.CalleeHungUp());
        };
        call.script.gives(0, nothing());

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(wanted).containsExactly(new RedirectTarget.Menu(0));
    }

    @Test
    void anOwnTargetThatCannotBeReachedEndsInAnApologyAndIsNotTriedForEver() {
        call.own(RedirectTarget.parse("101"));
        call.script.gives(0, nothing());

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(FaultKind.SCRIPT));
    }

    @Test
    void aMenuThatTakesTheCallOverIsAskedFromThenOn() {
        var menu = new FakeScript(call.time);
        menu.answers(play("menu"), waitDtmf("m", 1)).answers(hangUp());
        call.targets = (talk, redirect) -> new RedirectTargets.Outcome.Steered(menu);
        call.script.answers(redirect("0-main"));
        call.run();

        assertThat(call.script.asked()).containsExactly("0 START");
        assertThat(menu.asked()).first().isEqualTo("0 START");
        assertThat(menu.asked()).hasSize(2);
    }

    @Test
    void a28TheCallerWhoGivesUpWhileTheScriptThinksIsACancelAndTheEndWaitsForTheRequest() {
        call.caller.signalAt(1000, new CallSignal.Cancelled());
        call.script.answersAfter(4000, play("hello"));

        assertThat(call.run()).isEqualTo(new CallEnd.CallerGaveUp());
        assertThat(call.caller.journal()).containsExactly("0 ring");
        assertThat(call.script.heardThatTheCallerIsGone()).isTrue();
        assertThat(call.time.millis()).isEqualTo(4000);
        assertEnd(Disposition.CANCEL, 16, 0);
    }

    @Test
    void a28TheDurationCountsFromTheAnswer() {
        call.caller.signalAt(4700, new CallSignal.RemoteHungUp());
        call.script.answersAfter(1200, play("hello"), waitDtmf("main", 1));
        call.run();

        assertEnd(Disposition.ANSWERED, 16, 3);
    }

    @Test
    void a28TheDurationEndsWithTheCallNotWithTheRequestUnderWay() {
        call.caller.signalAt(2000, new CallSignal.RemoteHungUp());
        call.script.answers(play("hello")).answersAfter(4000, play("more"));
        call.run();

        assertThat(call.time.millis()).isEqualTo(5000);
        assertEnd(Disposition.ANSWERED, 16, 2);
    }

    @Test
    void aCallThatIsEndedFromHereIsHungUpAtOnceAlthoughARequestIsUnderWay() {
        call.caller.signalAt(2000, new CallSignal.Terminate(CallSignal.Terminate.Reason.OPERATOR));
        call.script.answers(play("hello")).answersAfter(4000, play("more"));
        call.run();

        assertThat(call.caller.journal()).endsWith("2000 bye cause 16");
    }

    @Test
    void a28AnEndThatCannotBeToldDoesNotDisturbTheCall() {
        call.sink = (context, event) -> {
            throw new IllegalStateException("disk full");
        };
        call.script.answers(play("hello"), hangUp());

        assertThat(call.run()).isEqualTo(new CallEnd.ScriptHungUp());
        assertThat(call.events(TimelineEvent.Ended.class)).hasSize(1);
    }

    @Test
    void a28TheEndIsToldEvenIfTheLegCannotBeReleased() {
        call.caller.breaksAtTheEnd();
        call.script.answers(play("hello"), hangUp());
        call.run();

        assertEnd(Disposition.ANSWERED, 16, 1);
    }

    @Test
    void a28TheCallerWhoLeavesDuringTheFillerAfterTheReplyHoldsNobodyUp() {
        call.caller.signalAt(2700, new CallSignal.RemoteHungUp());
        call.script.answers(play("hello")).answersAfter(1600, play("more"));

        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(call.time.millis()).isEqualTo(2700);
    }

    @Test
    void a29BlacklistAfterTheAnswerIsThreeSecondsOfBusyToneAndAByeWithCause17() {
        call.script.answers(play("hello"), redirect("blacklist"));

        assertThat(call.run()).isEqualTo(new CallEnd.BusyTonePlayed());
        assertThat(call.caller.journal()).endsWith("1000 busy tone", "4000 stop", "4000 bye cause 17");
        assertEnd(Disposition.ANSWERED, 16, 4);
    }

    @Test
    void a29TheCallerMayHangUpDuringTheBusyTone() {
        call.caller.signalAt(2000, new CallSignal.RemoteHungUp());
        call.script.answers(play("hello"), redirect("blacklist"));

        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
    }

    @Test
    void a30AMissingSoundIsAFaultAndTheScriptIsStillAsked() {
        call.script.answers(play("missing")).answers(hangUp());
        call.run();

        assertThat(call.script.asked()).containsExactly("0 START", "0 IVR ivr_play");
        assertThat(call.events(TimelineEvent.Fault.class)).hasSize(1);
    }

    @Test
    void aCallerWithoutMediaIsTakenAsGone() {
        call.caller.signalAt(60_000, new CallSignal.MediaTimeout(Duration.ofSeconds(60)));
        call.script.answers(waitDtmf("main", 1));
        call.script.answers(play("again"), with(waitDtmf("main", 1), m -> m.timeout(60)));

        assertThat(call.run()).isEqualTo(new CallEnd.CallerLost(Duration.ofSeconds(60)));
        assertThat(call.caller.journal()).endsWith("60000 bye cause 16");
    }

    @Test
    void aShutdownEndsACallThatIsNotYetAnsweredWithServiceUnavailable() {
        call.caller.signalAt(100, new CallSignal.Terminate(CallSignal.Terminate.Reason.SHUTDOWN));
        call.script.answersAfter(4000, play("hello"));
        call.run();

        assertThat(call.caller.journal()).containsExactly("0 ring", "100 reject 503 cause 41");
        assertEnd(Disposition.FAILED, 41, 0);
    }

    @Test
    void aLegThatCannotBeAnsweredSaysWhy() {
        call.caller.refuseAnswer(new CallSignal.LegFailed(FaultKind.CALLER, "no ACK came"));
        call.time.at(0, () -> {});
        call.script.answers(play("hello"));

        assertThat(call.run()).isInstanceOf(CallEnd.LegBroke.class);
        assertEnd(Disposition.FAILED, 38, 0);
    }

    @Test
    void aBugInAScriptSourceIsAnApologyNotADeadCall() {
        call.script.breaks();

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(FaultKind.INTERNAL));
        assertThat(call.caller.journal()).contains("0 play apology-en");
    }

    @Test
    void aBugInTheEngineIsACleanHangUp() {
        call.targets = (context, redirect) -> {
            throw new IllegalStateException("a bug");
        };
        call.script.answers(play("hello"), redirect("100"));

        assertThat(call.run()).isInstanceOf(CallEnd.InternalFailure.class);
        assertThat(call.caller.journal()).endsWith("1000 bye cause 16");
        assertThat(call.told).hasSize(1);
    }

    @Test
    void audioThatNeverReportsItsEndDoesNotHoldTheCall() {
        call.script.answers(play("hello"), redirect("blacklist"));
        call.caller.signalAt(500, new CallSignal.PlaybackFinished(new Playback(99)));
        call.caller.loseTheNextEnd();
        call.run();

        assertThat(call.caller.journal()).contains("41000 busy tone");
        assertThat(call.events(TimelineEvent.Fault.class).getFirst().kind()).isEqualTo(FaultKind.INTERNAL);
    }
}
