package org.voicesecretary.call.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Branch;
import org.voicesecretary.call.BranchEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.Dialer;
import org.voicesecretary.call.HoldMusic;
import org.voicesecretary.call.KeyFilter;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.Playback;
import org.voicesecretary.call.Side;
import org.voicesecretary.call.SimulatedTime;
import org.voicesecretary.call.TransferRequest;
import org.voicesecretary.media.Conference;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.protocol.Q931;

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
            time.after(Duration.ofMillis(hangUpMillis), () -> {
                ((Fake) branch).over = true;
                mailbox.post(new CallSignal.BranchOver(branch, new BranchEnd.HungUp()));
            });
        });
    }

    public void refusesAfter(String label, long millis, int status) {
        plan(
                label,
                (branch, mailbox) -> post(
                        mailbox, millis, new CallSignal.BranchOver(branch, new BranchEnd.Refused(status, "Refused"))));
    }

    /** The phone answers, then its user presses keys, and hangs up, each so long after it began to ring. */
    public Phone phone(String label) {
        return new Phone(label);
    }

    /** What a phone does once it rings. */
    public final class Phone {
        private final String label;
        private BiConsumer<Fake, Mailbox> todo = (branch, mailbox) -> {};

        Phone(String label) {
            this.label = label;
        }

        private Phone and(BiConsumer<Fake, Mailbox> more) {
            todo = todo.andThen(more);
            plans.put(label, (branch, mailbox) -> todo.accept((Fake) branch, mailbox));
            return this;
        }

        public Phone answers(long millis) {
            return and((branch, mailbox) -> post(mailbox, millis, new CallSignal.BranchAnswered(branch)));
        }

        public Phone presses(long millis, String keys) {
            return and((branch, mailbox) -> time.after(Duration.ofMillis(millis), () -> branch.press(keys)));
        }

        public Phone hangsUp(long millis) {
            return and((branch, mailbox) -> time.after(Duration.ofMillis(millis), () -> {
                branch.over = true;
                mailbox.post(new CallSignal.BranchOver(branch, new BranchEnd.HungUp()));
            }));
        }

        /** Asks by REFER; what it is told goes to the journal. */
        public Phone refers(long millis, String target) {
            return and((branch, mailbox) -> post(mailbox, millis, new CallSignal.TransferAsked(branch, refer(target))));
        }
    }

    /** A REFER whose answers go to the journal. */
    public TransferRequest refer(String target) {
        return new TransferRequest() {
            @Override
            public String target() {
                return target;
            }

            @Override
            public void accept() {
                note("REFER accepted");
            }

            @Override
            public void refuse(int status, String reason) {
                note("REFER refused " + status);
            }

            @Override
            public void failed(int status, String reason) {
                note("REFER reported " + status);
            }

            @Override
            public void succeeded(Runnable then) {
                note("REFER reported 200");
                then.run();
            }
        };
    }

    private void plan(String label, BiConsumer<Branch, Mailbox> plan) {
        plans.put(label, plan);
    }

    private void post(Mailbox mailbox, long millis, CallSignal signal) {
        time.after(Duration.ofMillis(millis), () -> mailbox.post(signal));
    }

    @Override
    public Branch dial(DialOrder order, Mailbox mailbox) {
        Branch branch = new Fake(order.label(), mailbox);
        note("dial " + order.label());
        plans.getOrDefault(order.label(), (b, m) -> {}).accept(branch, mailbox);
        return branch;
    }

    private void note(String what) {
        journal.add(time.millis() + " " + what);
    }

    private final class Fake implements Branch {
        private final String label;
        private final Mailbox mailbox;
        private @Nullable KeyFilter filter;
        private boolean over;

        Fake(String label, Mailbox mailbox) {
            this.label = label;
            this.mailbox = mailbox;
        }

        void press(String keys) {
            for (char key : keys.toCharArray()) {
                DtmfDigit digit = DtmfDigit.of(key).orElseThrow();
                KeyFilter asked = filter;
                if (asked == null || asked.passes(digit, time.nanoTime())) {
                    note(label + "'s key " + key + " passes");
                }
                mailbox.post(new CallSignal.BranchKey(this, digit, DigitSource.TELEPHONE_EVENT, time.nanoTime()));
            }
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public void release(Why why) {
            if (!over) {
                over = true;
                note("release " + label + " " + why);
            }
        }

        @Override
        public Playback play(List<Prompt> prompts) {
            note(label + " plays");
            return mailbox.newPlayback();
        }

        @Override
        public void stopPlayback() {
            note(label + " stops");
        }

        @Override
        public void busyTone() {
            note(label + " hears the busy tone");
        }

        @Override
        public void ringingTone() {
            note(label + " hears the ringing tone");
        }

        @Override
        public void loop(Prompt prompt) {
            note(label + " hears music");
        }

        @Override
        public void connect(Side other, HoldMusic music) {
            note("connect " + label + " and " + other.label());
        }

        @Override
        public void enter(Conference conference) {
            note("enter " + label);
        }

        @Override
        public void leave(Conference conference) {
            note("leave " + label);
        }

        @Override
        public void disconnect() {
            note("disconnect " + label);
        }

        @Override
        public void playToBoth(Prompt prompt, Runnable afterwards) {
            note("play to both");
        }

        @Override
        public CompletableFuture<RecordedFile> record(Path file) {
            note("record " + label);
            return new CompletableFuture<>();
        }

        @Override
        public void endRecording() {}

        @Override
        public void heedVoice() {}

        @Override
        public Optional<RecordedFile> stopRecording() {
            return Optional.empty();
        }

        @Override
        public void filterKeys(@Nullable KeyFilter chosen) {
            filter = chosen;
        }

        @Override
        public void sendKeys(List<DtmfDigit> keys) {
            var text = new StringBuilder();
            keys.forEach(key -> text.append(key.symbol()));
            note(label + " gets keys " + text);
        }

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public Duration callerQuiet() {
            return Duration.ZERO;
        }

        @Override
        public void hangUp(Q931 cause) {
            if (!over) {
                over = true;
                note("bye to " + label + " cause " + cause.code());
            }
        }
    }
}
