package org.voicesecretary.media;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;

/**
 * Two sessions that hear each other. Packets pass as they come, unchanged but for their numbers; where the codecs differ they are decoded
 * and encoded. What is played in one of the sessions is heard there instead of the other side, and so are keys that are sent to it.
 * Recordings of either session go on through all of this. Both sessions live on one thread as long as they are joined.
 *
 * <p>Every method may be called from any thread and takes no noticeable time; it is done within some milliseconds.
 */
public final class Bridge implements AutoCloseable {
    private final MediaSession first;
    private final MediaSession second;
    private final Relay toSecond;
    private final Relay toFirst;
    private boolean joined; // on the loop only, like all below
    private boolean ended;
    private @Nullable Playback music;

    private Bridge(MediaSession first, MediaSession second, BridgeOptions options) {
        this.first = first;
        this.second = second;
        KeyTones tones = first.engine().keyTones();
        this.toSecond = new Relay(first, first.stream(), second.stream(), options, tones);
        this.toFirst = new Relay(second, second.stream(), first.stream(), options, tones);
    }

    /**
     * Joins two sessions of one engine. A session that is in another bridge or in a conference leaves that first, so this is a transfer too;
     * whoever is left alone hears what is played there, or idle sound. May be done before either has an answer.
     */
    public static Bridge join(MediaSession first, MediaSession second, BridgeOptions options) {
        if (first == second || first.engine() != second.engine()) {
            throw new IllegalArgumentException(
                    first == second
                            ? "a session cannot be joined to itself: expected two sessions"
                            : "sessions of two media engines cannot be joined: expected both of one engine");
        }
        Bridge bridge = new Bridge(first, second, options);
        prepareTones(first);
        prepareTones(second);
        second.home().execute(bridge::gather);
        return bridge;
    }

    private static void prepareTones(MediaSession session) {
        Optional<AudioCodec> withoutEvents =
                session.agreed().filter(audio -> !audio.telephoneEventAgreed()).map(audio -> audio.codec());
        withoutEvents.ifPresent(session.engine().keyTones()::prepare);
    }

    /** Brings the second to where the first is. On the loop of the second. */
    private void gather() {
        MediaLoop there = first.home().loop();
        if (there != second.home().loop()) {
            second.stream().part(); // who it was joined to stays here
            second.stream().moveTo(there, this::gatherAgain);
        } else {
            begin();
        }
    }

    private void gatherAgain() {
        second.home().execute(this::gather); // the first may have moved as well
    }

    private void begin() {
        if (ended) {
            return;
        }
        Runnable parting = this::end;
        if (!first.stream().tie(parting)) {
            ended = true; // it has been closed meanwhile
        } else if (!second.stream().tie(parting)) {
            ended = true;
            first.stream().untie();
        } else {
            joined = true;
            toFirst.begin();
            toSecond.begin();
            return;
        }
        stopMusic();
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        stopMusic();
        if (joined) {
            toFirst.end();
            toSecond.end();
            first.stream().untie();
            second.stream().untie();
        }
    }

    /**
     * Puts one side on hold: it hears {@code sound} (which should repeat, see {@link Prompt#looping}) instead of the other side, which hears
     * nothing of it. The announcement by SDP, where one is due, is the caller's.
     */
    public void hold(MediaSession held, Prompt sound) {
        Relay away = relayFrom(held);
        Playback playing = held.agreed().isPresent() ? held.play(sound) : null;
        execute(() -> {
            stopMusic();
            away.mute(true);
            if (ended) {
                stop(playing);
            } else {
                music = playing;
            }
        });
    }

    /** Ends every hold and every muting: both sides hear each other again. */
    public void resume() {
        execute(() -> {
            stopMusic();
            toFirst.mute(false);
            toSecond.mute(false);
        });
    }

    /** Whether what {@code speaker} says and presses reaches the other side. */
    public void mute(MediaSession speaker, boolean silent) {
        Relay from = relayFrom(speaker);
        execute(() -> from.mute(silent));
    }

    private Relay relayFrom(MediaSession session) {
        if (session == first) {
            return toSecond;
        }
        if (session == second) {
            return toFirst;
        }
        throw new IllegalArgumentException(
                "the session is not in this bridge: expected one of the two that were joined");
    }

    private void stopMusic() {
        stop(music);
        music = null;
    }

    private static void stop(@Nullable Playback playing) {
        if (playing != null) {
            playing.stop();
        }
    }

    /** What was passed on so far. */
    public BridgeStats stats() {
        return second.home().call(this::count, this::count);
    }

    private BridgeStats count() {
        return new BridgeStats(toFirst.passed(), toSecond.passed(), toFirst.suppressed() + toSecond.suppressed());
    }

    private void execute(Runnable request) {
        second.home().execute(request);
    }

    /** Parts the two; each goes on with what is played in it, or idle sound. Without effect once one of them was joined elsewhere. */
    @Override
    public void close() {
        execute(this::end);
    }
}
