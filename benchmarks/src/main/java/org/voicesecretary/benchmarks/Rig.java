package org.voicesecretary.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.benchmarks.phones.DeskBank;
import org.voicesecretary.benchmarks.phones.DialPlan;
import org.voicesecretary.benchmarks.phones.DialRun;
import org.voicesecretary.benchmarks.phones.PhoneBank;
import org.voicesecretary.benchmarks.script.ScriptStub;
import org.voicesecretary.benchmarks.subject.Offices;
import org.voicesecretary.benchmarks.subject.ProcessFacts;
import org.voicesecretary.benchmarks.subject.ServerProcess;

/** A server, its script and its callers, ready to be measured. */
public final class Rig implements AutoCloseable {
    /** As many calls as one core may be asked for here. */
    public static final int MOST_CALLS = 9000;

    /** Below this share of a core for the compilers, what is measured is the compiled code. */
    private static final double COMPILED = 0.08;

    private static final int SPARE_PHONES = 3000;
    private static final long ENDING_MILLIS = 15_000;

    private final BenchClock clock = new BenchClock();
    private final Settings settings;
    private final ScriptStub script;
    private final ServerProcess server;
    private final PhoneBank phones;
    private final DeskBank desks;
    private final List<String> remarks = new ArrayList<>();

    private Rig(Settings settings, ScriptStub script, ServerProcess server, PhoneBank phones, DeskBank desks) {
        this.settings = settings;
        this.script = script;
        this.server = server;
        this.phones = phones;
        this.desks = desks;
    }

    /** Starts all three; the server takes at most {@code maxCalls}. */
    public static Rig start(Settings settings, int maxCalls) throws IOException, InterruptedException {
        return start(settings, maxCalls, Offices.NONE);
    }

    /** Starts all three, and the telephones of {@code offices}, none of which is registered yet. */
    public static Rig start(Settings settings, int maxCalls, Offices offices) throws IOException, InterruptedException {
        BenchClock clock = new BenchClock();
        ScriptStub script = ScriptStub.start(clock);
        ServerProcess server = ServerProcess.start(
                clock,
                new ServerProcess.Plan(settings.launcher(), settings.serverPinning(), script.url(), maxCalls, offices));
        PhoneBank phones = PhoneBank.open(clock, server.sip(), MOST_CALLS + SPARE_PHONES);
        DeskBank desks = DeskBank.open(clock, server.sip(), phones, offices.logins());
        return new Rig(settings, script, server, phones, desks);
    }

    /** Calls until the server's code is compiled: figures of a cold virtual machine say nothing about the next day. */
    public void warmUp() throws InterruptedException {
        progress("warming up");
        run(new DialPlan(ScriptStub.PLAYS, 150, 50, 200));
        run(new DialPlan(ScriptStub.PLAYS, 300, 100, 200));
        long rounds = settings.choose(14, 3);
        double compiling = 1;
        for (int i = 0; i < rounds && compiling > COMPILED; i++) {
            double before = compilerSeconds();
            DialRun run = run(new DialPlan(ScriptStub.PLAYS, 800, 200, 200));
            compiling = (compilerSeconds() - before) / run.seconds();
        }
        progress("compilers still use %.0f %% of a core at 200 calls/s".formatted(100 * compiling));
        clock.pass(1_000);
    }

    /** Seconds that the just-in-time compilers have used. */
    private double compilerSeconds() {
        return server.facts().cpuSecondsByThread().getOrDefault("C", 0.0);
    }

    /** Places the calls and waits until they are over. */
    public DialRun run(DialPlan plan) throws InterruptedException {
        DialRun run = phones.dial(plan);
        if (!run.awaitEnded((long) (plan.calls() / plan.perSecond() * 1000) + ENDING_MILLIS)) {
            remark("not all of " + plan + " had ended in time");
        }
        return run;
    }

    /** The share of a core that the server used, while {@code work} went on. */
    public double cpuShare(Work work) throws InterruptedException {
        double cpu = server.facts().cpuSeconds();
        double busy = ProcessFacts.busySeconds(0);
        long start = clock.nanos();
        work.run();
        double seconds = (clock.nanos() - start) / 1e9;
        double own = server.facts().cpuSeconds() - cpu;
        double others = ProcessFacts.busySeconds(0) - busy - own;
        if (settings.pinned() && others / seconds > 0.05) {
            remark("others used %.0f %% of the server's core while it was measured: the figures are too low for it"
                    .formatted(100 * others / seconds));
        }
        return own / seconds;
    }

    /** What is measured; may wait. */
    public interface Work {
        void run() throws InterruptedException;
    }

    public BenchClock clock() {
        return clock;
    }

    public Settings settings() {
        return settings;
    }

    public ScriptStub script() {
        return script;
    }

    public ServerProcess server() {
        return server;
    }

    public PhoneBank phones() {
        return phones;
    }

    /** The telephones of the extensions. */
    public DeskBank desks() {
        return desks;
    }

    /** Something to know about the figures; each is kept once. */
    public void remark(String text) {
        if (!remarks.contains(text)) {
            remarks.add(text);
        }
    }

    List<String> remarks() {
        return remarks;
    }

    /** Tells who waits what is going on. */
    public static void progress(String text) {
        System.err.println("  … " + text);
    }

    @Override
    public void close() throws IOException {
        desks.close();
        phones.close();
        server.close();
        script.close();
    }
}
