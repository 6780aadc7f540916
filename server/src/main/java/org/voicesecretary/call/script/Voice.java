package org.voicesecretary.call.script;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.Spoken;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.SayDigits;
import org.voicesecretary.protocol.Instruction.SayNumber;
import org.voicesecretary.protocol.Instruction.SayPopular;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.timeline.Masking;
import org.voicesecretary.timeline.TimelineEvent;

/** The robot's voice: makes announcements ready, starts them, stops them. */
final class Voice {
    private final Conversation talk;
    private final Announcer announcer;
    private final SilenceGuard guard;

    Voice(Conversation talk, Announcer announcer, SilenceGuard guard) {
        this.talk = talk;
        this.announcer = announcer;
        this.guard = guard;
    }

    /** An announcement with its sound. */
    record Line(AnnouncementKind kind, Spoken spoken) {}

    /** Announcements ready to be played, as often as wanted. */
    sealed interface Preparation {
        record Ready(List<Line> lines) implements Preparation {}

        record Over(CallEnd end) implements Preparation {}
    }

    /** Renders the announcements; what went wrong with them is put on the timeline. A line without sound is no obstacle. */
    Preparation prepare(List<Announcement> announcements) throws InterruptedException {
        if (announcements.isEmpty()) {
            return new Preparation.Ready(List.of());
        }
        var work = talk.beside(() -> render(announcements));
        return switch (guard.during("speech", work)) {
            case SilenceGuard.Waited.Over<List<Line>>(var end) -> new Preparation.Over(end);
            case SilenceGuard.Waited.Broke<List<Line>>() -> new Preparation.Ready(List.of());
            case SilenceGuard.Waited.Done<List<Line>>(var lines) -> {
                for (Line line : lines) {
                    line.spoken().remarks().forEach(talk.timeline()::add);
                }
                yield new Preparation.Ready(lines);
            }
        };
    }

    /**
     * As {@link #prepare}, for the prompt of an input: where nothing of it can be heard a tone tells the caller at least that
     * it is their turn. No prompt at all is the script's wish for silence.
     */
    Preparation preparePrompt(List<Announcement> announcements) throws InterruptedException {
        return switch (prepare(announcements)) {
            case Preparation.Over over -> over;
            case Preparation.Ready(var lines) ->
                new Preparation.Ready(
                        announcements.isEmpty() || audible(lines)
                                ? lines
                                : List.of(new Line(
                                        announcements.getFirst().kind(),
                                        announcer.signal(talk.call().number()))));
        };
    }

    private static boolean audible(List<Line> lines) {
        return lines.stream()
                .map(line -> line.spoken().prompt())
                .anyMatch(prompt -> prompt != null && prompt.durationMillis() > 0);
    }

    /** The apology in the account's language. */
    List<Line> apology() {
        return List.of(new Line(
                AnnouncementKind.IVR_SAYTEXT, announcer.apology(talk.call().number())));
    }

    /** Starts the lines, one after the other without a gap. Null if none of them has a sound. */
    @Nullable
    Playing play(List<Line> lines) {
        var prompts = new ArrayList<Prompt>(lines.size());
        long millis = 0;
        for (Line line : lines) {
            Spoken spoken = line.spoken();
            if (spoken.prompt() != null) {
                prompts.add(spoken.prompt());
                talk.timeline()
                        .add(new TimelineEvent.Said(line.kind().wireName(), spoken.text(), spoken.language(), millis));
                millis += spoken.prompt().durationMillis();
            }
        }
        if (prompts.isEmpty()) {
            return null;
        }
        long now = talk.now();
        var playback = talk.leg().play(prompts);
        talk.soundStarts(now);
        return new Playing(playback, now, millis);
    }

    /** A key cuts the audio short. */
    void stopFor(Playing playing) {
        talk.leg().stopPlayback();
        talk.timeline()
                .add(new TimelineEvent.BargedIn(TimeUnit.NANOSECONDS.toMillis(talk.now() - playing.startedNanos())));
    }

    private List<Line> render(List<Announcement> announcements) {
        var lines = new ArrayList<Line>(announcements.size());
        for (Announcement announcement : announcements) {
            Spoken spoken = announcer.announce(
                    announcement, talk.call().number(), talk.timeline().hasSecrets());
            lines.add(new Line(announcement.kind(), hideEcho(announcement, spoken)));
        }
        return lines;
    }

    /** A script that reads a sensitive input back must not put it on the timeline in words. */
    private Spoken hideEcho(Announcement announcement, Spoken spoken) {
        String number = switch (announcement) {
            case SayDigits say -> say.digits();
            case SayNumber say -> say.number().toPlainString();
            case Play _, SayPopular _, SayText _ -> "";
        };
        return !number.isEmpty() && talk.timeline().hides(number)
                ? new Spoken(spoken.prompt(), Masking.bullets(number), spoken.language(), spoken.remarks())
                : spoken;
    }
}
