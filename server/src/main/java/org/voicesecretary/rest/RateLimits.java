package org.voicesecretary.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.voicesecretary.config.RestConfig;

/** How often a key may call in a minute, which begins with its first request; statistics are counted by themselves (docs/protocol.md, A23). */
final class RateLimits {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final RestConfig config;
    private final LongSupplier nanoTime;
    private final Cache<String, Window> windows =
            Caffeine.newBuilder().maximumSize(100_000).build();

    RateLimits(RestConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /**
     * What the headers of the answer say.
     *
     * @param exceeded the request is one too many
     * @param reset seconds until the next minute begins
     */
    record Count(boolean exceeded, int limit, int remaining, long reset) {}

    private static final class Window {
        private long began;
        private int used;

        synchronized Count take(long now, int limit) {
            if (used == 0 || now - began >= MINUTE) {
                began = now;
                used = 0;
            }
            boolean exceeded = used >= limit;
            if (!exceeded) {
                used++;
            }
            long left = MINUTE - (now - began);
            return new Count(exceeded, limit, limit - used, (left + 999_999_999) / 1_000_000_000);
        }
    }

    Count take(String key, boolean statistics) {
        Window window = windows.get((statistics ? "s" : "r") + key, fresh -> new Window());
        return window.take(
                nanoTime.getAsLong(), statistics ? config.statisticsPerMinute() : config.requestsPerMinute());
    }
}
