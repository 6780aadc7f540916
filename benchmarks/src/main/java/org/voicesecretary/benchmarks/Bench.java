package org.voicesecretary.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.voicesecretary.benchmarks.figures.Bindings;
import org.voicesecretary.benchmarks.figures.Bridges;
import org.voicesecretary.benchmarks.figures.Events;
import org.voicesecretary.benchmarks.figures.Keys;
import org.voicesecretary.benchmarks.figures.Memory;
import org.voicesecretary.benchmarks.figures.MonthPages;
import org.voicesecretary.benchmarks.figures.Overload;
import org.voicesecretary.benchmarks.figures.Prompts;
import org.voicesecretary.benchmarks.figures.Registrations;
import org.voicesecretary.benchmarks.figures.RestReads;
import org.voicesecretary.benchmarks.figures.RingAll;
import org.voicesecretary.benchmarks.figures.SetUp;
import org.voicesecretary.benchmarks.subject.Baseline;
import org.voicesecretary.benchmarks.subject.Offices;

/** {@code benchmarks/run}: measures the server, prints a table, writes bench.json and bench.md. */
public final class Bench {
    /** What can be measured alone. */
    private enum Part {
        SETUP,
        PROMPTS,
        KEYS,
        MEMORY,
        REST,
        OVERLOAD,
        EVENTS,
        BACKLOG,
        RECORDS,
        REGISTRATIONS,
        RINGALL,
        BRIDGES,
        BINDINGS;

        static final Set<Part> USUAL = EnumSet.complementOf(EnumSet.of(BACKLOG, RECORDS));
        static final Set<Part> OF_SCRIPTS = EnumSet.of(SETUP, PROMPTS, KEYS, MEMORY, REST);
        static final Set<Part> OF_THE_OFFICE = EnumSet.of(REGISTRATIONS, RINGALL, BRIDGES);

        static String names() {
            return Arrays.stream(values())
                    .map(part -> part.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }
    }

    /** Telephones of each extension, of one office, where their number is not what is measured. */
    private static final int DEVICES = 5;

    private final Settings settings;
    private final Set<Part> parts;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private Bench(Settings settings, Set<Part> parts) {
        this.settings = settings;
        this.parts = parts;
    }

    /** Arguments: {@code quick}, {@code --strict}, and parts; none = all but the backlog and the records, each of which takes as long as they do. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean quick = false;
        boolean strict = false;
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String argument : arguments) {
            switch (argument) {
                case "quick" -> quick = true;
                case "--strict" -> strict = true;
                default -> {
                    try {
                        parts.add(Part.valueOf(argument.toUpperCase(Locale.ROOT)));
                    } catch (IllegalArgumentException e) {
                        System.err.println("benchmarks/run knows no '" + argument
                                + "'; expected quick, --strict, micro, or some of " + Part.names());
                        System.exit(2);
                    }
                }
            }
        }
        if (!System.getProperty("os.name").equals("Linux")) {
            System.err.println("The benchmarks need Linux (batched datagrams, /proc); this is "
                    + System.getProperty("os.name") + ".");
            System.exit(2);
        }
        Bench bench = new Bench(Settings.of(quick), parts.isEmpty() ? Part.USUAL : parts);
        boolean met = bench.run();
        System.exit(met || !strict ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        if (!settings.pinned()) {
            remarks.add("server and generator share the cores (no taskset, or one core only): the figures are too low");
        }
        Rig.progress("what the machine can do");
        Baseline baseline = Baseline.measure(new BenchClock(), settings.serverPinning());
        double rate = 0;
        if (!Collections.disjoint(parts, Part.OF_SCRIPTS)) {
            try (Rig rig = Rig.start(settings, Rig.MOST_CALLS)) {
                rig.warmUp();
                if (parts.contains(Part.MEMORY)) {
                    figures.addAll(new Memory(rig).measure());
                }
                if (parts.contains(Part.SETUP)) {
                    SetUp setUp = new SetUp(rig);
                    figures.addAll(setUp.rate(baseline.echoesPerSecond()));
                    rate = figures.stream()
                            .filter(f -> f.id().equals("setup-rate"))
                            .findFirst()
                            .orElseThrow()
                            .median();
                    figures.addAll(setUp.latency(baseline.echoMillis()));
                }
                if (parts.contains(Part.KEYS)) {
                    Keys keys = new Keys(rig);
                    figures.addAll(keys.measure(0));
                    if (!settings.quick()) {
                        figures.addAll(keys.measure(500));
                    }
                }
                if (parts.contains(Part.PROMPTS)) {
                    figures.addAll(new Prompts(rig).measure(baseline.sendsPerSecond()));
                }
                if (parts.contains(Part.REST)) {
                    figures.addAll(new RestReads(rig).measure());
                }
                remarks.addAll(rig.remarks());
            }
        }
        if (parts.contains(Part.OVERLOAD)) {
            overload(rate > 0 ? rate : Integer.getInteger("bench.rate", 500));
        }
        if (parts.contains(Part.EVENTS)) {
            figures.addAll(new Events(settings).rate());
        }
        if (parts.contains(Part.BACKLOG)) {
            figures.addAll(new Events(settings).backlog());
        }
        if (parts.contains(Part.RECORDS)) {
            MonthPages pages = new MonthPages(settings);
            figures.addAll(pages.measure());
            remarks.addAll(pages.remarks());
        }
        if (!Collections.disjoint(parts, Part.OF_THE_OFFICE)) {
            office(baseline);
        }
        if (parts.contains(Part.BINDINGS)) {
            try (Rig rig = Rig.start(settings, Rig.MOST_CALLS, Bindings.offices(settings))) {
                figures.addAll(new Bindings(rig).measure());
                remarks.addAll(rig.remarks());
            }
        }
        Report report = new Report(Machine.here(settings.cores(), settings.pinned()), figures, remarks);
        System.out.println(report.table());
        report.write(settings.output());
        System.out.println("Written: " + settings.output().resolve("bench.json") + ", "
                + settings.output().resolve("bench.md"));
        return report.allMet();
    }

    private void office(Baseline baseline) throws IOException, InterruptedException {
        Offices offices = new Offices(1, Offices.MOST_EXTENSIONS, DEVICES, "");
        try (Rig rig = Rig.start(settings, Rig.MOST_CALLS, offices)) {
            Registrations registrations = new Registrations(rig);
            registrations.first(Offices.MOST_EXTENSIONS, 200);
            registrations.first(Offices.MOST_EXTENSIONS, 400);
            if (parts.contains(Part.RINGALL)) {
                figures.addAll(new RingAll(rig).measure());
            }
            if (parts.contains(Part.BRIDGES)) {
                figures.addAll(new Bridges(rig).measure(baseline.sendsPerSecond()));
            }
            if (parts.contains(Part.REGISTRATIONS)) {
                registrations.first(rig.desks().size(), 500);
                figures.addAll(registrations.measure(baseline.echoesPerSecond()));
            }
            remarks.addAll(rig.remarks());
        }
    }

    private void overload(double rate) throws IOException, InterruptedException {
        int maxCalls = (int) settings.choose(1_000, 300);
        try (Rig rig = Rig.start(settings, maxCalls)) {
            rig.warmUp();
            Overload overload = new Overload(rig);
            figures.addAll(overload.ofCalls(maxCalls));
            figures.addAll(overload.ofRate(rate, maxCalls / 5));
            remarks.addAll(rig.remarks());
        }
    }
}
