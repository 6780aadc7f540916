package org.voicesecretary.media;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.EncodedAudio;

/** Keys on their way out as tones, for peers without telephone-events: in place of what is played. On the loop's thread only. */
final class ToneQueue {
    private static final int SHORTEST_FRAMES = 3;
    private static final int LONGEST_FRAMES = 250;
    /** How long a key sounds on without a word of it: three packets in a row are lost. */
    private static final int HELD_FRAMES = 4;

    private final Deque<Tone> waiting = new ArrayDeque<>(2);
    private @Nullable Tone current;
    private @Nullable Tone pressed;

    /** A tone with the pause after it. */
    void add(EncodedAudio tone) {
        waiting.addLast(new Tone(tone, tone.frames()));
    }

    /** A key that sounds until {@link #release()}, or until {@link #hold()} is not heard any more. */
    void press(EncodedAudio repeating) {
        release();
        Tone tone = new Tone(repeating, HELD_FRAMES);
        pressed = tone;
        waiting.addLast(tone);
    }

    /** The key pressed last is still held. */
    void hold() {
        Tone held = pressed;
        if (held != null) {
            held.frames = Math.min(LONGEST_FRAMES, held.frame + HELD_FRAMES);
        }
    }

    /** The key pressed last is let go. */
    void release() {
        Tone held = pressed;
        if (held != null) {
            held.frames = Math.max(SHORTEST_FRAMES, held.frame);
            pressed = null;
        }
    }

    void clear() {
        waiting.clear();
        current = null;
        pressed = null;
    }

    boolean sending() {
        return current != null || !waiting.isEmpty();
    }

    /** Asked once a turn: whether this turn belongs to a key. */
    boolean takesTurn() {
        Tone playing = current;
        while (playing == null || playing.frame >= playing.frames) {
            playing = waiting.pollFirst();
            current = playing;
            if (playing == null) {
                return false;
            }
        }
        return true;
    }

    /** Writes this turn's frame. */
    void next(byte[] out) {
        Tone playing = current;
        if (playing != null) {
            playing.audio.copyFrame(playing.frame++ % playing.audio.frames(), out, 0);
        }
    }

    private static final class Tone {
        private final EncodedAudio audio;
        private int frames;
        private int frame;

        Tone(EncodedAudio audio, int frames) {
            this.audio = audio;
            this.frames = frames;
        }
    }
}
