package org.voicesecretary.call.script;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.CallClock;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallEnd.GuardTripped.Guard;
import org.voicesecretary.call.CallLeg;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.EventSink;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.Pending;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.call.Side;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineEvent.KeyPressed;

/**
 * A call seen by the steps of a script: answering it, listening to the caller, and the little that one step leaves for
 * the next. Only the call's own thread comes here.
 */
final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    /**
     * Audio that takes this much longer than it should is taken as ended: a call must not hang on a lost signal. Longer than
     * the 32 s that an ACK may take: where the caller describes its session only there, audio waits for it.
     */
    private static final long LATE_AUDIO_NANOS = TimeUnit.SECONDS.toNanos(40);
    /** An answer waits no longer than 32 s for the caller's acknowledgement of the ringing; then the leg says why it failed. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(40);

    private final CallContext call;
    private final CallLeg leg;
    private final Caller caller;
    private final Mailbox mailbox;
    private final CallClock clock;
    private final CallTimeline timeline;
    private final EventSink events;
    private final Recorder recorder;
    private final long callDeadline;
    private final Keys keys = new Keys();
    private final SilenceMeter silence = new SilenceMeter();
    private boolean answered;
    private long answeredAt;
    private boolean released;
    private long releasedAt;
    private boolean showingKeys;
    private boolean lastInputTimedOut;
    private @Nullable String callerName;
    private @Nullable String takenBy;
    private @Nullable EndStatus reachedNobody;
    private int step;
    private int timedStep;

    Conversation(
            CallContext call,
            CallLeg leg,
            Mailbox mailbox,
            CallClock clock,
            CallTimeline timeline,
            EventSink events,
            Recorder recorder) {
        this.call = call;
        this.leg = leg;
        this.caller = new Caller(
                leg, new Speaker(leg, call.callerId(), call.kind().from().orElse(null)));
        this.mailbox = mailbox;
        this.clock = clock;
        this.timeline = timeline;
        this.events = events;
        this.recorder = recorder;
        this.callDeadline =
                clock.nanoTime() + call.number().guards().longestCall().toNanos();
    }

    CallContext call() {
        return call;
    }

    /** The caller's side. */
    Side leg() {
        return caller.speaker().side();
    }

    Caller caller() {
        return caller;
    }

    CallTimeline timeline() {
        return timeline;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    EventSink events() {
        return events;
    }

    Recorder recorder() {
        return recorder;
    }

    /** The name that the script gave the caller, null where it gave none. */
    @Nullable
    String callerName() {
        return callerName;
    }

    void name(String name) {
        callerName = name;
        timeline.add(new TimelineEvent.CallerNamed(name));
    }

    /** The extension that took the call last, null where none did. */
    @Nullable
    String takenBy() {
        return takenBy;
    }

    void takenBy(String extension) {
        takenBy = extension;
    }

    /** What the last redirect came to, if it reached nobody (A28); null where there was none, or somebody answered. */
    @Nullable
    EndStatus reachedNobody() {
        return reachedNobody;
    }

    void redirectCameTo(@Nullable EndStatus nobody) {
        reachedNobody = nobody;
    }

    Keys keys() {
        return keys;
    }

    SilenceMeter silence() {
        return silence;
    }

    long now() {
        return clock.nanoTime();
    }

    /** A deadline for waits that only the end of the call ends. */
    long never() {
        return callDeadline;
    }

    boolean answered() {
        return answered;
    }

    /** Whole seconds from the 200 OK to the {@link #release}, 0 if there was no answer. */
    long secondsAnswered() {
        return answered ? TimeUnit.NANOSECONDS.toSeconds(releasedAt - answeredAt) : 0;
    }

    /** The call has ended like this: lets go of the leg, once. */
    void release(CallEnd end) {
        if (released) {
            return;
        }
        released = true;
        releasedAt = now();
        silence.silenceEnds(releasedAt);
        tellTimings(releasedAt, null);
        try {
            switch (end.facts().release()) {
                case CallEnd.Release.Nothing() -> {}
                case CallEnd.Release.Reject(var status, var cause) -> leg.reject(status, cause);
                case CallEnd.Release.Bye(var cause) -> leg().hangUp(cause);
            }
            if (caller.isReplaced()) { // whoever is on the line still
                leg().hangUp(Q931.NORMAL_CLEARING);
                leg.hangUp(Q931.NORMAL_CLEARING);
            }
        } catch (RuntimeException e) {
            LOG.error("leg of call {} could not be released", call.id(), e); // its end is told all the same
        }
    }

    /** Number of the reply that is being carried out, from 1. */
    int step() {
        return step;
    }

    void nextStep() {
        tellTimings(now(), null); // of a step in which nothing was heard; the silence goes on
        step++;
    }

    /** A sound starts: the caller's wait is over, and its figures go on the timeline if this is the step's first sound. */
    void soundStarts(long now) {
        silence.silenceEnds(now);
        tellTimings(now, silence.answeredKey(now));
    }

    /** The caller's turn begins without a sound: what was silent until now counts, what is silent from here on is meant. */
    void callersTurn() {
        long now = now();
        silence.silenceEnds(now);
        silence.forgetKey();
        tellTimings(now, null);
    }

    private void tellTimings(long now, @Nullable Long digitToAudioMillis) {
        if (answered && timedStep != step) {
            timedStep = step;
            timeline.add(silence.take(step, now, digitToAudioMillis));
        }
    }

    /** Starts work beside the call. */
    <T> Pending<T> beside(Callable<T> work) {
        return Pending.start(clock, mailbox, work);
    }

    /** Lets a caller who was not answered hear what is played or joined from here on. */
    void soundBeforeAnswer() {
        if (!answered) {
            leg.soundBeforeAnswer();
        }
    }

    /** Sends the 200 OK unless that was done before. Returns how the call ended if that failed. */
    Optional<CallEnd> answer() throws InterruptedException {
        if (answered) {
            return Optional.empty();
        }
        leg.answer();
        CallSignal.Diverted elsewhere = null;
        long deadline = now() + ANSWER_NANOS;
        while (true) {
            switch (await(deadline)) {
                case CallSignal.Answered() -> {
                    answered = true;
                    answeredAt = now();
                    timeline.add(new TimelineEvent.Answered());
                    silence.expectSound(answeredAt);
                    if (elsewhere != null) {
                        mailbox.post(elsewhere);
                    }
                    return Optional.empty();
                }
                case CallSignal.Diverted diverted -> elsewhere = diverted; // once the 200 OK is out
                case CallSignal.Ending ending -> {
                    return Optional.of(endOf(ending));
                }
                case CallSignal.DeadlinePassed() -> {
                    return Optional.of(
                            new CallEnd.LegBroke(FaultKind.INTERNAL, "the call could not be answered", false));
                }
                case CallSignal.DigitPressed ignored -> {}
                case CallSignal.PlaybackFinished ignored -> {}
                case CallSignal.WorkDone ignored -> {}
                case CallSignal.OfBranch ignored -> {}
                case CallSignal.OfSide ignored -> {}
            }
        }
    }

    /** Forgets keys that answered the prompt before, if the caller was too late for it. First thing of every audible step. */
    void dropLateKeys() {
        if (lastInputTimedOut) {
            keys.forget();
            lastInputTimedOut = false;
        }
    }

    void inputTimedOut() {
        lastInputTimedOut = true;
    }

    /** Whether keys that are pressed from now on may be shown on the timeline. */
    void showKeys(boolean shown) {
        showingKeys = shown;
    }

    /** Listens until a key, the end of {@code playing}, the deadline, or the end of the call. */
    Heard listen(@Nullable Playing playing, long deadline) throws InterruptedException {
        while (true) {
            switch (await(playing == null ? deadline : latestEnd(playing))) {
                case CallSignal.DigitPressed key -> {
                    if (!noteKey(key)) {
                        return new Heard.Key(key);
                    }
                }
                case CallSignal.PlaybackFinished(var playback) -> {
                    if (playing != null && playing.playback().equals(playback)) {
                        return new Heard.AudioEnded();
                    }
                }
                case CallSignal.DeadlinePassed() -> {
                    return playing == null ? new Heard.TimedOut() : audioLost(playing);
                }
                case CallSignal.Ending ending -> {
                    return new Heard.Over(endOf(ending));
                }
                case CallSignal.WorkDone ignored -> {} // of work that nobody waits for any more
                case CallSignal.Answered ignored -> {} // only answer() asks for it
                case CallSignal.OfBranch ignored -> {} // of a branch that was released
                case CallSignal.OfSide ignored -> {}
            }
        }
    }

    /** The next signal; the longest duration of a call bounds every wait. */
    CallSignal await(long deadline) throws InterruptedException {
        boolean bounded = deadline - callDeadline >= 0;
        while (true) {
            CallSignal signal = mailbox.await(bounded ? callDeadline : deadline);
            if (bounded && signal instanceof CallSignal.DeadlinePassed) {
                return new CallSignal.CallTooLong(call.number().guards().longestCall());
            }
            CallSignal seen = caller.seen(signal);
            if (seen != null) {
                return seen;
            }
        }
    }

    /** The next signal, when not even the longest duration of a call matters any more. */
    CallSignal awaitAfterEnd(long deadline) throws InterruptedException {
        return mailbox.await(deadline);
    }

    /** Puts a key on the timeline. True if it is one that nobody wants. */
    boolean noteKey(CallSignal.DigitPressed key) {
        String shown = showingKeys ? String.valueOf(key.digit().symbol()) : KeyPressed.HIDDEN;
        timeline.add(new KeyPressed(shown, key.source().name().toLowerCase(Locale.ROOT)));
        return keys.swallows(key);
    }

    /** What an ending signal means for this call as it stands. */
    CallEnd endOf(CallSignal.Ending ending) {
        return switch (ending) {
            case CallSignal.RemoteHungUp() -> answered ? new CallEnd.CallerHungUp() : new CallEnd.CallerGaveUp();
            case CallSignal.Cancelled() -> new CallEnd.CallerGaveUp();
            case CallSignal.MediaTimeout(var howLong) -> new CallEnd.CallerLost(howLong);
            case CallSignal.LegFailed(var kind, var what) -> {
                timeline.add(new TimelineEvent.Fault(kind, "call", what, "see the SIP messages of this call"));
                yield new CallEnd.LegBroke(kind, what, answered);
            }
            case CallSignal.Terminate(var reason) -> new CallEnd.Terminated(reason, answered);
            case CallSignal.Diverted(var target) -> new CallEnd.Diverted(target, answered);
            case CallSignal.CallTooLong(var limit) -> {
                timeline.add(new TimelineEvent.Fault(
                        FaultKind.SCRIPT,
                        "call",
                        "lasted " + (limit.toMinutes() > 0 ? limit.toMinutes() + " minutes" : limit.toSeconds() + " s")
                                + ", the longest duration allowed",
                        "let the script hang up, or allow longer calls"));
                yield new CallEnd.GuardTripped(Guard.DURATION, answered);
            }
        };
    }

    private static long latestEnd(Playing playing) {
        return playing.startedNanos() + TimeUnit.MILLISECONDS.toNanos(playing.durationMillis()) + LATE_AUDIO_NANOS;
    }

    private Heard audioLost(Playing playing) {
        timeline.add(new TimelineEvent.Fault(
                FaultKind.INTERNAL,
                "audio",
                "of " + playing.durationMillis() + " ms did not report its end",
                "please report this with the log of the call"));
        leg().stopPlayback();
        return new Heard.AudioEnded();
    }
}
