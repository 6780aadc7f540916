package org.voicesecretary.call;

import java.time.Duration;
import org.voicesecretary.media.ReceivedAudio;

/** Notices when a caller last said something. Good enough to end a message: it tells loud from quiet, not words from noise. */
final class VoiceActivity implements ReceivedAudio {
    /** Some -44 dB below full scale: above a quiet room, below a quiet voice. */
    private static final long LOUD = 200L * 200;

    private volatile long lastLoud;

    void begins(long nanos) {
        lastLoud = nanos;
    }

    Duration quiet(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos - lastLoud));
    }

    @Override
    public void samples(short[] samples, int count, int sampleRate, long arrivalNanos, boolean lost) {
        if (lost || count == 0) {
            return;
        }
        long energy = 0;
        for (int i = 0; i < count; i++) {
            energy += (long) samples[i] * samples[i];
        }
        if (energy / count > LOUD) {
            lastLoud = Math.max(lastLoud, arrivalNanos);
        }
    }
}
