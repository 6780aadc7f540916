package org.voicesecretary.account;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.config.WebhookConfig;
import org.voicesecretary.storage.Database;

/**
 * The accounts as calls see them: a snapshot in memory, read without a lock. Changes made by this or another process are
 * noticed within a second; a database that cannot be read leaves the last snapshot in force.
 */
public final class AccountDirectory implements AutoCloseable {
    /** So that {@code apply} takes effect within 2 s, reading included. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(AccountDirectory.class);

    private final AccountRepository repository;
    private final ApiKeyRepository keys;
    private final WebhookConfig installation;
    private final List<Consumer<AccountSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService poll = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("account-directory").factory());
    private volatile AccountSnapshot snapshot;
    private boolean broken;

    private AccountDirectory(Database database, WebhookConfig installation) {
        this.repository = new AccountRepository(database);
        this.keys = new ApiKeyRepository(database);
        this.installation = installation;
        this.snapshot = read();
    }

    /** Reads the accounts and keeps watching them. */
    public static AccountDirectory start(Database database, WebhookConfig installation) {
        var directory = new AccountDirectory(database, installation);
        directory.poll.scheduleWithFixedDelay(
                directory::refresh, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return directory;
    }

    public AccountSnapshot snapshot() {
        return snapshot;
    }

    /** Called with each new snapshot, on the watching thread. */
    public void onChange(Consumer<AccountSnapshot> listener) {
        listeners.add(listener);
    }

    /** Takes up what has changed, at once. */
    public synchronized void refresh() {
        try {
            if (repository.version() != snapshot.version()) {
                AccountSnapshot fresh = read();
                snapshot = fresh;
                LOG.info(
                        "accounts changed: {} accounts, version {}",
                        fresh.accounts().size(),
                        fresh.version());
                listeners.forEach(listener -> tell(listener, fresh));
            }
            broken = false;
        } catch (RuntimeException e) {
            if (!broken) {
                LOG.error("accounts cannot be read; calls go on with what was read before: {}", e.getMessage());
            }
            broken = true;
        }
    }

    private static void tell(Consumer<AccountSnapshot> listener, AccountSnapshot fresh) {
        try {
            listener.accept(fresh);
        } catch (RuntimeException e) {
            LOG.error("a listener could not take up the changed accounts", e);
        }
    }

    /** The version is read first: a change in between is then read twice, never missed. */
    private AccountSnapshot read() {
        long version = repository.version();
        return new AccountSnapshot(version, repository.all(), keys.all(), installation);
    }

    @Override
    public void close() {
        poll.shutdownNow();
    }
}
