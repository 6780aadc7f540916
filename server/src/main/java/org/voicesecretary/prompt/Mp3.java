package org.voicesecretary.prompt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.BitstreamException;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.DecoderException;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.SampleBuffer;
import org.voicesecretary.media.audio.Pcm;

/** MP3 in Java, for machines without ffmpeg. */
final class Mp3 {
    private Mp3() {}

    /**
     * Decodes until the file ends or is longer than permitted.
     *
     * @throws IOException if there is no frame that can be decoded
     */
    static Pcm decode(byte[] file, int maxSeconds) throws IOException {
        Bitstream stream = new Bitstream(new ByteArrayInputStream(file));
        Decoder decoder = new Decoder();
        short[] samples = new short[65_536];
        int count = 0;
        int rate = 0;
        try {
            for (Header header = stream.readFrame(); header != null; header = stream.readFrame()) {
                SampleBuffer frame = (SampleBuffer) decoder.decodeFrame(header, stream);
                if (rate != 0 && rate != frame.getSampleFrequency()) {
                    throw new IOException("its sample rate changes from " + rate + " to " + frame.getSampleFrequency()
                            + " Hz; convert it again at one rate");
                }
                rate = frame.getSampleFrequency();
                int frames = frame.getBufferLength() / frame.getChannelCount();
                if (count + frames > samples.length) {
                    samples = Arrays.copyOf(samples, 2 * samples.length);
                }
                count = mix(frame, frames, samples, count);
                stream.closeFrame();
                if (count > (long) rate * (maxSeconds + 1)) {
                    break;
                }
            }
        } catch (BitstreamException | DecoderException | RuntimeException e) {
            // Hostile input makes the decoder throw all sorts; what was decoded before is still good.
            if (count == 0) {
                throw new IOException("it cannot be decoded: " + e, e);
            }
        }
        if (count == 0) {
            throw new IOException("it has no sound");
        }
        return new Pcm(Arrays.copyOf(samples, count), rate);
    }

    private static int mix(SampleBuffer frame, int frames, short[] into, int at) {
        short[] interleaved = frame.getBuffer();
        int channels = frame.getChannelCount();
        for (int i = 0; i < frames; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += interleaved[i * channels + channel];
            }
            into[at + i] = (short) (sum / channels);
        }
        return at + frames;
    }
}
