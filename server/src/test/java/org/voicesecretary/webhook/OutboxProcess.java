package org.voicesecretary.webhook;

import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.storage.TestDatabase;

/** An outbox in a process of its own, for a test that kills it. */
final class OutboxProcess {
    static final int EVENTS_OF_A_CALL = 5;

    private OutboxProcess() {}

    /**
     * Tells events of one call after the other, several calls at a time, and prints each call whose end is safe.
     *
     * @param args directory, URL of the script, first call, how many calls
     */
    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path directory = Path.of(args[0]);
        URI url = URI.create(args[1]);
        var call = new AtomicInteger(Integer.parseInt(args[2]));
        int end = call.get() + Integer.parseInt(args[3]);
        TestDatabase db = TestDatabase.open(directory, TestDatabase.config(directory, System.getenv()));
        var outbox = new EventOutbox(
                db.database(),
                db.writer(),
                new HttpDelivery(new WebhookClient(UrlGuard.PRIVATE_TOO), Duration.ofSeconds(5)),
                new RetryPolicy(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofDays(1), new Random(1)),
                InstantSource.system(),
                4,
                db.metrics(),
                (event, attempt, began, latency, outcome) -> {});
        outbox.start();
        for (int thread = 0; thread < 4; thread++) {
            Thread.ofPlatform().start(() -> {
                for (int mine = call.getAndIncrement(); mine < end; mine = call.getAndIncrement()) {
                    for (int event = 0; event < EVENTS_OF_A_CALL - 1; event++) {
                        outbox.tell(List.of(event(mine, event, url)));
                    }
                    outbox.publish(List.of(event(mine, EVENTS_OF_A_CALL - 1, url)), nothing -> {})
                            .join();
                    out.println("safe " + mine);
                }
            });
        }
    }

    private static OutboxEvent event(int call, int number, URI url) {
        return new OutboxEvent("in_" + call, 0, 1, "e" + number, url, "text/plain", call + " " + number, null, false);
    }
}
