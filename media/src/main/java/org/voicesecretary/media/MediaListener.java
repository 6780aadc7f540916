package org.voicesecretary.media;

import org.voicesecretary.media.dtmf.DtmfDigit;

/**
 * Told what happens in a session. Called on the thread that serves hundreds of sessions: hand the news to the call's own thread and
 * return. {@link MediaSession#stopPlayback()} is safe here and takes effect at once.
 */
public interface MediaListener {

    /**
     * A key was pressed: once per press, at its first sign.
     *
     * @param how which way it came
     * @param nanoTime when its first packet was read, by the media clock
     */
    void onDigit(DtmfDigit digit, DigitSource how, long nanoTime);

    /** The last frame of a playback was sent. Not called for one that was stopped. */
    void onPlaybackFinished(Playback playback);

    /** Neither RTP nor RTCP came for the configured time, though it should have. Called once per session. */
    void onRtpTimeout();

    /** The way to a browser did not come about, or the browser has ended it; as good as silence for ever. */
    default void onPathClosed(String why) {
        onRtpTimeout();
    }

    /** The session has ended, and did this in all. */
    default void onClosed(MediaStats inAll) {}

    /** Takes no notice of anything. */
    static MediaListener ignoring() {
        return new MediaListener() {
            @Override
            public void onDigit(DtmfDigit digit, DigitSource how, long nanoTime) {}

            @Override
            public void onPlaybackFinished(Playback playback) {}

            @Override
            public void onRtpTimeout() {}
        };
    }
}
