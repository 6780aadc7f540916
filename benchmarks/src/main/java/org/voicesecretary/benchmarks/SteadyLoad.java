package org.voicesecretary.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.SortedMap;
import org.voicesecretary.benchmarks.phones.DialPlan;
import org.voicesecretary.benchmarks.phones.DialRun;
import org.voicesecretary.benchmarks.phones.MediaWindow;
import org.voicesecretary.benchmarks.script.ScriptStub;

/**
 * {@code benchmarks/run load calls RATE SECONDS} and {@code benchmarks/run load prompts COUNT SECONDS}: the same load for a while, for
 * profilers. The server's JVM takes {@code JAVA_OPTS}, such as {@code -XX:StartFlightRecording=filename=server.jfr}.
 */
public final class SteadyLoad {
    private final Rig rig;

    private SteadyLoad(Rig rig) {
        this.rig = rig;
    }

    /** Arguments: what, how much, how long. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 3) {
            System.err.println("benchmarks/run load: expected `calls RATE SECONDS` or `prompts COUNT SECONDS`");
            System.exit(2);
        }
        int amount = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        try (Rig rig = Rig.start(Settings.of(true), Rig.MOST_CALLS)) {
            SteadyLoad load = new SteadyLoad(rig);
            switch (arguments[0].toLowerCase(Locale.ROOT)) {
                case "calls" -> load.calls(amount, seconds);
                case "prompts" -> load.prompts(amount, seconds);
                default -> System.err.println("benchmarks/run load knows calls and prompts, not " + arguments[0]);
            }
        }
        System.exit(0);
    }

    private void calls(int rate, int seconds) throws InterruptedException {
        rig.warmUp();
        DialRun[] run = new DialRun[1];
        SortedMap<String, Double> before = rig.server().facts().cpuSecondsByThread();
        double share = rig.cpuShare(() -> run[0] = rig.run(new DialPlan(ScriptStub.PLAYS, rate * seconds, rate, 200)));
        threads(before, rate * seconds, "call");
        System.out.println(run[0]);
        System.out.printf(
                Locale.ROOT,
                "server: %.0f %% of a core, %.3f ms of it for each call%n",
                100 * share,
                1000 * share * run[0].seconds() / run[0].plan().calls());
    }

    private void prompts(int count, int seconds) throws InterruptedException {
        rig.warmUp();
        DialRun run = rig.phones().dial(new DialPlan(ScriptStub.PLAYS, count, 150, DialPlan.UNTIL_TOLD));
        run.awaitSettled(count * 7L + 15_000);
        rig.clock().pass(1_000);
        MediaWindow[] window = new MediaWindow[1];
        SortedMap<String, Double> before = rig.server().facts().cpuSecondsByThread();
        double share = rig.cpuShare(() -> window[0] = rig.phones().hear(seconds * 1000L));
        threads(before, 50 * count * seconds, "packet each way");
        System.out.println(run);
        System.out.printf(
                Locale.ROOT,
                "%.4f %% within 10 ms, late p50 %.2f p99 %.1f p99.9 %.1f max %.1f ms, %d missing, %d of %d streams late%n",
                100 * window[0].punctual(),
                window[0].lateness().millisAt(0.5),
                window[0].lateness().millisAt(0.99),
                window[0].lateness().millisAt(0.999),
                window[0].lateness().maxMillis(),
                window[0].missing(),
                window[0].lateStreams(),
                window[0].streams());
        System.out.printf(Locale.ROOT, "server: %.0f %% of a core%n", 100 * share);
        rig.phones().hangUp(run, 400);
    }

    private void threads(SortedMap<String, Double> before, int units, String unit) {
        rig.server().facts().cpuSecondsByThread().forEach((name, seconds) -> {
            double micros = (seconds - before.getOrDefault(name, 0.0)) * 1e6 / units;
            if (micros > 0.05) {
                System.out.printf(Locale.ROOT, "%9.1f µs a %s  %s%n", micros, unit, name);
            }
        });
    }
}
