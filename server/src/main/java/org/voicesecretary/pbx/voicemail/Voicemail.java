package org.voicesecretary.pbx.voicemail;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Playback;
import org.voicesecretary.call.Talk;
import org.voicesecretary.media.PcmPrompt;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Extension.VoicemailBox;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.transfer.MessageBoxes;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** Greets callers who reached nobody and takes their messages: until they hang up, press {@code #}, fall silent, or time is over. */
public final class Voicemail implements MessageBoxes {
    private static final Logger LOG = LoggerFactory.getLogger(Voicemail.class);
    private static final Prompt BEEP = new PcmPrompt(Tones.sine(1000, Tones.amplitude(-12), 400, 16_000));
    /** Who says nothing for so long has finished. */
    private static final Duration QUIET = Duration.ofSeconds(6);
    /** So much of that silence stays, so that the last word is not cut off. */
    private static final Duration REST = Duration.ofSeconds(1);
    /** What is shorter is somebody who hung up at the tone. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LATE_BEEP_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final VoicemailBox USUAL =
            new VoicemailBox(VoicemailBox.Greeting.STANDARD, null, List.of(), VoicemailBox.Attach.NONE);

    /** A message that has just been kept. */
    public record Arrived(VoicemailMessage message, Office office, Extension owner) {}

    private final MessageStore store;
    private final Consumer<Arrived> arrivals;

    /** @param arrivals who is told of each message; called on the call's thread, must not wait */
    public Voicemail(MessageStore store, Consumer<Arrived> arrivals) {
        this.store = store;
        this.arrivals = arrivals;
    }

    @Override
    public CallEnd take(Talk talk, Office office, Extension owner) throws InterruptedException {
        VoicemailBox box = Objects.requireNonNullElse(owner.voicemail(), USUAL);
        talk.timeline().add(new TimelineEvent.Note("the voicemail of " + owner.number() + " takes the call"));
        MessageStore.Draft draft;
        try {
            draft = store.begin();
        } catch (IOException e) {
            return refuse(talk, e);
        }
        Optional<CallEnd> over = greet(talk, box);
        if (over.isPresent()) {
            return over.get();
        }
        try {
            talk.leg().heedVoice();
            talk.leg().record(draft.recording());
        } catch (IOException e) {
            store.discard(draft);
            return refuse(talk, e);
        }
        talk.callersTurn();
        Heard spoken = listen(talk, office.voicemail().maxLength());
        return finish(talk, office, owner, box, draft, spoken);
    }

    @Override
    public CallEnd listen(Talk talk, Office office, Extension owner) throws InterruptedException {
        talk.timeline().add(new TimelineEvent.Note("extension " + owner.number() + " listens to its messages"));
        return new Listening(talk, store).run(office.pbxId(), owner.number());
    }

    /**
     * What was recorded.
     *
     * @param over how the call ended meanwhile; null where the caller is still there
     * @param silence that it ends with
     */
    private record Heard(@Nullable CallEnd over, Duration silence) {}

    private Optional<CallEnd> greet(Talk talk, VoicemailBox box) throws InterruptedException {
        String own = box.sound();
        Announcement standard = VoicemailWords.GREETING.in(talk.call().number().language());
        List<Announcement> greeting = switch (box.greeting()) {
            case NONE -> List.of();
            case STANDARD -> List.of(standard);
            case OWN -> List.of(own == null ? standard : new Play(own));
        };
        Optional<CallEnd> over = greeting.isEmpty() ? talk.answer() : talk.say(greeting);
        return over.isPresent() ? over : beep(talk);
    }

    private static Optional<CallEnd> beep(Talk talk) throws InterruptedException {
        Playback beep = talk.leg().play(List.of(BEEP));
        long deadline = talk.now() + TimeUnit.MILLISECONDS.toNanos(BEEP.durationMillis()) + LATE_BEEP_NANOS;
        while (true) {
            switch (talk.await(deadline)) {
                case CallSignal.PlaybackFinished(var playback) -> {
                    if (playback.equals(beep)) {
                        return Optional.empty();
                    }
                }
                case CallSignal.DeadlinePassed() -> {
                    return Optional.empty();
                }
                case CallSignal.Ending ending -> {
                    return Optional.of(talk.endOf(ending));
                }
                case CallSignal.DigitPressed _,
                        CallSignal.WorkDone _,
                        CallSignal.Answered _,
                        CallSignal.OfBranch _,
                        CallSignal.OfSide _ -> {}
            }
        }
    }

    private static Heard listen(Talk talk, Duration longest) throws InterruptedException {
        long deadline = talk.now() + longest.toNanos();
        while (true) {
            switch (talk.await(Math.min(deadline, talk.now() + LOOK_NANOS))) {
                case CallSignal.DigitPressed(var digit, var _, var _) -> {
                    if (digit == DtmfDigit.POUND) {
                        return new Heard(null, Duration.ZERO);
                    }
                }
                case CallSignal.DeadlinePassed() -> {
                    if (talk.leg().callerQuiet().compareTo(QUIET) >= 0) {
                        return new Heard(null, talk.leg().callerQuiet().minus(REST));
                    }
                    if (talk.now() - deadline >= 0) {
                        return new Heard(null, Duration.ZERO);
                    }
                }
                case CallSignal.Ending ending -> {
                    return new Heard(talk.endOf(ending), Duration.ZERO);
                }
                case CallSignal.PlaybackFinished _,
                        CallSignal.WorkDone _,
                        CallSignal.Answered _,
                        CallSignal.OfBranch _,
                        CallSignal.OfSide _ -> {}
            }
        }
    }

    private CallEnd finish(
            Talk talk, Office office, Extension owner, VoicemailBox box, MessageStore.Draft draft, Heard spoken)
            throws InterruptedException {
        boolean kept;
        try {
            kept = keep(talk, office, owner, box, draft, spoken);
        } catch (IOException e) {
            store.discard(draft);
            fault(talk, e);
            return spoken.over() == null ? sorry(talk) : spoken.over();
        }
        CallEnd over = spoken.over();
        if (over != null) {
            return over;
        }
        if (kept) {
            Optional<CallEnd> gone = talk.say(
                    List.of(VoicemailWords.THANKS.in(talk.call().number().language())));
            if (gone.isPresent()) {
                return gone.get();
            }
        }
        return new CallEnd.VoicemailEnded();
    }

    /** False where nothing was said. */
    private boolean keep(
            Talk talk, Office office, Extension owner, VoicemailBox box, MessageStore.Draft draft, Heard spoken)
            throws IOException {
        RecordedFile recorded =
                talk.leg().stopRecording().orElseThrow(() -> new IOException("the recording of the message is gone"));
        if (recorded.failed().isPresent()) {
            throw new IOException(recorded.failed().get());
        }
        Duration length = Duration.ofMillis(recorded.durationMillis()).minus(spoken.silence());
        if (length.compareTo(SHORTEST) < 0) {
            store.discard(draft);
            talk.timeline().add(new TimelineEvent.Note("no message was left"));
            return false;
        }
        var sender = new MessageStore.Sender(
                office.pbxId(),
                owner.number(),
                talk.call().id().text(),
                talk.call().callerId(),
                talk.callerName().orElse(""));
        VoicemailMessage message = store.keep(
                draft, sender, length, office.voicemail().keep(), !box.emails().isEmpty());
        talk.timeline().add(new TimelineEvent.Note("a message of " + length.toSeconds() + " s was left"));
        arrivals.accept(new Arrived(message, office, owner));
        return true;
    }

    private static CallEnd refuse(Talk talk, IOException why) throws InterruptedException {
        fault(talk, why);
        return sorry(talk);
    }

    /** The caller hears that there will be no message. */
    private static CallEnd sorry(Talk talk) throws InterruptedException {
        return talk.say(List.of(VoicemailWords.NOT_KEPT.in(talk.call().number().language())))
                .orElseGet(CallEnd.VoicemailEnded::new);
    }

    private static void fault(Talk talk, IOException why) {
        LOG.error("call {}: a voicemail message is lost: {}", talk.call().id(), why.getMessage());
        talk.timeline()
                .add(new TimelineEvent.Fault(
                        FaultKind.OPERATOR, "voicemail", String.valueOf(why.getMessage()), "make room on the disk"));
    }
}
