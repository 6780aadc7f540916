package org.voicesecretary.media.audio;

/** The discrete Fourier transform of a power of two of values, in place. */
final class Fft {

    private final int size;
    private final double[] cos;
    private final double[] sin;

    Fft(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("transform size is no power of two: " + size);
        }
        this.size = size;
        this.cos = new double[size / 2 + 1];
        this.sin = new double[size / 2 + 1];
        for (int i = 0; i < cos.length; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / size);
            sin[i] = Math.sin(2 * Math.PI * i / size);
        }
    }

    /** The smallest size that holds so many values. */
    static int sizeFor(int values) {
        return Math.max(2, Integer.highestOneBit(Math.max(1, values - 1)) << 1);
    }

    int size() {
        return size;
    }

    void forward(double[] real, double[] imaginary) {
        transform(real, imaginary, -1);
    }

    /** The inverse, without division by the size. */
    void inverse(double[] real, double[] imaginary) {
        transform(real, imaginary, 1);
    }

    private void transform(double[] real, double[] imaginary, int sign) {
        reorder(real, imaginary);
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int i = 0; i < half; i++) {
                    double wr = cos[i * stride];
                    double wi = sign * sin[i * stride];
                    int a = start + i;
                    int b = a + half;
                    double xr = real[b] * wr - imaginary[b] * wi;
                    double xi = real[b] * wi + imaginary[b] * wr;
                    real[b] = real[a] - xr;
                    imaginary[b] = imaginary[a] - xi;
                    real[a] += xr;
                    imaginary[a] += xi;
                }
            }
        }
    }

    private void reorder(double[] real, double[] imaginary) {
        int shift = 32 - Integer.numberOfTrailingZeros(size);
        for (int i = 0; i < size; i++) {
            int other = Integer.reverse(i) >>> shift;
            if (other > i) {
                double swap = real[i];
                real[i] = real[other];
                real[other] = swap;
                swap = imaginary[i];
                imaginary[i] = imaginary[other];
                imaginary[other] = swap;
            }
        }
    }
}
