package org.voicesecretary.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.phone.CallOutcome;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Disposition;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechCache;
import org.voicesecretary.speech.SpeechEngines;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** What makes the demo end well, and what makes it end with a failure. */
@Tag("unit")
class VerdictTest {
    private static final String DIGITS = "1042";
    private static final String BALANCE = "Your balance is";
    private static final String AMOUNT = "250 euros";
    private static final List<TimelineEvent> CALL = List.of(
            new TimelineEvent.Said("ivr_saytext", "Welcome to the demo shop.", "en"),
            new TimelineEvent.Collected("customer.1", DIGITS, TimelineEvent.Collected.Ending.POUND, 1),
            new TimelineEvent.Said("ivr_saypopular", BALANCE, "en"),
            new TimelineEvent.Said("ivr_saytext", AMOUNT, "en"));

    @TempDir
    Path directory;

    private SpeechEngines engines;
    private Speaker speaker;
    private Pcm balance;

    @BeforeEach
    void speak() throws Exception {
        var config = new ConfigLoader(directory, Map.of()).load(null).config().speech();
        engines = SpeechEngines.open(config, file -> {
            throw new AssertionError("espeak-ng writes WAV");
        });
        speaker = new Speaker(
                engines.catalog(config),
                SpeechCache.open(directory, 1 << 24, 1 << 24, InstantSource.system()),
                InstantSource.system());
        balance = Pcm.concat(List.of(said(BALANCE), said(AMOUNT)));
    }

    @AfterEach
    void close() {
        engines.close();
    }

    @Test
    void aCallThatWentAsItMustIsWell() throws Exception {
        assertThat(failures(answered(true, balance, null), CALL, told(DIGITS))).isEmpty();
    }

    @Test
    void aCallThatNobodyAnsweredIsNot() throws Exception {
        var outcome = new CallOutcome(
                false, false, "refused with 403 Forbidden", Optional.empty(), 10, silence(), Optional.empty());
        assertThat(failures(outcome, List.of(), List.of()))
                .containsExactly(
                        "no answer: refused with 403 Forbidden",
                        "the script was asked what to do (NOTIFY_START, signature verified)",
                        "the keys 1042 came through sound packets to the script (NOTIFY_IVR)",
                        "the robot said nothing after the keys",
                        "the call did not end by BYE: refused with 403 Forbidden",
                        "the script was told the end (NOTIFY_END)");
    }

    @Test
    void aCallerWhoHeardSomethingElseThanWasSaidIsNotWell() throws Exception {
        for (Pcm heard : List.of(silence(), said("The weather will be fine on Sunday."), said(BALANCE))) {
            assertThat(failures(answered(true, heard, null), CALL, told(DIGITS)))
                    .singleElement()
                    .asString()
                    .startsWith("the caller heard “Your balance is 250 euros”");
        }
    }

    @Test
    void keysThatArriveChangedAreNotWell() throws Exception {
        assertThat(failures(answered(true, balance, null), CALL, told("1024")))
                .containsExactly("the keys 1042 came through sound packets to the script (NOTIFY_IVR)");
    }

    @Test
    void anUnfinishedCallerALostEndAndAFaultAreToldWithTheirWords() throws Exception {
        List<TimelineEvent> faulty = new ArrayList<>(CALL);
        faulty.add(new TimelineEvent.Fault(FaultKind.SCRIPT, "http://127.0.0.1:9004/", "timed out", "make it faster"));
        assertThat(failures(answered(false, balance, "stopped"), faulty, told(DIGITS)))
                .containsExactly(
                        "the call did not end by BYE: ended",
                        "the caller could not do all: stopped",
                        "http://127.0.0.1:9004/: timed out");
    }

    private List<String> failures(CallOutcome outcome, List<TimelineEvent> timeline, List<WebhookEvent> told)
            throws InterruptedException {
        Verdict verdict = Verdict.of(outcome, timeline, told, DIGITS, speaker);
        List<String> failures = verdict.points().stream()
                .filter(point -> !point.holds())
                .map(Verdict.Point::text)
                .toList();
        assertThat(verdict.well()).isEqualTo(failures.isEmpty());
        return failures;
    }

    private static CallOutcome answered(boolean bye, Pcm heard, @Nullable String unfinished) {
        return new CallOutcome(true, bye, "ended", Optional.ofNullable(unfinished), 9000, heard, Optional.empty());
    }

    private static List<WebhookEvent> told(String digits) {
        return List.of(
                new WebhookEvent.NotifyStart("2026-11-24 10:11:12", "in_a", "1", "2"),
                new WebhookEvent.NotifyIvr(
                        "2026-11-24 10:11:12",
                        "in_a",
                        "1",
                        "2",
                        List.of(AnnouncementKind.IVR_SAYTEXT),
                        new WaitDtmfResult("customer.1", digits, false),
                        false),
                new WebhookEvent.NotifyEnd(
                        "2026-11-24 10:11:12", "in_a", "1", "2", null, 9, Disposition.ANSWERED, 16, false, null));
    }

    private Pcm said(String text) throws Exception {
        return speaker.say(new Speaker.Utterance(text, Language.EN)).sound();
    }

    private static Pcm silence() {
        return new Pcm(new short[16_000], 16_000);
    }
}
