package org.voicesecretary.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.phones.DialPlan;
import org.voicesecretary.benchmarks.phones.DialRun;
import org.voicesecretary.benchmarks.phones.MediaWindow;
import org.voicesecretary.benchmarks.script.ScriptStub;

/** How many callers hear a prompt at the same time, each packet at its time, while each sends 50 packets a second itself. */
public final class Prompts {
    private static final double PUNCTUAL = 0.999;
    private static final double DIAL_RATE = 150;
    private static final int[] LEVELS = {250, 500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7000, 8000};
    private static final int[] QUICK_LEVELS = {500, 1000, 1500, 2000, 3000};
    /** Every frame of every stream. */
    private static final int REFERENCE = 1500;

    private final Rig rig;
    private final List<DialRun> up = new ArrayList<>();

    public Prompts(Rig rig) {
        this.rig = rig;
    }

    /** What was heard at one number of calls, and what share of its core the server used. */
    private record Level(int calls, double cpu, MediaWindow window, double generatorBehind) {
        boolean passes() {
            return window.punctual() >= PUNCTUAL && window.silentStreams() == 0 && window.streams() == calls;
        }

        String text() {
            return "%d prompts: %.4f %% within 10 ms, p99.9 %.1f ms, %d of %d streams late, %d missing, server %.0f %% of a core, phones behind %.1f ms"
                    .formatted(
                            calls,
                            100 * window.punctual(),
                            window.lateness().millisAt(0.999),
                            window.lateStreams(),
                            window.streams(),
                            window.missing(),
                            100 * cpu,
                            generatorBehind);
        }
    }

    /** Goes up until the sound is no longer clean. */
    public List<Figure> measure(double sendsPerSecond) throws InterruptedException {
        List<Level> passed = new ArrayList<>();
        Level reference = null;
        try {
            int failedAt = 0;
            for (int calls : rig.settings().quick() ? QUICK_LEVELS : LEVELS) {
                Level level = reach(calls);
                if (!level.passes()) {
                    failedAt = calls;
                    break;
                }
                passed.add(level);
                if (calls <= REFERENCE) {
                    reference = level;
                }
            }
            if (failedAt > 0 && !rig.settings().quick()) {
                refine(passed, failedAt);
            }
        } finally {
            for (DialRun run : up) {
                rig.phones().hangUp(run, 400);
            }
            up.clear();
        }
        return figures(passed, reference == null && !passed.isEmpty() ? passed.getFirst() : reference, sendsPerSecond);
    }

    /** Looks once between the last good and the first bad number; the calls above it are ended first. */
    private void refine(List<Level> passed, int failedAt) throws InterruptedException {
        int good = passed.isEmpty() ? 0 : passed.getLast().calls();
        rig.phones().hangUp(up.removeLast(), 400);
        Level between = reach((good + failedAt) / 2);
        if (between.passes()) {
            passed.add(between);
        }
    }

    private Level reach(int calls) throws InterruptedException {
        int more = calls - up.stream().mapToInt(DialRun::answered).sum();
        DialRun run = rig.phones().dial(new DialPlan(ScriptStub.PLAYS, more, DIAL_RATE, DialPlan.UNTIL_TOLD));
        up.add(run);
        if (!run.awaitSettled((long) (more / DIAL_RATE * 1000) + 15_000) || run.answered() < more) {
            rig.remark("on the way to " + calls + " prompts: " + run);
        }
        rig.clock().pass(1_000);
        Level level = look(calls);
        return level.passes() ? level : look(calls); // one hiccup of the machine is not the server's
    }

    private Level look(int calls) throws InterruptedException {
        MediaWindow[] heard = new MediaWindow[1];
        double cpu =
                rig.cpuShare(() -> heard[0] = rig.phones().hear(rig.settings().choose(4_000, 2_500)));
        Level level = new Level(calls, cpu, heard[0], rig.phones().behindMillis());
        Rig.progress(level.text());
        return level;
    }

    private static List<Figure> figures(
            List<Level> passed, @org.jspecify.annotations.Nullable Level reference, double sendsPerSecond) {
        double most = passed.isEmpty() ? 0 : passed.getLast().calls();
        double flawless = passed.stream()
                .filter(level -> level.window().lateStreams() == 0)
                .mapToInt(Level::calls)
                .max()
                .orElse(0);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(
                        "prompts",
                        "concurrent prompts with 99.9 % of packets within 10 ms",
                        "calls",
                        List.of(most),
                        "G.711, 20 ms, both ways; a frame that was never sent counts as late; kernel time of arrival")
                .wants(Figure.Target.atLeast(1500))
                .against("raw sends of 172 bytes on the same core", sendsPerSecond, "/s", most * 50 / sendsPerSecond));
        figures.add(Figure.of(
                "prompts-flawless",
                "concurrent calls with media without one late stream",
                "calls",
                List.of(flawless),
                "no packet of any stream later than 10 ms in the span measured"));
        if (reference != null) {
            MediaWindow window = reference.window();
            String at = "at " + reference.calls() + " prompts";
            figures.add(Figure.of(
                    "prompt-cpu",
                    "processor of a call with a prompt",
                    "% of a core",
                    List.of(100 * reference.cpu() / reference.calls()),
                    at));
            figures.add(Figure.of(
                    "spacing-p99",
                    "packet spacing, p99",
                    "ms",
                    List.of(window.spacing().millisAt(0.99)),
                    at + "; 20 is even"));
            figures.add(Figure.of(
                            "spacing-late", "packets later than 10 ms", "%", List.of(100 * (1 - window.punctual())), at)
                    .wants(Figure.Target.atMost(0.1)));
            figures.add(Figure.of("spacing-gaps", "gaps longer than 30 ms", "%", List.of(100 * window.longGaps()), at));
        }
        return figures;
    }
}
