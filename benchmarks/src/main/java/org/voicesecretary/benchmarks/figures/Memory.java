package org.voicesecretary.benchmarks.figures;

import java.io.IOException;
import java.util.List;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.phones.DialPlan;
import org.voicesecretary.benchmarks.phones.DialRun;
import org.voicesecretary.benchmarks.script.ScriptStub;

/** What a call that waits for a key keeps in memory. */
public final class Memory {
    /** RFC 3261 keeps the transactions of a set-up for 64·T1; what they hold is not the idle call's. */
    private static final long TRANSACTIONS_GONE_MILLIS = 33_000;

    private static final double KILOBYTE = 1024;

    private final Rig rig;

    public Memory(Rig rig) {
        this.rig = rig;
    }

    public List<Figure> measure() throws InterruptedException, IOException {
        int calls = (int) rig.settings().choose(1_000, 300);
        Rig.progress("memory of " + calls + " idle calls");
        if (!rig.settings().quick()) {
            rig.clock().pass(TRANSACTIONS_GONE_MILLIS); // of the figures before
        }
        double before = rig.server().liveHeapBytes();
        double residentBefore = rig.server().facts().residentBytes();
        DialRun run = rig.phones().dial(new DialPlan(ScriptStub.IDLES, calls, 150, DialPlan.UNTIL_TOLD));
        run.awaitSettled(calls * 7L + 15_000);
        rig.clock().pass(1_000);
        double fresh = (rig.server().liveHeapBytes() - before) / run.answered() / KILOBYTE;
        double idle = fresh;
        if (!rig.settings().quick()) {
            rig.clock().pass(TRANSACTIONS_GONE_MILLIS);
            idle = (rig.server().liveHeapBytes() - before) / run.answered() / KILOBYTE;
        }
        double resident = (rig.server().facts().residentBytes() - residentBefore) / run.answered() / KILOBYTE;
        rig.phones().hangUp(run, 300);
        return List.of(
                Figure.of(
                                "heap-per-call",
                                "heap of an idle call",
                                "KB",
                                List.of(idle),
                                "live after a full collection, difference by " + run.answered()
                                        + " calls that wait for a key and send sound, 33 s after the set-up")
                        .wants(Figure.Target.atMost(64)),
                Figure.of(
                        "heap-per-fresh-call",
                        "heap of an idle call just set up",
                        "KB",
                        List.of(fresh),
                        "with the transactions that RFC 3261 keeps for 32 s"),
                Figure.of(
                        "resident-per-call",
                        "resident memory of an idle call",
                        "KB",
                        List.of(resident),
                        "heap growth included"));
    }
}
