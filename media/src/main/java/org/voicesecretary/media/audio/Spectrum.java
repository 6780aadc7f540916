package org.voicesecretary.media.audio;

/** The power of a sound over its frequencies, under a Hann window. */
public final class Spectrum {

    private final double[] power;
    private final double binHertz;

    private Spectrum(double[] power, double binHertz) {
        this.power = power;
        this.binHertz = binHertz;
    }

    /** Of all of a sound, at most its first 2²⁰ samples. */
    public static Spectrum of(Pcm pcm) {
        int count = Math.min(pcm.length(), 1 << 20);
        int size = Fft.sizeFor(Math.max(2, count));
        double[] real = new double[size];
        double[] imaginary = new double[size];
        for (int i = 0; i < count; i++) {
            real[i] = pcm.samples()[i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / count));
        }
        new Fft(size).forward(real, imaginary);
        double[] power = new double[size / 2 + 1];
        for (int i = 0; i < power.length; i++) {
            power[i] = real[i] * real[i] + imaginary[i] * imaginary[i];
        }
        return new Spectrum(power, (double) pcm.sampleRate() / size);
    }

    /** The strongest frequency of a sound in Hz; 0 of silence. */
    public static double dominantFrequency(Pcm pcm) {
        return of(pcm).dominantFrequency();
    }

    /** The strongest frequency in Hz, found between the bins; 0 of silence. */
    public double dominantFrequency() {
        int best = 0;
        for (int i = 1; i < power.length; i++) {
            if (power[i] > power[best]) {
                best = i;
            }
        }
        if (best == 0 || best == power.length - 1) {
            return best * binHertz;
        }
        // A parabola through the logarithms of the three highest bins.
        double left = Math.log(power[best - 1] + 1e-9);
        double top = Math.log(power[best] + 1e-9);
        double right = Math.log(power[best + 1] + 1e-9);
        double bend = left - 2 * top + right;
        double shift = bend == 0 ? 0 : 0.5 * (left - right) / bend;
        return (best + shift) * binHertz;
    }

    /** The part of all power that lies from one frequency to another, 0 to 1; 0 of silence. */
    public double share(double fromHertz, double toHertz) {
        double all = 0;
        double within = 0;
        for (int i = 0; i < power.length; i++) {
            all += power[i];
            if (i * binHertz >= fromHertz && i * binHertz <= toHertz) {
                within += power[i];
            }
        }
        return all == 0 ? 0 : within / all;
    }
}
