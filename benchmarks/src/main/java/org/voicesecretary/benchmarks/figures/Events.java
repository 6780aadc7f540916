package org.voicesecretary.benchmarks.figures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.benchmarks.BenchClock;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.Settings;
import org.voicesecretary.benchmarks.script.OrderedScript;
import org.voicesecretary.benchmarks.subject.OutboxRun;

/** How fast events leave the outbox, and what a million of them cost that wait. */
public final class Events {
    private static final int OF_EACH_CALL = 5;
    private static final double MEGABYTE = 1024 * 1024;
    private static final String HEAP = "200m";

    private final Settings settings;
    private final BenchClock clock = new BenchClock();

    public Events(Settings settings) {
        this.settings = settings;
    }

    /** Deliveries a second on the one core that the outbox has. */
    public List<Figure> rate() throws IOException, InterruptedException {
        int warm = (int) settings.choose(40_000, 10_000);
        int measured = (int) settings.choose(60_000, 10_000);
        List<Double> rates = new ArrayList<>();
        List<Double> cost = new ArrayList<>();
        for (int i = 0; i < settings.choose(3, 1); i++) {
            Rig.progress("deliveries of " + measured + " events");
            int calls = (warm + measured) / OF_EACH_CALL;
            try (var script = OrderedScript.start(calls);
                    var run = OutboxRun.filled(settings.serverPinning(), HEAP, script.url(), warm + measured, calls)) {
                run.deliver();
                until(run, script, warm);
                long first = script.taken();
                long began = clock.nanos();
                double cpu = run.facts().cpuSeconds();
                until(run, script, warm + measured);
                double seconds = (clock.nanos() - began) / 1e9;
                long delivered = script.taken() - first;
                rates.add(delivered / seconds);
                cost.add((run.facts().cpuSeconds() - cpu) / delivered * 1000);
                check(script);
            }
        }
        String note =
                "a backlog on SQLite, each commit on the disk; one endpoint, 8 deliveries at once, signed twice, each"
                        + " attempt kept and on the call's timeline";
        return List.of(
                Figure.of("event-deliveries", "events delivered", "events/s", rates, note)
                        .wants(Figure.Target.atLeast(1_500)),
                Figure.of("event-cpu", "processor time of a delivery", "ms", cost, ""));
    }

    /** What a backlog costs while it drains. */
    public List<Figure> backlog() throws IOException, InterruptedException {
        int events = (int) settings.choose(1_000_000, 50_000);
        int calls = events / OF_EACH_CALL;
        Rig.progress("a backlog of " + events + " events");
        List<Double> heaps = new ArrayList<>();
        try (var script = OrderedScript.start(calls);
                var run = OutboxRun.filled(settings.serverPinning(), HEAP, script.url(), events, calls)) {
            long began = clock.nanos();
            run.deliver();
            for (int tenth = 0; tenth < 10; tenth++) {
                until(run, script, (long) events * tenth / 10 + 1);
                heaps.add(run.liveHeapBytes() / MEGABYTE);
                Rig.progress(script.taken() + " delivered, live heap " + Math.round(heaps.getLast()) + " MB");
            }
            until(run, script, events);
            double seconds = (clock.nanos() - began) / 1e9;
            check(script);
            return List.of(
                    Figure.of(
                                    "backlog-heap",
                                    "heap of a backlog of " + events + " events",
                                    "MB",
                                    heaps,
                                    "live after a full collection, ten times while it drains; the process has -Xmx"
                                            + HEAP)
                            .wants(Figure.Target.atMost(200)),
                    Figure.of(
                            "backlog-drain",
                            "its drain, all events in the order of their calls and none twice",
                            "events/s",
                            List.of(events / seconds),
                            ""));
        }
    }

    private void until(OutboxRun run, OrderedScript script, long events) throws IOException, InterruptedException {
        long last = script.taken();
        int idle = 0;
        while (script.taken() < events) {
            clock.pass(20);
            idle = script.taken() == last ? idle + 1 : 0;
            last = script.taken();
            if (idle > 1_500 || !run.isAlive()) {
                throw new IOException("the outbox stopped after " + last + " events");
            }
        }
    }

    private static void check(OrderedScript script) throws IOException {
        if (script.outOfOrder() + script.repeated() > 0) {
            throw new IOException(
                    script.outOfOrder() + " events came out of order, " + script.repeated() + " came twice");
        }
    }
}
