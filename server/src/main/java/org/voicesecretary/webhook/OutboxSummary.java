package org.voicesecretary.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;

/**
 * How the outbox stands, as the database knows it.
 *
 * @param oldest when the first of those that are pending was made; null = none is
 * @param givenUp how many were given up lately
 * @param troubles scripts that take no events, the longest first
 */
public record OutboxSummary(long pending, @Nullable Instant oldest, long givenUp, List<EndpointTrouble> troubles) {
    /** @param since when lately began */
    public static OutboxSummary read(Database database, Instant since) {
        var repository = new DeliveryRepository(database);
        return new OutboxSummary(
                repository.pending(),
                repository.oldestPending().orElse(null),
                repository.givenUpSince(since),
                new EndpointRepository(database).all());
    }
}
