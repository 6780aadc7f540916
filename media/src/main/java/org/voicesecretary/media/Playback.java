package org.voicesecretary.media;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** One playing of a prompt in one session. What it tells may be asked from any thread. */
public final class Playback {
    /** Where a playback stands. */
    public enum State {
        /** Waits for the ones before. */
        QUEUED,
        /** At least one frame was sent. */
        PLAYING,
        /** Every frame was sent. */
        FINISHED,
        /** Was stopped before its end, or its session was closed. */
        STOPPED
    }

    private final MediaSession session;
    private final Prompt prompt;
    private final Consumer<Playback> whenFinished;
    private final long orderedNanos;
    private @Nullable EncodedAudio audio; // on the loop only, like nextFrame
    private int nextFrame;
    private volatile State state = State.QUEUED;
    private volatile long startedNanos;
    private volatile long endedNanos;
    private volatile int framesSent;

    Playback(MediaSession session, Prompt prompt, Consumer<Playback> whenFinished, long orderedNanos) {
        this.session = session;
        this.prompt = prompt;
        this.whenFinished = whenFinished;
        this.orderedNanos = orderedNanos;
    }

    /** What is played. */
    public Prompt prompt() {
        return prompt;
    }

    /** Where it stands. */
    public State state() {
        return state;
    }

    /** Whether nothing more of it will be sent. */
    public boolean ended() {
        return switch (state) {
            case QUEUED, PLAYING -> false;
            case FINISHED, STOPPED -> true;
        };
    }

    /** Ends it (and not those queued behind it): no frame of it is sent from the next turn on. Without effect once it has ended. */
    public void stop() {
        session.stop(this);
    }

    /** How much of it was sent. */
    public long playedMillis() {
        return (long) framesSent * AudioCodec.FRAME_MILLIS;
    }

    /** When it was ordered, by the media clock. */
    public long orderedNanos() {
        return orderedNanos;
    }

    /** When its first packet was sent, by the media clock; 0 before. */
    public long startedNanos() {
        return startedNanos;
    }

    /** When its last packet was sent or it was stopped, by the media clock; 0 before. */
    public long endedNanos() {
        return endedNanos;
    }

    EncodedAudio audio(AudioCodec codec) {
        EncodedAudio ready = audio;
        if (ready == null || ready.codec() != codec) {
            ready = prompt.encoded(codec); // made ready by who ordered it or renegotiated; here it is only fetched
            audio = ready;
        }
        return ready;
    }

    /** The number of the frame to send now. */
    int takeFrame() {
        int frame = nextFrame++;
        EncodedAudio playing = audio;
        return playing == null || frame < playing.frames() ? frame : frame % playing.frames();
    }

    boolean hasFrames(EncodedAudio ready) {
        return prompt.repeats() ? ready.frames() > 0 : nextFrame < ready.frames();
    }

    void sent(long nanos) {
        if (framesSent == 0) {
            startedNanos = nanos;
            state = State.PLAYING;
        }
        framesSent = nextFrame;
    }

    void finished(long nanos) {
        endedNanos = nanos;
        state = State.FINISHED;
        whenFinished.accept(this);
    }

    void stopped(long nanos) {
        endedNanos = nanos;
        state = State.STOPPED;
    }
}
