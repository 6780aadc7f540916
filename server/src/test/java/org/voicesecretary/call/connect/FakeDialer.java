package org.voicesecretary.call.connect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.voicesecretary.call.Branch;
import org.voicesecretary.call.BranchEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.Dialer;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.SimulatedTime;

/** Phones in memory: keeps a journal of what happens to them, and lets each do what a test plans for it. */
public final class FakeDialer implements Dialer {
    private final SimulatedTime time;
    private final List<String> journal = new ArrayList<>();
    private final Map<String, BiConsumer<Branch, Mailbox>> plans = new HashMap<>();

    public FakeDialer(SimulatedTime time) {
        this.time = time;
    }

    /** {@code "1200 dial 101"}: milliseconds, verb, label. */
    public List<String> journal() {
        return journal;
    }

    public void answersAfter(String label, long millis) {
        plan(label, (branch, mailbox) -> post(mailbox, millis, new CallSignal.BranchAnswered(branch)));
    }

    public void answersAndHangsUp(String label, long answerMillis, long hangUpMillis) {
        plan(label, (branch, mailbox) -> {
            post(mailbox, answerMillis, new CallSignal.BranchAnswered(branch));
            post(mailbox, hangUpMillis, new CallSignal.BranchOver(branch, new BranchEnd.HungUp()));
        });
    }

    public void refusesAfter(String label, long millis, int status) {
        plan(
                label,
                (branch, mailbox) -> post(
                        mailbox, millis, new CallSignal.BranchOver(branch, new BranchEnd.Refused(status, "Refused"))));
    }

    private void plan(String label, BiConsumer<Branch, Mailbox> plan) {
        plans.put(label, plan);
    }

    private void post(Mailbox mailbox, long millis, CallSignal signal) {
        time.after(java.time.Duration.ofMillis(millis), () -> mailbox.post(signal));
    }

    @Override
    public Branch dial(DialOrder order, Mailbox mailbox) {
        Branch branch = new Fake(order.label());
        note("dial " + order.label());
        plans.getOrDefault(order.label(), (b, m) -> {}).accept(branch, mailbox);
        return branch;
    }

    private void note(String what) {
        journal.add(time.millis() + " " + what);
    }

    private final class Fake implements Branch {
        private final String label;

        Fake(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public void release(Why why) {
            note("release " + label + " " + why);
        }
    }
}
