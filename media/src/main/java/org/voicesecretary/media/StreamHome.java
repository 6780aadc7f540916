package org.voicesecretary.media;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The loop that a stream lives on, and the way to it: what is asked of the stream is done there, in the order it was asked for, even where
 * the stream moves in between. Sessions that are bridged live on one loop, so that a packet crosses without a lock or a queue.
 */
final class StreamHome {
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final Runnable next = this::doNext;
    private volatile MediaLoop loop;

    StreamHome(MediaLoop loop) {
        this.loop = loop;
    }

    MediaLoop loop() {
        return loop;
    }

    LoopScratch scratch() {
        return loop.scratch();
    }

    /** From now on requests go to {@code to}. On the thread of the loop before, which touches the stream no more. */
    void move(MediaLoop to) {
        loop.pacer().load().decrementAndGet();
        to.pacer().load().incrementAndGet();
        loop = to;
    }

    /** Runs {@code request} on the loop's thread: at once where that is the caller's, else in the next turn, within 2.5 ms. */
    void execute(Runnable request) {
        MediaLoop at = loop;
        if (at.pacer().onLoop()) {
            request.run();
        } else {
            requests.add(request);
            at.pacer().execute(next);
        }
    }

    private void doNext() {
        MediaLoop at = loop;
        if (!at.pacer().onLoop() && !at.pacer().hasEnded()) {
            at.pacer().execute(next); // it has moved meanwhile
            return;
        }
        Runnable request = requests.poll();
        if (request != null) {
            request.run();
        }
    }

    /** Asks for a value on the loop's thread and waits for it; {@code otherwise} where the loop has ended. */
    <T> T call(Supplier<T> request, Supplier<T> otherwise) {
        if (loop.pacer().onLoop()) {
            return request.get();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                answer.complete(request.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        MediaLoop at;
        do {
            at = loop;
            at.pacer().awaitEndOr(answer);
        } while (!answer.isDone() && at != loop);
        return answer.isDone() ? answer.join() : otherwise.get();
    }
}
