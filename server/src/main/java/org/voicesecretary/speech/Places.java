package org.voicesecretary.speech;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many texts an engine renders at the same time; others wait in order of arrival, and not for ever. */
public final class Places {
    private final String engine;
    private final int count;
    private final Duration patience;
    private final Semaphore free;

    /** @param patience how long a text waits for a place */
    public Places(String engine, int count, Duration patience) {
        this.engine = engine;
        this.count = count;
        this.patience = patience;
        this.free = new Semaphore(count, true);
    }

    /** @throws SpeechException with kind CAPACITY if no place becomes free in time */
    public void enter() throws SpeechException, InterruptedException {
        if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new SpeechException(
                    SpeechException.Kind.CAPACITY,
                    "speech engine " + engine + ": no free place within " + patience.toMillis() + " ms, " + count
                            + " texts are being rendered");
        }
    }

    public void leave() {
        free.release();
    }
}
