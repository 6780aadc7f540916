package org.voicesecretary.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.call.Spoken;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.speech.Note;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.phrase.SystemText;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** Serves calls from the {@link PromptLibrary}: whatever is wrong comes back as remarks for the timeline. */
public final class PromptAnnouncer implements Announcer {
    private final PromptLibrary library;
    private final Function<NumberSettings, AccountVoice> voices;

    /** @param voices how the account of a number speaks, as applied last */
    public PromptAnnouncer(PromptLibrary library, Function<NumberSettings, AccountVoice> voices) {
        this.library = library;
        this.voices = voices;
    }

    @Override
    public Spoken announce(Announcement announcement, NumberSettings number, boolean secret) {
        AccountVoice account = voices.apply(number);
        AccountVoice once = account.secretly(secret);
        try {
            return switch (announcement) {
                case Instruction.Play play -> play(account, play.soundId());
                case Instruction.SayPopular say -> spoken(library.popular(account, say.number(), say.language()));
                case Instruction.SayDigits say -> spoken(library.digits(once, say.digits(), say.language()));
                case Instruction.SayNumber say ->
                    spoken(library.number(once, say.number().toPlainString(), say.language()));
                case Instruction.SayText say -> spoken(library.text(once, say.text(), say.language(), say.voice()));
            };
        } catch (SpeechException e) {
            return failed(announcement, account, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Spoken(null, "", account.language().code(), List.of());
        }
    }

    @Override
    public Spoken apology(NumberSettings number) {
        return spoken(library.system(voices.apply(number), SystemText.APOLOGY));
    }

    @Override
    public Spoken signal(NumberSettings number) {
        Said tone = library.filler(voices.apply(number), "");
        return new Spoken(tone.prompt(), "tone", "tone", List.of());
    }

    @Override
    public Spoken filler(NumberSettings number) {
        return spoken(library.filler(voices.apply(number), number.filler().text()));
    }

    private Spoken play(AccountVoice account, String id) throws SpeechException, InterruptedException {
        return library.sound(account, id).map(PromptAnnouncer::spoken).orElseGet(() -> missing(account, id));
    }

    private static Spoken missing(AccountVoice account, String id) {
        TimelineEvent fault = new TimelineEvent.Fault(
                FaultKind.SCRIPT,
                "sound '" + id + "'",
                "the account has no sound of that id; the step goes on as if it had been played",
                "add it under sounds in the account's file, or correct ivr_play");
        return new Spoken(null, "", account.language().code(), List.of(fault));
    }

    private static Spoken failed(Announcement announcement, AccountVoice account, SpeechException e) {
        TimelineEvent fault = new TimelineEvent.Fault(
                kind(e.kind()),
                announcement.kind().name().toLowerCase(Locale.ROOT),
                String.valueOf(e.getMessage()),
                "run ./voice-secretary doctor, which checks the speech engines");
        return new Spoken(null, "", account.language().code(), List.of(fault));
    }

    private static FaultKind kind(SpeechException.Kind kind) {
        return switch (kind) {
            case SCRIPT -> FaultKind.SCRIPT;
            case UPSTREAM -> FaultKind.UPSTREAM;
            case OPERATOR -> FaultKind.OPERATOR;
            case CAPACITY -> FaultKind.CAPACITY;
            case INTERNAL -> FaultKind.INTERNAL;
        };
    }

    private static Spoken spoken(Said said) {
        List<TimelineEvent> remarks = new ArrayList<>();
        for (Note note : said.notes()) {
            remarks.add(new TimelineEvent.Note(note.text()));
        }
        return new Spoken(said.prompt(), said.text(), said.language().code(), remarks);
    }
}
