package org.voicesecretary.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One measured figure.
 *
 * @param id a word for machines, the same from release to release
 * @param title what it is, for people
 * @param unit of the values
 * @param runs the value of each repetition
 * @param target what is wanted of the median; none where there is no promise
 * @param baseline what the machine itself can do, in the same run
 * @param note how it was measured, or what to know about it
 */
public record Figure(
        String id,
        String title,
        String unit,
        List<Double> runs,
        Optional<Target> target,
        Optional<Baseline> baseline,
        String note) {

    /** A promise. */
    public record Target(boolean atLeast, double value) {
        /** The median is to be this or more. */
        public static Target atLeast(double value) {
            return new Target(true, value);
        }

        /** The median is to be this or less. */
        public static Target atMost(double value) {
            return new Target(false, value);
        }

        boolean met(double median) {
            return atLeast ? median >= value : median <= value;
        }

        String text(String unit) {
            return (atLeast ? "≥ " : "≤ ") + number(value) + " " + unit;
        }
    }

    /**
     * What the figure is set against.
     *
     * @param what was done instead
     * @param value in {@code unit}
     * @param ratio the figure's median through the baseline, in like units
     */
    public record Baseline(String what, double value, String unit, double ratio) {}

    /** Copies the list. */
    public Figure {
        runs = List.copyOf(runs);
    }

    /** A figure of several runs without target and baseline. */
    public static Figure of(String id, String title, String unit, List<Double> runs, String note) {
        return new Figure(id, title, unit, runs, Optional.empty(), Optional.empty(), note);
    }

    /** The same with a promise. */
    public Figure wants(Target wanted) {
        return new Figure(id, title, unit, runs, Optional.of(wanted), baseline, note);
    }

    /** The same, set against what the machine can do. */
    public Figure against(String what, double value, String baseUnit, double ratio) {
        return new Figure(id, title, unit, runs, target, Optional.of(new Baseline(what, value, baseUnit, ratio)), note);
    }

    /** The middle of the runs. */
    public double median() {
        return median(runs);
    }

    /** The middle of {@code values}; not a number where there are none. */
    public static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** pass, MISS, or nothing where nothing was promised. */
    public String verdict() {
        return target.map(wanted -> wanted.met(median()) ? "pass" : "MISS").orElse("");
    }

    /** The median with the spread of the runs. */
    String measured() {
        double[] sorted =
                runs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        String middle = number(median()) + " " + unit;
        return sorted.length < 2
                ? middle
                : middle + " (" + number(sorted[0]) + "–" + number(sorted[sorted.length - 1]) + ", n=" + sorted.length
                        + ")";
    }

    /** A number with as many places as it is worth. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        String shape = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, shape, value);
    }

    @Override
    public String toString() {
        return id + " " + Arrays.toString(runs.toArray()) + " " + unit;
    }
}
