package org.voicesecretary.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.Eventually;
import org.voicesecretary.sip.time.ManualTimers;

/** The threads that handle datagrams: what must not end them, and how it is told when something did. */
@Tag("unit")
@Timeout(30)
class DatagramWorkersTest {

    private final ManualTimers time = new ManualTimers();

    private DatagramWorkers workers(Consumer<String> receiver) {
        var log = new RateLimitedLog(LoggerFactory.getLogger(DatagramWorkersTest.class), time, 1);
        return new DatagramWorkers(
                1, 10, datagram -> receiver.accept(new String(datagram.bytes(), UTF_8)), log, time::nanoTime);
    }

    private static void offer(DatagramWorkers workers, String text) {
        assertThat(workers.offer(new DatagramWorkers.Datagram(text.getBytes(UTF_8), null)))
                .isTrue();
    }

    private static List<String> complaints(DatagramWorkers workers) {
        var complaints = new ArrayList<String>();
        workers.stalled(TimeUnit.SECONDS.toNanos(5), complaints::add);
        return complaints;
    }

    @Test
    void anErrorInOneMessageDoesNotEndTheThread() throws Exception {
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        try (var workers = workers(text -> {
            if (text.equals("bad")) {
                throw new NoClassDefFoundError("this test wants it so");
            }
            handled.add(text);
        })) {
            offer(workers, "bad");
            offer(workers, "good");
            assertThat(handled.poll(10, TimeUnit.SECONDS)).isEqualTo("good");
            assertThat(complaints(workers)).isEmpty();
        }
    }

    @Test
    void aThreadThatHangsOrHasEndedIsTold() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var workers = workers(text -> {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        offer(workers, "one");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        time.advance(Duration.ofSeconds(5));
        assertThat(complaints(workers)).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(complaints(workers)).containsExactly("thread sip-worker-0 does not come back from a message");
        release.countDown();
        Eventually.become(() -> assertThat(complaints(workers)).isEmpty());
        workers.close();
        Eventually.become(() -> assertThat(complaints(workers)).containsExactly("thread sip-worker-0 has ended"));
    }
}
