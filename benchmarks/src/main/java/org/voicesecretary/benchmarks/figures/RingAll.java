package org.voicesecretary.benchmarks.figures;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.phones.DialPlan;
import org.voicesecretary.benchmarks.phones.DialRun;
import org.voicesecretary.benchmarks.script.ScriptStub;
import org.voicesecretary.benchmarks.subject.Offices;

/** How soon fifty telephones ring: from the caller's INVITE, by way of the script and a scenario, to the last INVITE of the server. */
public final class RingAll {
    private static final long PATIENCE_MILLIS = 5_000;

    private final Rig rig;

    public RingAll(Rig rig) {
        this.rig = rig;
    }

    /** All telephones are registered. */
    public List<Figure> measure() throws InterruptedException {
        Rig.progress("ringing " + Offices.RING_ALL + " telephones");
        List<Double> runs = new ArrayList<>();
        int repeats = (int) rig.settings().choose(31, 11);
        long warmUp = rig.settings().choose(60, 20);
        for (int i = 0; i < warmUp; i++) {
            ring(); // figures of a cold virtual machine say nothing about the next day
        }
        for (int i = 0; i < repeats; i++) {
            double millis = ring();
            if (millis >= 0) {
                runs.add(millis);
            }
        }
        if (runs.size() < repeats) {
            rig.remark("only in " + runs.size() + " of " + repeats + " calls did all " + Offices.RING_ALL
                    + " telephones ring and end");
        }
        String slowest = runs.isEmpty() ? "" : "; slowest %.1f ms".formatted(Collections.max(runs));
        return List.of(Figure.of(
                        "ring-all",
                        "ring-to-all of " + Offices.RING_ALL + " telephones",
                        "ms",
                        runs,
                        "caller's INVITE to the last of 50 INVITEs, the script's reply included; one telephone for each of 50 extensions"
                                + slowest)
                .wants(Figure.Target.atMost(100)));
    }

    /** Milliseconds; negative where not all rang, or not all of them were told the end. */
    private double ring() throws InterruptedException {
        rig.desks().answer(false);
        DialRun run = rig.phones().dial(new DialPlan(ScriptStub.RINGS_ALL, 1, 1, 50));
        long last = rig.desks().awaitRinging(Offices.RING_ALL, PATIENCE_MILLIS);
        rig.desks().answerOne();
        boolean ended = run.awaitEnded(PATIENCE_MILLIS)
                && rig.desks().awaitOver(Offices.RING_ALL, PATIENCE_MILLIS)
                && run.answered() == 1;
        rig.clock().pass(100);
        if (last < 0 || !ended) {
            Rig.progress("telephones: " + rig.desks().state() + "; caller: " + run);
        }
        return last < 0 || !ended ? -1 : (last - run.begunNanos()) / 1e6;
    }
}
