package org.voicesecretary.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.phones.DialPlan;
import org.voicesecretary.benchmarks.phones.DialRun;
import org.voicesecretary.benchmarks.phones.KeyTimes;
import org.voicesecretary.benchmarks.script.ScriptStub;

/** How soon a key is answered: it cuts the prompt short, the script is asked, the next prompt begins. */
public final class Keys {
    private static final int PHONES = 40;

    private final Rig rig;

    public Keys(Rig rig) {
        this.rig = rig;
    }

    /** Keys at {@value #PHONES} phones at random moments, while {@code others} calls hear a prompt. */
    public List<Figure> measure(int others) throws InterruptedException {
        Rig.progress("keys, with " + others + " other calls");
        DialRun background = others == 0
                ? null
                : rig.phones().dial(new DialPlan(ScriptStub.PLAYS, others, 150, DialPlan.UNTIL_TOLD));
        if (background != null) {
            background.awaitSettled(others * 7L + 15_000);
        }
        DialRun run = rig.phones().dial(new DialPlan(ScriptStub.CHANGES, PHONES, 50, DialPlan.UNTIL_TOLD));
        run.awaitSettled(15_000);
        rig.clock().pass(1_000);
        List<Double> medians = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        List<Double> stops = new ArrayList<>();
        int repeats = (int) rig.settings().choose(3, 1);
        rig.script().takeOwnTime();
        press(run, 1_500); // the first keys warm the way up
        for (int i = 0; i < repeats; i++) {
            rig.script().takeOwnTime();
            KeyTimes times = press(run, rig.settings().choose(6_000, 4_000));
            double script = rig.script().takeOwnTime().millisAt(0.5);
            medians.add(times.toNextPrompt().millisAt(0.5) - script);
            tails.add(times.toNextPrompt().millisAt(0.99) - script);
            stops.add(times.toStop().millisAt(0.99));
            Rig.progress("%d keys: next prompt %.1f ms, p99 %.1f ms; stop p99 %.1f ms"
                    .formatted(
                            times.toNextPrompt().count(),
                            times.toNextPrompt().millisAt(0.5),
                            times.toNextPrompt().millisAt(0.99),
                            times.toStop().millisAt(0.99)));
        }
        rig.phones().hangUp(run, 200);
        if (background != null) {
            rig.phones().hangUp(background, 400);
        }
        return figures(others, medians, tails, stops);
    }

    private static List<Figure> figures(int others, List<Double> medians, List<Double> tails, List<Double> stops) {
        String id = others == 0 ? "key" : "key-busy";
        String among = others == 0 ? "" : ", among " + others + " prompts";
        return List.of(
                Figure.of(
                        id + "-median",
                        "key to the next prompt's first packet, median" + among,
                        "ms",
                        medians,
                        "from the first RFC 4733 packet, cached prompt, the script's own time taken off; packets leave every 20 ms, so 10 of it are waiting for a turn"),
                Figure.of(id + "-p99", "key to the next prompt's first packet, p99" + among, "ms", tails, "")
                        .wants(Figure.Target.atMost(40)),
                Figure.of(
                                id + "-stop-p99",
                                "key to the last packet of the prompt it cuts, p99" + among,
                                "ms",
                                stops,
                                "")
                        .wants(Figure.Target.atMost(40)));
    }

    private KeyTimes press(DialRun run, long millis) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(42);
        List<Integer> phones = rig.phones().talking(run);
        rig.phones().listen();
        rig.clock().pass(100);
        long end = rig.clock().nanos() + millis * 1_000_000L;
        while (rig.clock().nanos() - end < 0) {
            rig.phones().press(phones.get(random.nextInt(phones.size())), random.nextInt(10));
            rig.clock().parkUntil(rig.clock().nanos() + random.nextLong(3_000_000, 20_000_000));
        }
        rig.clock().pass(300);
        return rig.phones().endListening();
    }
}
