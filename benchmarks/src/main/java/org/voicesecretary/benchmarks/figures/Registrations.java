package org.voicesecretary.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.phones.RegisterPlan;
import org.voicesecretary.benchmarks.phones.RegisterRun;

/** How fast telephones register: each is REGISTER, 401, REGISTER with the digest, 200, and the binding on its way to the disk. */
public final class Registrations {
    private static final double FIRST_RATE = 400;
    private static final double STEP = 1.3;
    private static final double MOST = 20_000;
    /** A longer registration means that requests queue, and that the rate would not last; it is half of RFC 3261's T1. */
    private static final double SLOWEST_MILLIS = 250;

    private final Rig rig;
    private int next;

    public Registrations(Rig rig) {
        this.rig = rig;
    }

    /** Registers the first so many telephones, or refreshes them, slowly enough for a server that has just started. */
    public void first(int count, double perSecond) throws InterruptedException {
        next = 0;
        RegisterRun run = run(count, perSecond);
        if (!run.clean()) {
            rig.remark("to begin with: " + run);
        }
    }

    /** The largest rate at which nothing failed, and what a registration costs. */
    public List<Figure> measure(double echoesPerSecond) throws InterruptedException {
        double best = search();
        List<Double> runs = new ArrayList<>();
        List<Double> cost = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        int repeats = (int) rig.settings().choose(3, 1);
        while (runs.size() < repeats && best > 10) {
            RegisterRun[] done = new RegisterRun[1];
            double rate = best;
            double share = rig.cpuShare(() -> done[0] = at(rate));
            RegisterRun run = done[0];
            if (clean(run)) {
                runs.add(run.accepted() / Math.max(run.seconds(), run.plan().count() / rate));
                cost.add(share * run.seconds() / run.accepted() * 1000);
            } else {
                best *= 0.9;
                runs.clear();
                cost.clear();
            }
        }
        for (int i = 0; i < repeats; i++) {
            medians.add(at(200).times().millisAt(0.5));
        }
        String note =
                "open loop, evenly spaced; each is challenged (MD5) and answers with a digest of the new nonce; all accepted, none sent twice, p99 ≤ 250 ms; a refresh costs the same";
        return List.of(
                Figure.of("register-rate", "registrations with digest", "/s", runs, note)
                        .wants(Figure.Target.atLeast(1000))
                        .against(
                                "UDP echo on the same core",
                                echoesPerSecond,
                                "/s",
                                2 * Figure.median(runs) / echoesPerSecond),
                Figure.of("register-cpu", "processor time of a registration", "ms", cost, "at the rate above"),
                Figure.of(
                        "register-median",
                        "REGISTER to its 200, median",
                        "ms",
                        medians,
                        "at 200 a second, challenge and both ways included"));
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

    private RegisterRun at(double rate) throws InterruptedException {
        int count = (int) Math.min(rig.desks().size(), rate * rig.settings().choose(3, 2));
        RegisterRun run = run(count, rate);
        rig.clock().pass(300);
        return run;
    }

    private RegisterRun run(int count, double rate) throws InterruptedException {
        RegisterRun run = rig.desks().register(new RegisterPlan(next, count, rate));
        next = (next + count) % rig.desks().size();
        if (!run.await((long) (count / rate * 1000) + 15_000)) {
            rig.remark("not all of " + run.plan() + " were answered in time");
        }
        Rig.progress(run.toString());
        return run;
    }

    private static boolean clean(RegisterRun run) {
        return run.clean() && run.times().millisAt(0.99) <= SLOWEST_MILLIS;
    }
}
