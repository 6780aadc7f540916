package org.voicesecretary.account;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.voicesecretary.config.Secret;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;

/** The operations on keys of the REST API besides the account's own. */
public final class ApiKeys {
    private static final int MOST = 100;

    private final ApiKeyRepository repository;
    private final GroupCommitWriter writer;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Instant> unstored = new ConcurrentHashMap<>();
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    /** @param random a secure source: keys and secrets come from it */
    public ApiKeys(Database database, GroupCommitWriter writer, InstantSource clock, RandomGenerator random) {
        this.repository = new ApiKeyRepository(database);
        this.writer = writer;
        this.clock = clock;
        this.random = random;
    }

    /** All keys of an account with their last use, its own first. */
    public List<ApiKey> of(Account account) {
        return repository.of(account);
    }

    /**
     * A new key and secret, 20 hexadecimal digits each.
     *
     * @throws IllegalArgumentException if the account has too many, or the name is too long
     */
    public ApiKey create(Account account, ApiKey.Role role, String name) {
        Syntax.atMost(200, name);
        if (of(account).size() >= MOST) {
            throw new IllegalArgumentException(
                    "account " + account.pbxId() + " has " + MOST + " keys already; remove one that nobody uses");
        }
        var key = new ApiKey(account.pbxId(), hex20(random), new Secret(hex20(random)), role, name, null);
        Instant now = clock.instant();
        writer.write(w -> repository.insert(w, key, now));
        return key;
    }

    /**
     * Ends a key. The account's own stays: whatever else it signs would stop, too.
     *
     * @return whether there was such a key
     */
    public boolean remove(String key) {
        boolean known = repository.exists(key);
        writer.write(w -> ApiKeyRepository.delete(w, key));
        unstored.remove(key);
        return known;
    }

    /** Remembers that a key was used now; costs no write. */
    public void used(String key) {
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        if (!minute.equals(seen.put(key, minute))) {
            unstored.put(key, minute);
        }
    }

    /** Stores when keys were used last. */
    public void storeUses() {
        Map<String, Instant> uses = new HashMap<>(unstored);
        if (!uses.isEmpty()) {
            writer.write(w -> uses.forEach((key, at) -> ApiKeyRepository.used(w, key, at)));
            uses.forEach(unstored::remove);
        }
    }

    static String hex20(RandomGenerator random) {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
