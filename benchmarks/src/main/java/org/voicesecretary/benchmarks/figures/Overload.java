package org.voicesecretary.benchmarks.figures;

import java.util.List;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.phones.DialPlan;
import org.voicesecretary.benchmarks.phones.DialRun;
import org.voicesecretary.benchmarks.phones.MediaWindow;
import org.voicesecretary.benchmarks.script.ScriptStub;

/** What happens at twice the load that fits: the surplus is to be refused at once, and who is in is not to notice. */
public final class Overload {
    private static final int UNAVAILABLE = 503;

    private final Rig rig;

    public Overload(Rig rig) {
        this.rig = rig;
    }

    /** Twice as many calls as {@code maxCalls}, which this rig's server has as its limit. */
    public List<Figure> ofCalls(int maxCalls) throws InterruptedException {
        Rig.progress("twice " + maxCalls + " calls");
        DialRun fitting = rig.phones().dial(new DialPlan(ScriptStub.PLAYS, maxCalls, 150, DialPlan.UNTIL_TOLD));
        fitting.awaitSettled(maxCalls * 7L + 15_000);
        DialRun surplus = rig.phones().dial(new DialPlan(ScriptStub.PLAYS, maxCalls, 200, 500));
        MediaWindow window = rig.phones().hear((long) (maxCalls / 200.0 * 1000) + 500);
        surplus.awaitEnded(15_000);
        rig.phones().hangUp(fitting, 400);
        Rig.progress(surplus.toString());
        return figures("overload-calls", "twice max-calls = " + maxCalls, surplus, window, maxCalls);
    }

    /** Calls that come twice as fast as {@code rate}, what fits, while {@code calls} of those that are in hear a prompt. */
    public List<Figure> ofRate(double rate, int calls) throws InterruptedException {
        Rig.progress("twice %.0f calls/s".formatted(rate));
        DialRun in = rig.phones().dial(new DialPlan(ScriptStub.PLAYS, calls, 150, DialPlan.UNTIL_TOLD));
        in.awaitSettled(calls * 7L + 15_000);
        rig.clock().pass(500);
        long millis = rig.settings().choose(6_000, 4_000);
        DialRun flood =
                rig.phones().dial(new DialPlan(ScriptStub.PLAYS, (int) (2 * rate * millis / 1000), 2 * rate, 200));
        MediaWindow window = rig.phones().hear(millis);
        flood.awaitEnded(millis + 25_000);
        rig.phones().hangUp(in, 400);
        Rig.progress(flood.toString());
        return figures("overload-rate", "calls at twice the rate that fits", flood, window, -1);
    }

    private static List<Figure> figures(String id, String what, DialRun surplus, MediaWindow window, int refusalsDue) {
        int refused = surplus.refusals().getOrDefault(UNAVAILABLE, 0);
        int lost = surplus.failures() - refused;
        Figure late = Figure.of(
                        id + "-late",
                        what + ": packets of those in later than 10 ms",
                        "%",
                        List.of(100 * (1 - window.punctual())),
                        window.streams() + " streams, " + window.lateStreams() + " with a late packet")
                .wants(Figure.Target.atMost(0.1));
        Figure at = Figure.of(
                id + "-refusal-p99",
                what + ": INVITE to 503, p99",
                "ms",
                List.of(surplus.refusal().millisAt(0.99)),
                refused + " of " + surplus.plan().calls() + " refused, " + surplus.answered() + " answered");
        Figure failed = Figure.of(
                        id + "-lost",
                        what + ": calls neither served well nor refused with 503",
                        "calls",
                        List.of((double) (refusalsDue < 0 ? lost : lost + Math.abs(refusalsDue - refused))),
                        surplus.toString())
                .wants(Figure.Target.atMost(0));
        return List.of(late, at.wants(Figure.Target.atMost(100)), failed);
    }
}
