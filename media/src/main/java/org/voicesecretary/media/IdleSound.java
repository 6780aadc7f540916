package org.voicesecretary.media;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** The frames sent while nothing is played, made once for the whole engine. */
final class IdleSound {
    private static final int NOISE_FRAMES = 64;
    private static final double NOISE_AMPLITUDE = 26; // about −65 dBFS

    private final Map<AudioCodec, EncodedAudio> silence = new EnumMap<>(AudioCodec.class);
    private final Map<AudioCodec, EncodedAudio> noise = new EnumMap<>(AudioCodec.class);

    IdleSound() {
        for (AudioCodec codec : AudioCodec.values()) {
            silence.put(codec, EncodedAudio.of(codec, codec.silenceFrame()));
            noise.put(codec, codec.encode(new Pcm(noise(NOISE_FRAMES * codec.frameSamples()), codec.sampleRate())));
        }
    }

    /** What repeats while nothing is played; null for nothing. */
    @Nullable
    EncodedAudio of(IdleAudio kind, AudioCodec codec) {
        return switch (kind) {
            case SILENCE -> silence.get(codec);
            case COMFORT_NOISE -> noise.get(codec);
            case NONE -> null;
        };
    }

    private static short[] noise(int count) {
        SplittableRandom random = new SplittableRandom(65);
        short[] samples = new short[count];
        double last = 0;
        for (int i = 0; i < count; i++) {
            last = 0.5 * last + random.nextGaussian() * NOISE_AMPLITUDE * 0.6; // darker than white noise, like a room
            samples[i] = (short) Math.round(last);
        }
        return samples;
    }
}
