package org.voicesecretary.call.script;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.Pending;
import org.voicesecretary.call.Playback;
import org.voicesecretary.call.Spoken;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * Waits for work beside the call (the script thinks, speech is rendered) and keeps the caller from hearing silence
 * meanwhile: after 1.5 s without a sound a filler is heard, and again 1.5 s after its end. Before the answer there is
 * ringing instead. Keys that come meanwhile are type-ahead.
 */
final class SilenceGuard {
    private static final Logger LOG = LoggerFactory.getLogger(SilenceGuard.class);
    /** A filler that is nearly done when the wait ends is heard to its end; a longer rest of it is cut. */
    private static final long NEARLY_DONE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    /** Work that has just begun may be done in no time: a filler now would only hold it up. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Work keeps its own deadline; this is for work that breaks that promise. */
    private static final long WORK_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Conversation talk;
    private final Announcer announcer;

    SilenceGuard(Conversation talk, Announcer announcer) {
        this.talk = talk;
        this.announcer = announcer;
    }

    /** How a wait ended. */
    sealed interface Waited<T> {
        record Done<T>(T result) implements Waited<T> {}

        /** The work threw; the log and the timeline have it. */
        record Broke<T>() implements Waited<T> {}

        record Over<T>(CallEnd end) implements Waited<T> {}
    }

    /** Waits for the work, or for the end of the call. */
    <T> Waited<T> during(String subject, Pending<T> work) throws InterruptedException {
        if (talk.answered()) {
            talk.silence().expectSound(talk.now());
        }
        long notBefore = talk.now() + GRACE_NANOS;
        Playing filler = null;
        while (true) {
            switch (talk.await(filler == null ? fillerDue(notBefore) : talk.never())) {
                case CallSignal.WorkDone(var done) -> {
                    if (done == work) {
                        CallEnd over = filler == null ? null : finish(filler);
                        return over == null ? outcome(subject, work) : new Waited.Over<>(over);
                    }
                }
                case CallSignal.DeadlinePassed() -> filler = startFiller();
                case CallSignal.PlaybackFinished(var playback) -> {
                    if (isFiller(playback, filler)) {
                        filler = null;
                        talk.silence().expectSound(talk.now());
                    }
                }
                case CallSignal.DigitPressed key -> {
                    if (!talk.noteKey(key)) {
                        talk.keys().keep(key);
                    }
                }
                case CallSignal.Ending ending -> {
                    return new Waited.Over<>(talk.endOf(ending));
                }
                case CallSignal.Answered ignored -> {}
                case CallSignal.OfBranch ignored -> {} // of a branch that was released
                case CallSignal.OfSide ignored -> {}
            }
        }
    }

    /** Waits for the work although the call is over: its result does not matter, its end does. */
    void letEnd(Pending<?> work) throws InterruptedException {
        long deadline = talk.now() + WORK_NANOS;
        while (!work.ended()) {
            if (talk.awaitAfterEnd(deadline) instanceof CallSignal.DeadlinePassed) {
                return;
            }
        }
    }

    private long fillerDue(long notBefore) {
        Filler filler = talk.call().number().filler();
        return filler.on() && talk.answered()
                ? Math.max(notBefore, talk.silence().since() + filler.after().toNanos())
                : talk.never();
    }

    private @Nullable Playing startFiller() {
        Spoken filler = announcer.filler(talk.call().number());
        long now = talk.now();
        talk.silence().silenceEnds(now);
        if (filler.prompt() == null) {
            talk.silence().expectSound(now);
            return null;
        }
        talk.timeline().add(new TimelineEvent.FillerPlayed(filler.text()));
        Playback playback = talk.leg().play(List.of(filler.prompt()));
        return new Playing(playback, now, filler.prompt().durationMillis());
    }

    private static boolean isFiller(Playback playback, @Nullable Playing filler) {
        return filler != null && filler.playback().equals(playback);
    }

    /** Lets a filler that is nearly done end by itself and stops any other. Returns how the call ended if it did. */
    private @Nullable CallEnd finish(Playing filler) throws InterruptedException {
        long left = filler.startedNanos() + TimeUnit.MILLISECONDS.toNanos(filler.durationMillis()) - talk.now();
        if (left > NEARLY_DONE_NANOS) {
            talk.leg().stopPlayback();
        } else {
            while (true) {
                Heard heard = talk.listen(filler, talk.never());
                if (heard instanceof Heard.Over(var end)) {
                    return end;
                }
                if (heard instanceof Heard.Key(var key)) {
                    talk.keys().keep(key);
                } else {
                    break;
                }
            }
        }
        talk.silence().expectSound(talk.now());
        return null;
    }

    private <T> Waited<T> outcome(String subject, Pending<T> work) {
        try {
            return new Waited.Done<>(work.result());
        } catch (ExecutionException e) {
            LOG.error("{} of call {} failed", subject, talk.call().id(), e);
            talk.timeline()
                    .add(new TimelineEvent.Fault(
                            FaultKind.INTERNAL, subject, "failed: " + e.getCause(), "please report this with the log"));
            return new Waited.Broke<>();
        }
    }
}
