package org.voicesecretary.benchmarks.phones;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.benchmarks.Histogram;

/** What became of the registrations of a {@link RegisterPlan}. Written by the telephones' thread; read when {@link #await} is through. */
public final class RegisterRun {
    private final RegisterPlan plan;
    private final CountDownLatch settled;
    private final Histogram times = new Histogram();
    private final SortedMap<Integer, Integer> refusals = new TreeMap<>();
    private int accepted;
    private int unanswered;
    private int resent;
    private volatile long firstNanos;
    private volatile long lastNanos;

    RegisterRun(RegisterPlan plan) {
        this.plan = plan;
        this.settled = new CountDownLatch(plan.count());
    }

    public RegisterPlan plan() {
        return plan;
    }

    void begins(long now) {
        firstNanos = now;
    }

    void accepted(long nanos, long now) {
        accepted++;
        times.record(nanos);
        settle(now);
    }

    void refused(int status, long now) {
        refusals.merge(status, 1, Integer::sum);
        settle(now);
    }

    void unanswered(long now) {
        unanswered++;
        settle(now);
    }

    void sentAgain() {
        resent++;
    }

    private void settle(long now) {
        lastNanos = now;
        settled.countDown();
    }

    /** Waits until each has its answer or was given up; false when {@code millis} passed first. */
    public boolean await(long millis) throws InterruptedException {
        return settled.await(millis, TimeUnit.MILLISECONDS);
    }

    /** From the first REGISTER to the 200 of the second. */
    public Histogram times() {
        return times;
    }

    public int accepted() {
        return accepted;
    }

    /** From the first REGISTER to the end of the last registration. */
    public double seconds() {
        return (lastNanos - firstNanos) / 1e9;
    }

    /** Whether each telephone is registered, and nothing had to be said twice. */
    public boolean clean() {
        return accepted == plan.count() && resent == 0;
    }

    @Override
    public String toString() {
        return "%d registrations at %.0f/s: %d accepted, refused %s, %d unanswered, %d resent; %.1f ms, p99 %.1f ms"
                .formatted(
                        plan.count(),
                        plan.perSecond(),
                        accepted,
                        refusals,
                        unanswered,
                        resent,
                        times.millisAt(0.5),
                        times.millisAt(0.99));
    }
}
