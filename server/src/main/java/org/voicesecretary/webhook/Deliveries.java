package org.voicesecretary.webhook;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.IdSequence;

/** Looks after the events of accounts: what became of each, sending again, scripts that are switched off. */
public final class Deliveries {
    private final DeliveryRepository repository;
    private final GroupCommitWriter writer;
    private final EventOutbox outbox;

    public Deliveries(Database database, GroupCommitWriter writer, EventOutbox outbox) {
        this.repository = new DeliveryRepository(database);
        this.writer = writer;
        this.outbox = outbox;
    }

    /**
     * Which events.
     *
     * @param from made then or later, before {@code until}
     * @param url of one script; null = of all
     * @param callId of one call; null = of all
     */
    public record Selection(
            long pbxId,
            Instant from,
            Instant until,
            Set<DeliveryState> states,
            @Nullable String url,
            @Nullable String callId) {
        public Selection {
            states = states.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(states));
        }

        /** All that were given up in a span of time: what an outage has cost. */
        public static Selection givenUp(long pbxId, Instant from, Instant until) {
            return new Selection(pbxId, from, until, Set.of(DeliveryState.DEAD), null, null);
        }
    }

    /**
     * Events, the newest first.
     *
     * @param before only those with smaller identifiers, to go on after a page; {@link Long#MAX_VALUE} for the first
     * @param limit so many at most
     */
    public List<Delivery> list(Selection which, long before, int limit) {
        return repository.list(which, before, limit);
    }

    public Optional<Delivery> find(long pbxId, long id) {
        return repository.find(pbxId, id);
    }

    /** Every attempt for an event, in order. */
    public List<Delivery.Attempt> attempts(long pbxId, long id) {
        return repository.attempts(pbxId, id);
    }

    /**
     * Sends an event once more, whatever became of it, in its turn; its {@code webhook-id} stays.
     *
     * @return false if there is none
     */
    public boolean resend(long pbxId, long id) {
        return outbox.resend(
                        new OutboxRepository.Again(pbxId, id, id + 1, EnumSet.allOf(DeliveryState.class), null, null))
                > 0;
    }

    /**
     * Sends events once more, those of each call in their order.
     *
     * @return how many
     */
    public int resend(Selection which) {
        return which.states().isEmpty()
                ? 0
                : outbox.resend(new OutboxRepository.Again(
                        which.pbxId(),
                        IdSequence.firstAt(which.from()),
                        IdSequence.firstAt(which.until()),
                        which.states(),
                        which.url(),
                        which.callId()));
    }

    /** Scripts that take no events, the longest first. */
    public List<EndpointTrouble> troubles() {
        return outbox.endpoints().troubles();
    }

    /**
     * A script gets its events again; those that were given up meanwhile can be sent again.
     *
     * @return false if it was not switched off
     */
    public boolean switchOn(String url) {
        return outbox.endpoints().switchOn(url, writer);
    }
}
