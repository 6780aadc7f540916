package org.voicesecretary.e2e;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookRequest;

/** Holds a script's reply back until the test has seen what it wants to see before. */
final class Gate {
    private final CountDownLatch open = new CountDownLatch(1);

    void open() {
        open.countDown();
    }

    Function<WebhookRequest, DoubleReply> before(String json) {
        return _ -> {
            try {
                if (open.await(Switchboard.SOON.toMillis(), TimeUnit.MILLISECONDS)) {
                    return DoubleReply.json(json);
                }
                return DoubleReply.status(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return DoubleReply.status(500);
            }
        };
    }
}
