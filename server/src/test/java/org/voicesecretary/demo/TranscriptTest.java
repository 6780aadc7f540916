package org.voicesecretary.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.Disposition;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;

@Tag("unit")
class TranscriptTest {
    private static final CallId FIRST = new CallId("in_" + "a".repeat(40));
    private static final CallId SECOND = new CallId("in_" + "b".repeat(40));

    private final StringWriter printed = new StringWriter();
    private final Transcript transcript = new Transcript(new PrintWriter(printed, true), Palette.PLAIN, () -> 0);

    @Test
    void aCallIsToldWithSecondsWhoAndWhat() throws InterruptedException {
        tell(FIRST, 4, new TimelineEvent.CallStarted("442037690000", "442037691884"));
        tell(
                FIRST,
                12,
                new TimelineEvent.WebhookRequest(
                        "NOTIFY_START",
                        "http://127.0.0.1:9004/",
                        1,
                        "event=NOTIFY_START&caller_id=442037690000&called_did=442037691884&call_start=2026-11-24+10%3A00%3A00&pbx_call_id=in_a"));
        tell(FIRST, 20, new TimelineEvent.WebhookReply("NOTIFY_START", 1, 8, 200, "{\"ivr_saytext\":\"Hello\"}"));
        tell(FIRST, 30, new TimelineEvent.Answered());
        tell(FIRST, 31, new TimelineEvent.Said("ivr_saytext", "Hello", "en"));
        tell(FIRST, 1500, new TimelineEvent.KeyPressed("1", "telephone_event"));
        tell(FIRST, 12345, new TimelineEvent.Ended("caller hung up", "answered", 16, "caller", null, 12));

        assertThat(lines())
                .containsExactly(
                        "    0.004  caller    442037690000 calls 442037691884",
                        "    0.012  → script  NOTIFY_START  caller_id=442037690000  called_did=442037691884",
                        "    0.020  ← script  {\"ivr_saytext\":\"Hello\"}  after 8 ms",
                        "    0.030  server    answers",
                        "    0.031  robot     “Hello”",
                        "    1.500  caller    presses 1",
                        "   12.345  server    call over: caller hung up (answered, 12 s)");
    }

    @Test
    void sentencesThatNobodyHeardAreNotTold() throws InterruptedException {
        tell(FIRST, 0, new TimelineEvent.CallStarted("1", "2"));
        tell(FIRST, 10, new TimelineEvent.Said("ivr_saytext", "At once", "en"));
        tell(FIRST, 10, new TimelineEvent.Said("ivr_saytext", "Much later", "en", 60_000));
        tell(FIRST, 500, new TimelineEvent.BargedIn(490));

        assertThat(lines()).anyMatch(line -> line.contains("“At once”")).noneMatch(line -> line.contains("later"));
    }

    @Test
    void whereTwoCallsRunAtOnceEachLineSaysWhichOne() throws InterruptedException {
        tell(FIRST, 0, new TimelineEvent.CallStarted("1", "2"));
        tell(SECOND, 0, new TimelineEvent.CallStarted("3", "4"));
        tell(FIRST, 9, new TimelineEvent.Answered());
        tell(SECOND, 20, new TimelineEvent.Ended("caller hung up", "answered", 16, "caller", null, 0));
        tell(FIRST, 30, new TimelineEvent.KeyPressed("7", "telephone_event"));

        assertThat(lines()).contains("    0.009  server    call 1: answers", "    0.030  caller    presses 7");
    }

    @Test
    void longRepliesGoOnBelowThemselves() {
        var remark = new Remark("← script", "{\"a\":\"" + "word ".repeat(40) + "\"}", Palette.Style.SCRIPT);
        List<String> lines = Transcript.lines(7, remark, Palette.PLAIN);
        assertThat(lines).hasSizeGreaterThan(2).allMatch(line -> line.length() <= 110);
        assertThat(lines.get(1)).startsWith(" ".repeat(21) + "word");
    }

    @Test
    void aWordThatFitsNowhereIsCut() {
        var remark = new Remark("robot", "x".repeat(500), Palette.Style.ROBOT);
        assertThat(Transcript.lines(0, remark, Palette.PLAIN)).hasSize(6).allMatch(line -> line.length() <= 110);
    }

    @Test
    void whatComesFromOutsideCannotSteerTheTerminal() {
        var said = new TimelineEvent.Said("ivr_saytext", "red \u001b[31m\r\nalert", "en");
        assertThat(Remark.of(said).orElseThrow().what()).isEqualTo("“red  [31m  alert”");
    }

    @Test
    void coloursAreForTerminalsOnly() {
        var fault = Remark.of(new TimelineEvent.Fault(FaultKind.SCRIPT, "sound 'x'", "is missing", "add it"))
                .orElseThrow();
        assertThat(Transcript.lines(0, fault, Palette.PLAIN)).allMatch(line -> line.indexOf('\u001b') < 0);
        assertThat(Transcript.lines(0, fault, Palette.COLOURED).getFirst())
                .isEqualTo("    0.000  server    \u001b[1;31mscript fault: sound 'x': is missing; add it\u001b[0m");
    }

    @Test
    void theEndThatTheScriptIsToldIsPartOfTheCall() throws InterruptedException {
        tell(FIRST, 0, new TimelineEvent.CallStarted("1", "2"));
        transcript.ended(new NotifyEnd(
                "2026-11-24 10:00:00", FIRST.text(), "1", "2", null, 9, Disposition.ANSWERED, 16, false, null));
        assertThat(lines().getLast()).contains("→ script  NOTIFY_END", "duration=9", "disposition=answered");
    }

    private void tell(CallId call, long offset, TimelineEvent event) {
        transcript.accept(new TimelineEntry(call, 1, offset, Instant.EPOCH, event));
    }

    private List<String> lines() throws InterruptedException {
        transcript.flush();
        return printed.toString().lines().toList();
    }
}
