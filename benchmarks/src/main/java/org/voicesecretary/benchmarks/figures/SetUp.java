package org.voicesecretary.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.phones.DialPlan;
import org.voicesecretary.benchmarks.phones.DialRun;
import org.voicesecretary.benchmarks.script.ScriptStub;

/** How fast calls come up and go: each is INVITE, question to the script, 200, sound, BYE, and the end told to the script. */
public final class SetUp {
    private static final long HOLD_MILLIS = 200;
    private static final double FIRST_RATE = 100;
    private static final double STEP = 1.3;
    private static final double MOST = 5000;
    /** A longer set-up means that calls queue, and that the rate would not last; it is half of RFC 3261's T1. */
    private static final double SLOWEST_MILLIS = 250;

    private final Rig rig;

    public SetUp(Rig rig) {
        this.rig = rig;
    }

    /** The largest rate at which nothing failed, and what a call costs. */
    public List<Figure> rate(double echoesPerSecond) throws InterruptedException {
        double best = search();
        List<Double> runs = new ArrayList<>();
        List<Double> cost = new ArrayList<>();
        int repeats = (int) rig.settings().choose(3, 1);
        while (runs.size() < repeats && best > 10) {
            DialRun[] done = new DialRun[1];
            double rate = best;
            double share = rig.cpuShare(() -> done[0] = at(rate));
            DialRun run = done[0];
            if (clean(run)) {
                double seconds = run.seconds();
                runs.add(run.completed() / (run.plan().calls() / run.plan().perSecond()));
                cost.add(share * seconds / run.completed() * 1000);
            } else {
                best *= 0.9;
                runs.clear();
                cost.clear();
            }
        }
        String note =
                "open loop, evenly spaced; every call answered, heard and ended by BYE, no request sent twice, INVITE to 200 p99 ≤ 250 ms; 2 webhook requests a call";
        Figure perSecond = Figure.of("setup-rate", "calls set up and torn down", "calls/s", runs, note)
                .wants(Figure.Target.atLeast(500))
                .against("UDP echo on the same core", echoesPerSecond, "/s", Figure.median(runs) / echoesPerSecond);
        Figure cpu = Figure.of(
                "setup-cpu",
                "processor time of a call's set-up and end",
                "ms",
                cost,
                "at the rate above, 200 ms of sound included");
        return List.of(perSecond, cpu);
    }

    /** From INVITE to 200, when the server has time. */
    public List<Figure> latency(double echoMillis) throws InterruptedException {
        Rig.progress("INVITE to 200");
        List<Double> medians = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        int repeats = (int) rig.settings().choose(3, 1);
        int calls = (int) rig.settings().choose(400, 200);
        rig.script().takeOwnTime();
        for (int i = 0; i < repeats; i++) {
            DialRun run = rig.run(new DialPlan(ScriptStub.PLAYS, calls, 50, HOLD_MILLIS));
            medians.add(run.setUp().millisAt(0.5));
            tails.add(run.setUp().millisAt(0.99));
        }
        String note = "at 50 calls/s; the script's own time, median %.2f ms, is in it"
                .formatted(rig.script().takeOwnTime().millisAt(0.5));
        return List.of(
                Figure.of("invite-200-median", "INVITE to 200, median", "ms", medians, note)
                        .against("UDP echo, median", echoMillis, "ms", Figure.median(medians) / echoMillis),
                Figure.of("invite-200-p99", "INVITE to 200, p99", "ms", tails, ""));
    }

    private double search() throws InterruptedException {
        double good = 0;
        double rate = FIRST_RATE;
        double bad = Double.NaN;
        while (rate < MOST) {
            if (twice(rate)) {
                good = rate;
                rate *= STEP;
            } else {
                bad = rate;
                break;
            }
        }
        int refinements = (int) rig.settings().choose(2, 1);
        for (int i = 0; i < refinements && good > 0 && !Double.isNaN(bad); i++) {
            double middle = (good + bad) / 2;
            if (twice(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good > 0 ? good : FIRST_RATE / 2;
    }

    /** A rate counts as too much only when it failed twice: one hiccup of the machine is not the server's. */
    private boolean twice(double rate) throws InterruptedException {
        boolean first = clean(at(rate));
        return first || clean(at(rate));
    }

    private DialRun at(double rate) throws InterruptedException {
        int calls = (int) (rate * rig.settings().choose(3, 2));
        DialRun run = rig.run(new DialPlan(ScriptStub.PLAYS, calls, rate, HOLD_MILLIS));
        Rig.progress(run.toString());
        rig.clock().pass(300);
        return run;
    }

    private static boolean clean(DialRun run) {
        return run.failures() == 0
                && run.resent() == 0
                && run.completed() == run.plan().calls()
                && run.setUp().millisAt(0.99) <= SLOWEST_MILLIS;
    }
}
