package org.voicesecretary.media;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** What is to be played, one after the other without a gap. On the loop's thread only. */
final class PlayQueue {
    private final Deque<Playback> waiting = new ArrayDeque<>(2);
    private final MediaListener listener;

    PlayQueue(MediaListener listener) {
        this.listener = listener;
    }

    void add(Playback playback) {
        waiting.addLast(playback);
    }

    boolean playing() {
        return !waiting.isEmpty();
    }

    /** What the next frame is of; prompts without frames end here. */
    @Nullable
    Playback current(AudioCodec codec, long nanos) {
        Playback first = waiting.peekFirst();
        while (first != null && !first.hasFrames(first.audio(codec))) {
            finish(first, nanos);
            first = waiting.peekFirst();
        }
        return first;
    }

    /** The frame taken of {@code playback} was sent. */
    void sent(Playback playback, AudioCodec codec, long nanos) {
        playback.sent(nanos);
        EncodedAudio audio = playback.audio(codec);
        if (!playback.hasFrames(audio)) {
            finish(playback, nanos);
        }
    }

    void stop(Playback playback, long nanos) {
        if (waiting.remove(playback)) {
            playback.stopped(nanos);
        }
    }

    void stopAll(long nanos) {
        Playback first = waiting.pollFirst();
        while (first != null) {
            first.stopped(nanos);
            first = waiting.pollFirst();
        }
    }

    List<Prompt> prompts() {
        return waiting.stream().map(Playback::prompt).toList();
    }

    private void finish(Playback playback, long nanos) {
        waiting.remove(playback);
        playback.finished(nanos);
        listener.onPlaybackFinished(playback);
    }
}
