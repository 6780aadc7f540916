package org.voicesecretary.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.voicesecretary.media.audio.AudioMatch;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.phone.CallOutcome;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.timeline.TimelineEvent;

/** Whether the demo's call went as it must, point by point. */
record Verdict(List<Point> points) {
    /** Above 0.9 it is the same through a codec; single short words are less sure, but below 0.6 something else. */
    private static final double SAME = 0.9;

    private static final double SAME_WORD = 0.6;

    /** One thing that must hold, and what was seen. */
    record Point(boolean holds, String text) {}

    boolean well() {
        return points.stream().allMatch(Point::holds);
    }

    /**
     * @param timeline of this call
     * @param told what reached the script of it
     */
    static Verdict of(
            CallOutcome call, List<TimelineEvent> timeline, List<WebhookEvent> told, String digits, Speaker speaker)
            throws InterruptedException {
        List<Point> points = new ArrayList<>();
        points.add(new Point(call.answered(), call.answered() ? "the call was answered" : "no answer: " + call.how()));
        points.add(point(
                told.stream().anyMatch(WebhookEvent.NotifyStart.class::isInstance),
                "the script was asked what to do (NOTIFY_START, signature verified)"));
        points.add(point(
                told.stream().anyMatch(event -> brought(event, digits)),
                "the keys " + digits + " came through sound packets to the script (NOTIFY_IVR)"));
        points.add(heard(call.heard(), timeline, speaker));
        points.add(new Point(
                call.endedByBye(),
                call.endedByBye() ? "the call ended by BYE" : "the call did not end by BYE: " + call.how()));
        points.add(point(
                told.stream().anyMatch(WebhookEvent.NotifyEnd.class::isInstance),
                "the script was told the end (NOTIFY_END)"));
        call.unfinished().ifPresent(why -> points.add(new Point(false, "the caller could not do all: " + why)));
        timeline.stream()
                .filter(TimelineEvent.Fault.class::isInstance)
                .map(TimelineEvent.Fault.class::cast)
                .forEach(f -> points.add(new Point(false, f.subject() + ": " + f.problem())));
        return new Verdict(List.copyOf(points));
    }

    private static Point point(boolean holds, String text) {
        return new Point(holds, text);
    }

    private static boolean brought(WebhookEvent event, String digits) {
        return event instanceof WebhookEvent.NotifyIvr ivr
                && ivr.waitDtmf() != null
                && ivr.waitDtmf().digits().equals(digits);
    }

    /** Says the balance once more, and looks for it in what was heard. */
    private static Point heard(Pcm heard, List<TimelineEvent> timeline, Speaker speaker) throws InterruptedException {
        List<TimelineEvent.Said> balance = saidAfterKeys(timeline);
        if (balance.isEmpty()) {
            return new Point(false, "the robot said nothing after the keys");
        }
        String text =
                String.join(" ", balance.stream().map(TimelineEvent.Said::text).toList());
        double worst = 1;
        double alike;
        try {
            List<Pcm> sounds = new ArrayList<>();
            for (TimelineEvent.Said said : balance) {
                Language language = Language.parse(said.language()).orElse(Language.EN);
                Pcm sound = speaker.say(new Speaker.Utterance(said.text(), language))
                        .sound();
                sounds.add(sound);
                worst = Math.min(worst, AudioMatch.of(sound, heard).similarity());
            }
            alike = AudioMatch.of(Pcm.concat(sounds), heard).similarity();
        } catch (SpeechException e) {
            return new Point(false, "the balance cannot be compared: " + e.getMessage());
        }
        return new Point(
                alike >= SAME && worst >= SAME_WORD,
                String.format(
                        Locale.ROOT,
                        "the caller heard “%s” (the recording is %.0f %% what was rendered)",
                        text,
                        100 * alike));
    }

    private static List<TimelineEvent.Said> saidAfterKeys(List<TimelineEvent> timeline) {
        List<TimelineEvent.Said> said = new ArrayList<>();
        boolean after = false;
        for (TimelineEvent event : timeline) {
            if (event instanceof TimelineEvent.Collected) {
                after = true;
                said.clear();
            } else if (event instanceof TimelineEvent.WebhookRequest && !said.isEmpty()) {
                break;
            } else if (after && event instanceof TimelineEvent.Said one) {
                said.add(one);
            }
        }
        return said;
    }
}
