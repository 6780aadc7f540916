package org.voicesecretary.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.protocol.WebhookSecret;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;

/**
 * The webhook secrets of all accounts, in memory. Every account has one from the start. When it is exchanged, the old one goes on
 * signing beside the new one for a while, so that scripts can be changed one after another. What another process exchanged is taken
 * up within seconds.
 */
public final class WebhookSecrets implements SigningKeys, AutoCloseable {
    /** How long an old secret signs along where nobody says otherwise. */
    public static final Duration OVERLAP = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSecrets.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** @param retiresAt null = not before it is exchanged */
    public record Stored(
            WebhookSecret secret,
            Instant createdAt,
            @Nullable Instant retiresAt) {
        boolean signsAt(Instant time) {
            return retiresAt == null || retiresAt.isAfter(time);
        }
    }

    private final WebhookSecretRepository repository;
    private final GroupCommitWriter writer;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final ScheduledExecutorService poll = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhook-secrets").factory());
    private volatile Map<Long, List<Stored>> all = Map.of();
    private boolean broken;

    /** @param random a secure one */
    public WebhookSecrets(Database database, GroupCommitWriter writer, RandomGenerator random, InstantSource clock) {
        this.repository = new WebhookSecretRepository(database);
        this.writer = writer;
        this.random = random;
        this.clock = clock;
    }

    /** Makes what is missing, and keeps looking for what others change. */
    public WebhookSecrets start() {
        load();
        poll.scheduleWithFixedDelay(this::refresh, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Reads all secrets; makes one for each account that has none, and forgets those that have retired. */
    public synchronized void load() {
        List<Long> without = repository.accountsWithout();
        for (long pbxId : without) {
            writer.write(repository.first(pbxId, WebhookSecret.make(random), clock.millis()));
        }
        Map<Long, List<Stored>> read = repository.all();
        long now = clock.millis();
        if (read.values().stream().flatMap(List::stream).anyMatch(one -> !one.signsAt(clock.instant()))) {
            writer.write(WebhookSecretRepository.forgetRetired(now));
        }
        all = read;
    }

    /** As {@link #load}; what cannot be read stays as it was. */
    void refresh() {
        try {
            load();
            broken = false;
        } catch (RuntimeException e) {
            if (!broken) {
                LOG.error("webhook secrets cannot be read; those that were read before stay: {}", e.getMessage());
            }
            broken = true;
        }
    }

    @Override
    public List<WebhookSecret> of(long pbxId) {
        Instant now = clock.instant();
        return all.getOrDefault(pbxId, List.of()).stream()
                .filter(one -> one.signsAt(now))
                .map(Stored::secret)
                .toList();
    }

    /** For those who show them to the account's owner: the newest first. */
    public List<Stored> stored(long pbxId) {
        Instant now = clock.instant();
        return all.getOrDefault(pbxId, List.of()).stream()
                .filter(one -> one.signsAt(now))
                .toList();
    }

    /**
     * Gives an account a new secret.
     *
     * @param overlap how long the old ones go on signing beside it; zero where one has leaked
     */
    public WebhookSecret rotate(long pbxId, Duration overlap) {
        WebhookSecret fresh = WebhookSecret.make(random);
        writer.write(repository.rotate(
                pbxId, fresh, clock.millis(), clock.instant().plus(overlap).toEpochMilli()));
        load();
        return fresh;
    }

    @Override
    public void close() {
        poll.shutdownNow();
    }

    /** Rows as they come, by account. */
    static Map<Long, List<Stored>> byAccount(List<Map.Entry<Long, Stored>> rows) {
        Map<Long, List<Stored>> accounts = new HashMap<>();
        rows.forEach(row ->
                accounts.computeIfAbsent(row.getKey(), id -> new ArrayList<>()).add(row.getValue()));
        return accounts;
    }
}
