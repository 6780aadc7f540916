package org.voicesecretary.call.script;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.protocol.Instruction.Announcement;

/** Announcements that nobody waits for keys after: they are heard to their end, keys are kept for the next input. */
final class SayStep implements Step {
    private final Voice voice;
    private final List<Announcement> announcements;

    SayStep(Voice voice, List<Announcement> announcements) {
        this.voice = voice;
        this.announcements = announcements;
    }

    @Override
    public Outcome run(Conversation talk) throws InterruptedException {
        return switch (voice.prepare(announcements)) {
            case Voice.Preparation.Over(var end) -> new Outcome.End(end);
            case Voice.Preparation.Ready(var lines) -> say(talk, voice, lines);
        };
    }

    /** Answers if need be and plays the lines to their end. */
    static Outcome say(Conversation talk, Voice voice, List<Voice.Line> lines) throws InterruptedException {
        Optional<CallEnd> failed = talk.answer();
        if (failed.isPresent()) {
            return new Outcome.End(failed.get());
        }
        talk.dropLateKeys();
        @Nullable Playing playing = voice.play(lines);
        while (playing != null) {
            switch (talk.listen(playing, talk.never())) {
                case Heard.Key(var key) -> talk.keys().keep(key);
                case Heard.AudioEnded(), Heard.TimedOut() -> playing = null;
                case Heard.Over(var end) -> {
                    return new Outcome.End(end);
                }
            }
        }
        return new Outcome.Continue();
    }
}
