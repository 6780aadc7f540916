package org.voicesecretary.benchmarks.phones;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.benchmarks.Histogram;

/** What became of the calls of a {@link DialPlan}. Written by the signalling thread; read when {@link #awaitSettled} or {@link #awaitEnded} is through. */
public final class DialRun {
    private final DialPlan plan;
    private final CountDownLatch settled;
    private final CountDownLatch ended;
    private final Histogram setUp = new Histogram();
    private final Histogram refusal = new Histogram();
    private final Histogram tearDown = new Histogram();
    private final SortedMap<Integer, Integer> refusals = new TreeMap<>();
    private int answered;
    private int unanswered;
    private int completed;
    private int silent;
    private int cutOff;
    private int byeFailed;
    private int resent;
    private volatile long firstNanos;
    private volatile long lastEndNanos;

    DialRun(DialPlan plan) {
        this.plan = plan;
        this.settled = new CountDownLatch(plan.calls());
        this.ended = new CountDownLatch(plan.calls());
    }

    public DialPlan plan() {
        return plan;
    }

    void begins(long now) {
        firstNanos = now;
    }

    void answered(long nanos) {
        answered++;
        setUp.record(nanos);
        settled.countDown();
    }

    void refused(int status, long nanos, long now) {
        refusals.merge(status, 1, Integer::sum);
        refusal.record(nanos);
        settled.countDown();
        end(now);
    }

    void unanswered(long now) {
        unanswered++;
        settled.countDown();
        end(now);
    }

    void completed(long nanos, boolean heard, long now) {
        completed++;
        tearDown.record(nanos);
        if (!heard) {
            silent++;
        }
        end(now);
    }

    void byeFailed(long now) {
        byeFailed++;
        end(now);
    }

    void cutOff(long now) {
        cutOff++;
        end(now);
    }

    void sentAgain() {
        resent++;
    }

    private void end(long now) {
        lastEndNanos = now;
        ended.countDown();
    }

    /** When the first INVITE was sent, by the clock; 0 before that. */
    public long begunNanos() {
        return firstNanos;
    }

    /** Waits until each call was answered or not; false when {@code millis} passed first. */
    public boolean awaitSettled(long millis) throws InterruptedException {
        return settled.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits until each call is over; false when {@code millis} passed first. */
    public boolean awaitEnded(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** From INVITE to 200, of those answered. */
    public Histogram setUp() {
        return setUp;
    }

    /** From INVITE to the refusal, of those refused. */
    public Histogram refusal() {
        return refusal;
    }

    /** From BYE to its 200. */
    public Histogram tearDown() {
        return tearDown;
    }

    /** How many calls were refused, by status. */
    public SortedMap<Integer, Integer> refusals() {
        return refusals;
    }

    public int answered() {
        return answered;
    }

    /** INVITEs without a final response. */
    public int unanswered() {
        return unanswered;
    }

    /** Calls that ended by our BYE. */
    public int completed() {
        return completed;
    }

    /** Calls that the server ended. */
    public int cutOff() {
        return cutOff;
    }

    /** Requests that were sent again. */
    public int resent() {
        return resent;
    }

    /** Calls of which no clean account can be given: refused, unanswered, silent, cut off, or without an answer to the BYE. */
    public int failures() {
        return unanswered
                + silent
                + cutOff
                + byeFailed
                + refusals.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** From the first INVITE to the end of the last call. */
    public double seconds() {
        return (lastEndNanos - firstNanos) / 1e9;
    }

    @Override
    public String toString() {
        return "%d calls at %.0f/s: %d answered, refused %s, %d unanswered, %d silent, %d cut off, %d without BYE answer, %d resent; set-up %.1f ms, p99 %.1f ms"
                .formatted(
                        plan.calls(),
                        plan.perSecond(),
                        answered,
                        refusals,
                        unanswered,
                        silent,
                        cutOff,
                        byeFailed,
                        resent,
                        setUp.millisAt(0.5),
                        setUp.millisAt(0.99));
    }
}
