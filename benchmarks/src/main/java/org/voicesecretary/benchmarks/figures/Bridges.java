package org.voicesecretary.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.phones.DialPlan;
import org.voicesecretary.benchmarks.phones.DialRun;
import org.voicesecretary.benchmarks.phones.MediaWindow;
import org.voicesecretary.benchmarks.script.ScriptStub;

/** How many callers can talk to telephones at the same time, each packet forwarded in time: it carries when it was sent. */
public final class Bridges {
    private static final double PUNCTUAL = 0.999;
    private static final double DIAL_RATE = 60;
    private static final int[] LEVELS = {250, 500, 750, 1000, 1250, 1500, 2000, 2500, 3000};
    private static final int[] QUICK_LEVELS = {250, 500, 1000};
    private static final int WANTED = 1000;

    private final Rig rig;
    private final List<DialRun> up = new ArrayList<>();

    public Bridges(Rig rig) {
        this.rig = rig;
    }

    private record Level(int calls, double cpu, MediaWindow window, double generatorBehind) {
        boolean passes() {
            return window.punctual() >= PUNCTUAL && window.silentStreams() == 0 && window.streams() == 2 * calls;
        }

        String text() {
            return "%d bridged calls: %.4f %% within 10 ms, p50 %.1f, p99 %.1f, p99.9 %.1f ms, %d of %d streams late, %d silent, %d missing, server %.0f %% of a core, phones behind %.1f ms"
                    .formatted(
                            calls,
                            100 * window.punctual(),
                            window.lateness().millisAt(0.5),
                            window.lateness().millisAt(0.99),
                            window.lateness().millisAt(0.999),
                            window.lateStreams(),
                            window.streams(),
                            window.silentStreams(),
                            window.missing(),
                            100 * cpu,
                            generatorBehind);
        }
    }

    /** Goes up until packets are late. All telephones are registered. */
    public List<Figure> measure(double sendsPerSecond) throws InterruptedException {
        rig.desks().answer(true);
        warmUp();
        List<Level> passed = new ArrayList<>();
        Level failed = null;
        try {
            for (int calls : rig.settings().quick() ? QUICK_LEVELS : LEVELS) {
                Level level = reach(calls);
                if (!level.passes()) {
                    failed = level;
                    break;
                }
                passed.add(level);
            }
            if (failed != null && !rig.settings().quick()) {
                refine(passed, failed.calls());
            }
        } finally {
            for (DialRun run : up) {
                rig.phones().hangUp(run, 200);
            }
            up.clear();
        }
        return figures(passed, failed, sendsPerSecond);
    }

    /** Figures of a cold virtual machine say nothing about the next day. */
    private void warmUp() throws InterruptedException {
        long rounds = rig.settings().choose(6, 2);
        for (int i = 0; i < rounds; i++) {
            rig.run(new DialPlan(ScriptStub.CONNECTS, 150, 30 + 10 * i, 1_000, true));
        }
    }

    /** Looks once between the last good and the first bad number; the calls above it are ended first. */
    private void refine(List<Level> passed, int failedAt) throws InterruptedException {
        int good = passed.isEmpty() ? 0 : passed.getLast().calls();
        rig.phones().hangUp(up.removeLast(), 200);
        Level between = reach((good + failedAt) / 2);
        if (between.passes()) {
            passed.add(between);
        }
    }

    private Level reach(int calls) throws InterruptedException {
        int more = calls - up.stream().mapToInt(DialRun::answered).sum();
        DialRun run = rig.phones().dial(new DialPlan(ScriptStub.CONNECTS, more, DIAL_RATE, DialPlan.UNTIL_TOLD, true));
        up.add(run);
        if (!run.awaitSettled((long) (more / DIAL_RATE * 1000) + 15_000) || run.answered() < more) {
            rig.remark("on the way to " + calls + " bridged calls: " + run);
        }
        rig.clock().pass(1_500);
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

    private static List<Figure> figures(List<Level> passed, @Nullable Level failed, double sendsPerSecond) {
        double most = passed.isEmpty() ? 0 : passed.getLast().calls();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(
                        "bridges",
                        "bridged calls with 99.9 % of packets forwarded within 10 ms",
                        "calls",
                        List.of(most),
                        "two legs, G.711, 20 ms, both ways; from phone to phone, the kernel's time of arrival; a lost packet counts as late")
                .wants(Figure.Target.atLeast(WANTED))
                .against("raw sends of 172 bytes on the same core", sendsPerSecond, "/s", most * 100 / sendsPerSecond));
        Level reference = passed.stream()
                .filter(level -> level.calls() <= WANTED)
                .reduce((lower, higher) -> higher)
                .orElse(failed);
        if (reference != null) {
            String at = "at " + reference.calls() + " bridged calls";
            figures.add(Figure.of(
                    "bridge-cpu",
                    "processor of a bridged call",
                    "% of a core",
                    List.of(100 * reference.cpu() / reference.calls()),
                    at));
            figures.add(Figure.of(
                    "bridge-median",
                    "packet from phone to phone, median",
                    "ms",
                    List.of(reference.window().lateness().millisAt(0.5)),
                    at));
            figures.add(Figure.of(
                    "bridge-p999",
                    "packet from phone to phone, p99.9",
                    "ms",
                    List.of(reference.window().lateness().millisAt(0.999)),
                    at));
        }
        return figures;
    }
}
