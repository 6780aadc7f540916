package org.voicesecretary.call;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.Conference;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.protocol.Q931;

/**
 * One side of a call that talks, whoever called whom: what can be done with its sound. Only the call's own thread uses it. None of the
 * verbs waits for the peer; whatever the peer does arrives in the call's {@link Mailbox}. On a side that is over they do nothing.
 */
public interface Side {
    /** Who it is, for people: {@code 101}, {@code +493012345}. */
    String label();

    /** Whose sound it is: of somebody who is in another call, that one. */
    default Side itself() {
        return this;
    }

    /**
     * Plays these prompts one after the other without a gap, instead of whatever is playing.
     * {@link CallSignal.PlaybackFinished} follows, unless it is stopped or replaced.
     */
    Playback play(List<Prompt> prompts);

    /** Stops what is playing, if anything is. */
    void stopPlayback();

    /** Plays the busy tone until {@link #stopPlayback} or the end of the call. */
    void busyTone();

    /** Plays the ringing tone until {@link #stopPlayback} or the end of the call: another phone rings, and this side was answered before. */
    void ringingTone();

    /** Plays a prompt again and again until {@link #stopPlayback} or the end of the call: music for somebody who waits. */
    void loop(Prompt prompt);

    /**
     * From here on the two hear each other, until {@link #disconnect} or the end of one of them.
     *
     * @param music what one of them hears while the other's phone is on hold
     */
    void connect(Side other, HoldMusic music);

    /** From here on it hears all who are in a conference, and they hear it, until {@link #leave} or its end. */
    void enter(Conference conference);

    /** It hears the conference no more. */
    void leave(Conference conference);

    /** From here on it hears the robot again. */
    void disconnect();

    /**
     * Plays a prompt to this side and to whom it is joined with; may be called from any thread.
     *
     * @param afterwards called on a thread that must not wait; not where something else is played instead
     */
    void playToBoth(Prompt prompt, Runnable afterwards);

    /**
     * Records both directions from now on, after the answer: WAV, what this side says left, what it hears right. May be called from any
     * thread.
     *
     * @param file is created or replaced
     * @return completes with the file when the recording has ended, at the latest with the side
     * @throws IOException where the file cannot be created
     */
    CompletableFuture<RecordedFile> record(Path file) throws IOException;

    /** Ends the recording, if one runs. May be called from any thread. */
    void endRecording();

    /** Ends the recording and waits for its file; empty where none ran. */
    Optional<RecordedFile> stopRecording();

    /** From now on {@link #callerQuiet} is known. */
    void heedVoice();

    /** How long nothing that sounds like a voice has come from this side, at most since {@link #heedVoice}. */
    Duration callerQuiet();

    /** From here on {@code filter} decides which keys of this side reach the one it talks to; null = all do. */
    void filterKeys(@Nullable KeyFilter filter);

    /** This side hears keys, or gets them as events, as if the other side pressed them now. */
    void sendKeys(List<DtmfDigit> keys);

    /** Whether it has hung up, or is gone. */
    boolean isOver();

    /** BYE with {@code Reason: Q.850;cause=…}, after the answer. */
    void hangUp(Q931 cause);
}
