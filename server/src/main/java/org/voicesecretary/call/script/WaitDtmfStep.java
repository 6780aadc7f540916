package org.voicesecretary.call.script;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal.DigitPressed;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.script.DigitsInput.Result;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.timeline.Masking;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineEvent.Collected.Ending;

/** {@code wait_dtmf}, with the announcements before it as its prompt. */
final class WaitDtmfStep implements Step {
    private final Voice voice;
    private final List<Announcement> prompt;
    private final WaitDtmf wanted;

    WaitDtmfStep(Voice voice, List<Announcement> prompt, WaitDtmf wanted) {
        this.voice = voice;
        this.prompt = prompt;
        this.wanted = wanted;
    }

    /** How one attempt went. */
    private sealed interface Attempt {
        record Ended(Result result) implements Attempt {}

        record Over(CallEnd end) implements Attempt {}
    }

    @Override
    public Outcome run(Conversation talk) throws InterruptedException {
        List<Voice.Line> lines;
        switch (voice.preparePrompt(prompt)) {
            case Voice.Preparation.Over(var end) -> {
                return new Outcome.End(end);
            }
            case Voice.Preparation.Ready(var ready) -> lines = ready;
        }
        Optional<CallEnd> failed = talk.answer();
        if (failed.isPresent()) {
            return new Outcome.End(failed.get());
        }
        talk.dropLateKeys();
        talk.showKeys(!wanted.sensitive());
        try {
            return collect(talk, lines);
        } finally {
            talk.showKeys(false);
        }
    }

    private Outcome collect(Conversation talk, List<Voice.Line> lines) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            switch (attempt(talk, lines)) {
                case Attempt.Over(var end) -> {
                    return new Outcome.End(end);
                }
                case Attempt.Ended(var result) -> {
                    note(talk, result, attempt);
                    if (!result.digits().isEmpty() || attempt == wanted.attempts()) {
                        return tellScript(talk, result);
                    }
                }
            }
        }
    }

    /** Plays the prompt, unless the caller was faster, and takes keys until the input is complete or time is up. */
    private Attempt attempt(Conversation talk, List<Voice.Line> lines) throws InterruptedException {
        var input = new DigitsInput(wanted);
        @Nullable Playing playing = talk.keys().isEmpty() ? voice.play(lines) : null;
        if (playing == null) {
            talk.callersTurn();
        }
        long deadline = talk.now() + input.patienceNanos();
        while (true) {
            Optional<DigitPressed> typedAhead = talk.keys().take();
            switch (typedAhead.isPresent() ? new Heard.Key(typedAhead.get()) : talk.listen(playing, deadline)) {
                case Heard.Key(var key) -> {
                    if (playing != null) {
                        voice.stopFor(playing);
                        playing = null;
                    }
                    Optional<Result> complete = input.press(key.digit());
                    if (complete.isPresent()) {
                        talk.silence().inputCompleted(typedAhead.isPresent() ? talk.now() : key.nanoTime());
                        swallowPoundAfter(talk, complete.get(), key);
                        return new Attempt.Ended(complete.get());
                    }
                    deadline = talk.now() + input.patienceNanos();
                }
                case Heard.AudioEnded() -> {
                    playing = null;
                    deadline = talk.now() + input.patienceNanos();
                }
                case Heard.TimedOut() -> {
                    return new Attempt.Ended(input.timeUp());
                }
                case Heard.Over(var end) -> {
                    return new Attempt.Over(end);
                }
            }
        }
    }

    private void swallowPoundAfter(Conversation talk, Result result, DigitPressed last) {
        if (result.ending() == Ending.MAXDIGITS && wanted.maxDigits() > 1) {
            talk.keys().inputCompletedBy(last);
        }
    }

    private void note(Conversation talk, Result result, int attempt) {
        String shown = result.digits();
        if (wanted.sensitive()) {
            talk.timeline().hide(result.digits());
            shown = Masking.bullets(result.digits());
        }
        talk.timeline().add(new TimelineEvent.Collected(wanted.name(), shown, result.ending(), attempt));
    }

    private Outcome tellScript(Conversation talk, Result result) {
        if (result.ending() == Ending.TIMEOUT || result.ending() == Ending.NOTHING) {
            talk.inputTimedOut();
        }
        List<AnnouncementKind> completed =
                prompt.stream().map(Announcement::kind).toList();
        var entered = new WaitDtmfResult(
                wanted.name(), result.digits(), result.digits().isEmpty());
        return new Outcome.Ask(new ScriptEvent.StepDone(completed, entered, wanted.sensitive()), wanted.byDefault());
    }
}
