package org.voicesecretary.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.media.clock.SystemClock;
import org.voicesecretary.testkit.HeardAudio;
import org.voicesecretary.testkit.NanoClock;

@Tag("unit")
@Timeout(20)
class EarsTest {
    private static final int FRAME = 160;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SystemClock clock = new SystemClock();
    private final HeardAudio heard = new HeardAudio(clock);
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @Test
    void whoeverActsUponASilenceActsAfterItIsTold() throws Exception {
        var script = new CompletableFuture<Thread>();
        Ears ears = ears(happening -> {
            if (happening instanceof Happening.SpeechEnded) {
                awaitStandstill(script.join(), Thread.State.WAITING);
            }
            order.add(happening.kind());
        });
        Thread listener = Thread.ofVirtual().start(ears);
        var acting = Thread.ofPlatform()
                .unstarted(() -> act(() -> {
                    heard.awaitQuiet(KeyScript.QUIET, PATIENCE);
                    ears.awaitSilenceTold();
                }));
        script.complete(acting);

        speak();
        acting.start();
        acting.join();
        hangUp(listener);

        assertThat(order).containsExactly("speech-started", "speech-ended", "key");
    }

    @Test
    void whoeverActsUponSpeechActsAfterItIsTold() throws Exception {
        var script = new CompletableFuture<Thread>();
        Ears ears = ears(happening -> {
            if (happening instanceof Happening.SpeechStarted) {
                awaitStandstill(script.join(), Thread.State.TIMED_WAITING);
            }
            order.add(happening.kind());
        });
        var acting = Thread.ofPlatform()
                .unstarted(() -> act(() -> {
                    heard.awaitSound(0, PATIENCE);
                    ears.awaitSpeechTold(0);
                }));
        script.complete(acting);

        speak();
        acting.start();
        Thread listener = Thread.ofVirtual().start(ears);
        acting.join();
        hangUp(listener);

        assertThat(order).startsWith("speech-started", "key");
    }

    @Test
    void theEndOfTheCallEndsTheWaitForASilence() throws Exception {
        Ears ears = ears(happening -> order.add(happening.kind()));
        Thread listener = Thread.ofVirtual().start(ears);
        speak();
        ears.awaitSpeechTold(0);
        hangUp(listener);

        ears.awaitSilenceTold();

        assertThat(order).containsExactly("speech-started", "speech-ended");
    }

    @Test
    void aSoundTooShortToBeToldHoldsNobodyUpForLong() throws Exception {
        ears(happening -> {}).awaitSpeechTold(0);
    }

    private interface Waiting {
        void run() throws InterruptedException;
    }

    private void act(Waiting waiting) {
        try {
            waiting.run();
            order.add("key");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Ears ears(Consumer<Happening> watcher) {
        return new Ears(heard, this::ended, watcher, NanoClock.system());
    }

    private boolean ended(Duration within) {
        return end.isDone();
    }

    private void hangUp(Thread listener) throws InterruptedException {
        end.complete(null);
        listener.join();
    }

    /** Half a second, all at once. */
    private void speak() {
        short[] loud = new short[FRAME];
        Arrays.fill(loud, (short) 8000);
        for (int i = 0; i < 25; i++) {
            heard.samples(loud, FRAME, 8000, clock.nanos(), false);
        }
    }

    /** The other thread has done all that it can do by itself: it waits, in the manner meant, or is through. */
    private static void awaitStandstill(Thread other, Thread.State waiting) {
        while (other.getState() != waiting && other.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }
}
