package org.voicesecretary.media;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.AudioDecoder;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.InBandDetector;
import org.voicesecretary.media.record.Recording;
import org.voicesecretary.media.record.TimelinePlace;
import org.voicesecretary.media.rtp.JitterBuffer;
import org.voicesecretary.media.rtp.RtpView;

/** Listens to what is received: puts it in order, decodes it, and passes it on. Exists only while somebody wants it. */
final class EarStage implements JitterBuffer.Sink {
    private static final AudioCodec[] CODECS = AudioCodec.values();
    private static final int NO_AUDIO = -1;
    private static final int LONGEST_FILLED_TICKS = 8000;

    /** Told of keys found in the audio. */
    @FunctionalInterface
    interface Tones {
        void heard(DtmfDigit digit, long arrivalNanos);
    }

    private final StreamHome home;
    private final Tones tones;
    private final TimelinePlace place = new TimelinePlace();
    private final JitterBuffer buffer = new JitterBuffer(this);
    private final Map<AudioCodec, AudioDecoder> decoders = new EnumMap<>(AudioCodec.class);
    private boolean detecting;
    private @Nullable InBandDetector detector;
    private int detectorRate;
    private @Nullable ReceivedAudio sink;
    private @Nullable Recording recording;
    private @Nullable ReceivedAudio voice;
    private boolean started;
    private long expectedTimestamp;

    EarStage(StreamHome home, Tones tones) {
        this.home = home;
        this.tones = tones;
    }

    void listen(
            boolean detect, @Nullable ReceivedAudio to, @Nullable ReceivedAudio speaking, @Nullable Recording into) {
        detecting = detect;
        detector = detect ? detector : null;
        sink = to;
        voice = speaking;
        if (recording != into) {
            place.reset();
        }
        recording = into;
    }

    /** One packet; {@code codec} is null for one without audio. The payload is in the scratch. */
    void packet(RtpView view, @Nullable AudioCodec codec, int length, long nanos) {
        buffer.add(
                view.sequence(),
                home.scratch().payload,
                length,
                codec == null ? NO_AUDIO : codec.ordinal(),
                view.timestamp(),
                nanos);
    }

    void turn(long nanos, long jitterNanos) {
        buffer.expire(nanos, jitterNanos);
    }

    void newSource() {
        buffer.reset();
        decoders.clear();
        started = false;
        place.reset();
    }

    @Override
    public void payload(byte[] bytes, int offset, int length, int kind, long timestamp, long arrivalNanos) {
        if (kind == NO_AUDIO || length == 0) {
            return;
        }
        AudioCodec codec = CODECS[kind];
        int ticks = length * codec.frameTicks() / codec.frameBytes();
        Recording into = recording;
        if (into != null) {
            into.frame(Recording.CALLER, codec, place.of(into, timestamp, arrivalNanos), bytes, offset, length);
        }
        if (detecting || sink != null || voice != null) {
            LoopScratch scratch = home.scratch();
            fillGap(codec, timestamp, arrivalNanos);
            int count = decoder(codec).decode(bytes, offset, length, scratch.samples, 0);
            hear(scratch.samples, count, codec, arrivalNanos, false);
        }
        started = true;
        expectedTimestamp = (timestamp + ticks) & 0xffff_ffffL;
    }

    private AudioDecoder decoder(AudioCodec codec) {
        AudioDecoder decoder = decoders.get(codec);
        if (decoder == null) {
            decoder = codec.newDecoder();
            decoders.put(codec, decoder);
        }
        return decoder;
    }

    private void fillGap(AudioCodec codec, long timestamp, long arrivalNanos) {
        int gap = started ? (int) (timestamp - expectedTimestamp) : 0; // modulo 2³²
        if (gap <= 0 || gap > LONGEST_FILLED_TICKS) {
            return;
        }
        LoopScratch scratch = home.scratch();
        int left = gap * codec.frameSamples() / codec.frameTicks();
        while (left > 0) {
            int count = Math.min(left, scratch.silence.length);
            hear(scratch.silence, count, codec, arrivalNanos, true);
            left -= count;
        }
    }

    private void hear(short[] samples, int count, AudioCodec codec, long arrivalNanos, boolean lost) {
        if (detecting) {
            detect(samples, count, codec.sampleRate(), arrivalNanos);
        }
        ReceivedAudio to = sink;
        if (to != null) {
            to.samples(samples, count, codec.sampleRate(), arrivalNanos, lost);
        }
        ReceivedAudio speaking = voice;
        if (speaking != null) {
            speaking.samples(samples, count, codec.sampleRate(), arrivalNanos, lost);
        }
    }

    private void detect(short[] samples, int count, int sampleRate, long arrivalNanos) {
        InBandDetector listening = detector;
        if (listening == null || detectorRate != sampleRate) {
            listening = new InBandDetector(sampleRate);
            detector = listening;
            detectorRate = sampleRate;
        }
        int most = sampleRate * AudioCodec.FRAME_MILLIS / 1000; // so that no two keys fall into one look
        for (int at = 0; at < count; at += most) {
            DtmfDigit digit = listening.accept(samples, at, Math.min(most, count - at));
            if (digit != null) {
                tones.heard(digit, arrivalNanos);
            }
        }
    }

    /** Whether a key that was told still sounds. */
    boolean toneSounds() {
        InBandDetector listening = detector;
        return listening != null && listening.sounding();
    }
}
