package org.voicesecretary.media.audio;

/**
 * How much of a known sound is found in a recording of it: what was sent against what was heard. Level, sample rate, delay, the losses
 * of telephone codecs and pauses or gaps that came in on the way do not matter.
 *
 * <p>The reference is cut into pieces of a quarter of a second. Each is looked for near where the one before it was found, then
 * within a second around; how well it fits is the normalised cross-correlation. A piece that a gap has torn in two is found by its
 * halves. Pauses of the reference do not count.
 *
 * @param similarity the fit of all pieces, weighed by their energy: 1 is the same, above 0.9 the same through a codec, below 0.6
 *     something else
 * @param coverage the part of the pieces that were found, 0 to 1
 * @param offsetMillis where the reference begins within the recording
 */
public record AudioMatch(double similarity, double coverage, long offsetMillis) {

    private static final int RATE = 8000;
    private static final int PIECE = RATE / 4;
    private static final int NEAR = RATE / 50;
    private static final int AROUND = RATE;
    private static final double FOUND = 0.8;
    /** The longest gap within a piece. */
    private static final int TORN = RATE / 2;

    /** Pieces that many times weaker than the strongest one are pauses: −30 dB. */
    private static final double PAUSE = 0.001;

    private static final int MAX_MINUTES = 3;

    /** Compares two sounds of at most 3 minutes. */
    public static AudioMatch of(Pcm reference, Pcm heard) {
        if (reference.durationMillis() > MAX_MINUTES * 60_000L || heard.durationMillis() > MAX_MINUTES * 60_000L) {
            throw new IllegalArgumentException("sounds are too long to compare: " + reference.durationMillis()
                    + " ms and " + heard.durationMillis() + " ms, expected at most " + MAX_MINUTES + " minutes");
        }
        return new Search(
                        Resampler.resample(reference, RATE).samples(),
                        Resampler.resample(heard, RATE).samples())
                .run();
    }

    /** One comparison at 8 kHz. */
    private static final class Search {
        private final short[] reference;
        private final short[] heard;
        /** Σ of the squares of all samples heard before. */
        private final double[] energyBefore;

        private final Fft wide = new Fft(Fft.sizeFor(2 * AROUND + 2 * PIECE));
        private final Fft narrow = new Fft(Fft.sizeFor(TORN + NEAR + 2 * PIECE));

        Search(short[] reference, short[] heard) {
            this.reference = reference;
            this.heard = heard;
            this.energyBefore = new double[heard.length + 1];
            for (int i = 0; i < heard.length; i++) {
                energyBefore[i + 1] = energyBefore[i] + (double) heard[i] * heard[i];
            }
        }

        AudioMatch run() {
            double strongest = 0;
            for (int from = 0; from < reference.length; from += PIECE) {
                strongest = Math.max(strongest, energy(from));
            }
            if (strongest == 0 || heard.length == 0) {
                return new AudioMatch(0, 0, 0);
            }
            int start = bestOffset();
            int offset = start;
            double fit = 0;
            double weight = 0;
            int pieces = 0;
            int found = 0;
            for (int from = 0; from < reference.length; from += PIECE) {
                double energy = energy(from);
                if (energy < strongest * PAUSE) {
                    continue;
                }
                Place place = find(from, offset, NEAR);
                if (place.fit < FOUND) {
                    Place wider = find(from, offset, AROUND);
                    place = wider.fit > place.fit ? wider : place;
                }
                if (place.fit < FOUND) {
                    Place torn = findTorn(from, offset);
                    place = torn.fit > place.fit ? torn : place;
                }
                if (place.fit >= FOUND) {
                    offset = place.offset;
                    found++;
                }
                pieces++;
                fit += Math.max(0, place.fit) * energy;
                weight += energy;
            }
            return new AudioMatch(fit / weight, (double) found / pieces, start * 1000L / RATE);
        }

        private double energy(int from) {
            return energy(from, pieceLength(from));
        }

        private int pieceLength(int from) {
            return Math.min(PIECE, reference.length - from);
        }

        private double energy(int from, int length) {
            double sum = 0;
            for (int i = from; i < from + length; i++) {
                sum += (double) reference[i] * reference[i];
            }
            return sum;
        }

        private record Place(int offset, double fit) {}

        /** The best place of a piece of the reference whose offset is about the given one. */
        private Place find(int from, int offset, int range) {
            return find(from, pieceLength(from), offset, offset - range, offset + range);
        }

        /**
         * A piece with a gap in it: what comes before the gap and what comes after it, one of them near where the piece should be. Both have
         * to be found, since so short a sound is found by chance too easily.
         */
        private Place findTorn(int from, int offset) {
            int length = pieceLength(from);
            Place best = new Place(offset, 0);
            for (int quarter = 1; quarter <= 3; quarter++) {
                int before = length * quarter / 4;
                int after = length - before;
                double energyBeforeGap = energy(from, before);
                double energyAfterGap = energy(from + before, after);
                for (boolean firstIsNear : new boolean[] {true, false}) {
                    Place first = find(from, before, offset, offset - (firstIsNear ? NEAR : TORN), offset + NEAR);
                    Place second =
                            find(from + before, after, offset, offset - NEAR, offset + (firstIsNear ? TORN : NEAR));
                    double fit = (first.fit * energyBeforeGap + second.fit * energyAfterGap)
                            / (energyBeforeGap + energyAfterGap);
                    if (Math.min(first.fit, second.fit) >= FOUND && first.offset <= second.offset && fit > best.fit) {
                        best = new Place(second.offset, fit);
                    }
                }
            }
            return best;
        }

        /** The best place of a part of the reference whose offset is between two; {@code otherwise} if it cannot be there. */
        private Place find(int from, int length, int otherwise, int lowest, int highest) {
            int first = Math.max(0, from + lowest);
            int last = Math.min(heard.length - length, from + highest);
            if (last < first) {
                return new Place(otherwise, 0);
            }
            double[] products = correlate(
                    last - first <= TORN + NEAR ? narrow : wide,
                    reference,
                    from,
                    length,
                    heard,
                    first,
                    last - first + length);
            double own = Math.sqrt(energy(from, length));
            Place best = new Place(otherwise, 0);
            for (int at = first; at <= last; at++) {
                double local = Math.sqrt(energyBefore[at + length] - energyBefore[at]);
                double fit = local < 1 ? 0 : products[at - first] / (own * local);
                if (fit > best.fit) {
                    best = new Place(at - from, Math.min(1, fit));
                }
            }
            return best;
        }

        /** Where the whole reference fits best; may lie before the beginning of the recording. */
        private int bestOffset() {
            Fft whole = new Fft(Fft.sizeFor(reference.length + heard.length));
            double[] products = correlate(whole, reference, 0, reference.length, heard, 0, heard.length);
            int best = 0;
            for (int i = 1; i < products.length; i++) {
                best = products[i] > products[best] ? i : best;
            }
            return best < heard.length ? best : best - products.length;
        }

        /** For each shift of {@code b} against {@code a} the sum of products; negative shifts at the end. */
        private static double[] correlate(Fft fft, short[] a, int aFrom, int aCount, short[] b, int bFrom, int bCount) {
            double[] aReal = new double[fft.size()];
            double[] aImaginary = new double[fft.size()];
            double[] bReal = new double[fft.size()];
            double[] bImaginary = new double[fft.size()];
            for (int i = 0; i < aCount; i++) {
                aReal[i] = a[aFrom + i];
            }
            for (int i = 0; i < bCount; i++) {
                bReal[i] = b[bFrom + i];
            }
            fft.forward(aReal, aImaginary);
            fft.forward(bReal, bImaginary);
            for (int i = 0; i < aReal.length; i++) {
                double real = bReal[i] * aReal[i] + bImaginary[i] * aImaginary[i];
                bImaginary[i] = bImaginary[i] * aReal[i] - bReal[i] * aImaginary[i];
                bReal[i] = real;
            }
            fft.inverse(bReal, bImaginary);
            for (int i = 0; i < bReal.length; i++) {
                bReal[i] /= bReal.length;
            }
            return bReal;
        }
    }
}
