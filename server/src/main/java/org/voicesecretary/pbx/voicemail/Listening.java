package org.voicesecretary.pbx.voicemail;

import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Playback;
import org.voicesecretary.call.Talk;
import org.voicesecretary.media.PcmPrompt;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** An extension listens to its messages, the newest first. */
final class Listening {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final Talk talk;
    private final MessageStore store;
    private final Language language;

    Listening(Talk talk, MessageStore store) {
        this.talk = talk;
        this.store = store;
        this.language = talk.call().number().language();
    }

    /** What the listener wants; {@code end} = the call is over. */
    private record Wish(char key, Optional<CallEnd> end) {}

    CallEnd run(long pbxId, String extension) throws InterruptedException {
        List<VoicemailMessage> messages = store.of(pbxId, extension);
        Optional<CallEnd> over =
                say(messages.isEmpty() ? ListeningWords.NONE.in(language) : ListeningWords.INTRO.in(language));
        for (VoicemailMessage message : messages) {
            if (over.isEmpty()) {
                over = one(message);
            }
        }
        if (over.isEmpty() && !messages.isEmpty()) {
            over = say(ListeningWords.LAST.in(language));
        }
        return over.orElseGet(CallEnd.VoicemailEnded::new);
    }

    /** One message, as often as it is wished. */
    private Optional<CallEnd> one(VoicemailMessage message) throws InterruptedException {
        Prompt sound;
        try {
            sound = new PcmPrompt(WavFile.read(store.file(message)));
        } catch (IOException e) {
            talk.timeline()
                    .add(new TimelineEvent.Fault(
                            FaultKind.OPERATOR, "voicemail", "a message cannot be read: " + e, "look at the disk"));
            return Optional.empty();
        }
        while (true) {
            Optional<CallEnd> over = say(when(message));
            if (over.isPresent()) {
                return over;
            }
            Wish wish = play(sound);
            if (wish.end.isPresent()) {
                return wish.end;
            }
            if (!message.heard()) {
                store.heard(message);
            }
            switch (wish.key) {
                case '1' -> {}
                case '7' -> {
                    store.forget(message);
                    return say(ListeningWords.DELETED.in(language));
                }
                case '9' -> {
                    return say(ListeningWords.KEPT.in(language));
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
    }

    private Announcement when(VoicemailMessage message) {
        var at = message.receivedAt().atZone(talk.call().number().zone());
        String day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language.locale())
                .format(at);
        return ListeningWords.WHEN.in(language, TIME.format(at), day);
    }

    /** Plays it and waits a while for a key; none is as good as "on". */
    private Wish play(Prompt sound) throws InterruptedException {
        Playback playing = talk.leg().play(List.of(sound));
        talk.callersTurn();
        long deadline = talk.now() + TimeUnit.MILLISECONDS.toNanos(sound.durationMillis()) + WAIT_NANOS;
        while (true) {
            switch (talk.await(deadline)) {
                case CallSignal.DigitPressed(var digit, var _, var _) -> {
                    talk.leg().stopPlayback();
                    return new Wish(digit.symbol(), Optional.empty());
                }
                case CallSignal.PlaybackFinished(var playback) -> {
                    if (playback.equals(playing)) {
                        deadline = talk.now() + WAIT_NANOS;
                    }
                }
                case CallSignal.DeadlinePassed() -> {
                    return new Wish('2', Optional.empty());
                }
                case CallSignal.Ending ending -> {
                    return new Wish('2', Optional.of(talk.endOf(ending)));
                }
                case CallSignal.WorkDone _, CallSignal.Answered _, CallSignal.OfSide _, CallSignal.OfBranch _ -> {}
            }
        }
    }

    private Optional<CallEnd> say(Announcement what) throws InterruptedException {
        return talk.say(List.of(what));
    }
}
