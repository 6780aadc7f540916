package org.voicesecretary.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.StorageException;
import org.voicesecretary.storage.WriteUnit;

/**
 * Which scripts take their events. One that has taken none for {@code offAfter} since it began to fail is switched off: its events
 * are given up without being sent, until somebody switches it on again. Questions that steer a call are asked all the same.
 */
public final class ScriptEndpoints {
    /** How long a script may fail where nobody says otherwise. */
    public static final Duration OFF_AFTER = Duration.ofDays(5);

    private static final Logger LOG = LoggerFactory.getLogger(ScriptEndpoints.class);
    /** Two failures with a quiet week between them are no week of failures. */
    private static final int FEWEST_FAILURES = 20;
    /** One look at the database for so many times that somebody asks for it: five times a second. */
    private static final int FOLLOWED = 25;
    /** What was switched off just now may not be in the database yet. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final EndpointRepository repository;
    private final Duration offAfter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, EndpointTrouble> troubles = new HashMap<>();
    private int asked;

    /** @param offAfter how long one may fail */
    public ScriptEndpoints(Database database, Duration offAfter) {
        this.repository = new EndpointRepository(database);
        this.offAfter = offAfter;
    }

    /** What an earlier run knew. */
    public void load() {
        List<EndpointTrouble> known = repository.all();
        locked(() -> {
            known.forEach(trouble -> troubles.put(trouble.url(), trouble));
            return null;
        });
    }

    /** Since when a script gets no events any more; empty = it gets them. */
    Optional<Instant> offSince(String url) {
        return locked(() -> Optional.ofNullable(troubles.get(url)).map(EndpointTrouble::switchedOff));
    }

    /** What one attempt changed: what stores it, and the script's trouble if this attempt was the last straw. */
    record Change(WriteUnit unit, Optional<EndpointTrouble> switchedOff) {}

    /** So that a script that is off, and that nobody has events for any more, can be forgotten. */
    private @Nullable Change missed(String url, Instant at) {
        lock.lock();
        try {
            EndpointTrouble trouble = troubles.get(url);
            if (trouble == null) {
                return null;
            }
            troubles.put(url, trouble.missed(at));
            return new Change(stored(url), Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    /** Forgets scripts that were meant to take no event since {@code time}: their URL is used no more. */
    void forgetBefore(Instant time, GroupCommitWriter writer) {
        List<String> unused = locked(() -> troubles.values().stream()
                .filter(trouble -> trouble.lastEvent().isBefore(time))
                .map(EndpointTrouble::url)
                .toList());
        unused.forEach(url -> {
            removed(url);
            writer.write(stored(url));
        });
    }

    /** @return empty = the attempt says nothing new */
    Optional<Change> attempted(String url, DeliveryOutcome outcome, Instant at) {
        return switch (outcome) {
            case DeliveryOutcome.SwitchedOff _ -> Optional.ofNullable(missed(url, at));
            case DeliveryOutcome.Delivered _ ->
                locked(() -> Optional.ofNullable(troubles.remove(url)))
                        .map(gone -> new Change(stored(url), Optional.empty()));
            case DeliveryOutcome.Refused(var status, var _) -> Optional.of(failed(url, "status " + status, at));
            case DeliveryOutcome.Failed(var problem) -> Optional.of(failed(url, problem, at));
        };
    }

    private Change failed(String url, String problem, Instant at) {
        return locked(() -> {
            EndpointTrouble before = troubles.get(url);
            EndpointTrouble now = before == null
                    ? new EndpointTrouble(url, at, 1, at, problem, null)
                    : before.failedAgain(at, problem);
            boolean off = !now.isOff()
                    && now.failures() >= FEWEST_FAILURES
                    && Duration.between(now.failingSince(), at).compareTo(offAfter) >= 0;
            troubles.put(url, off ? now.off(at) : now);
            if (off) {
                LOG.error("{}", notice(now));
            }
            return new Change(stored(url), off ? Optional.of(now.off(at)) : Optional.empty());
        });
    }

    /** One sentence for people: what happened and what to do. */
    static String notice(EndpointTrouble trouble) {
        return "script " + trouble.url() + " has taken no event since " + trouble.failingSince() + " ("
                + trouble.failures() + " attempts, the last: " + trouble.problem()
                + "): it is switched off, its events are given up without being sent; mend it, then switch it on again"
                + " (./voice-secretary endpoints --switch-on URL)";
    }

    /** All that fail, those that are switched off among them, the longest first. */
    public List<EndpointTrouble> troubles() {
        List<EndpointTrouble> all = new ArrayList<>(locked(() -> List.copyOf(troubles.values())));
        all.sort((a, b) -> a.failingSince().compareTo(b.failingSince()));
        return all;
    }

    /**
     * A script gets its events again, from now on; those that were given up meanwhile can be sent again. The failures of one that is
     * not off yet are forgotten.
     *
     * @return false if it had no trouble
     */
    public boolean switchOn(String url, GroupCommitWriter writer) {
        EndpointTrouble was = removed(url);
        if (was != null) {
            writer.write(stored(url));
            LOG.info("script {} is switched on again", url);
        }
        return was != null;
    }

    private @Nullable EndpointTrouble removed(String url) {
        lock.lock();
        try {
            return troubles.remove(url);
        } finally {
            lock.unlock();
        }
    }

    /** Takes up what another process has switched on; looks now and then only, and where it could be. */
    void follow(Instant now) {
        boolean look = locked(
                () -> asked++ % FOLLOWED == 0 && troubles.values().stream().anyMatch(EndpointTrouble::isOff));
        if (!look) {
            return;
        }
        List<String> stillOff;
        try {
            stillOff = repository.all().stream()
                    .filter(EndpointTrouble::isOff)
                    .map(EndpointTrouble::url)
                    .toList();
        } catch (StorageException e) {
            LOG.warn("whether a script was switched on cannot be read yet: {}", e.getMessage());
            return;
        }
        locked(() -> troubles.values().removeIf(trouble -> {
            Instant off = trouble.switchedOff();
            boolean on = off != null && off.plus(SETTLED).isBefore(now) && !stillOff.contains(trouble.url());
            if (on) {
                LOG.info("script {} is switched on again", trouble.url());
            }
            return on;
        }));
    }

    private WriteUnit stored(String url) {
        return EndpointRepository.save(url, () -> current(url));
    }

    private @Nullable EndpointTrouble current(String url) {
        lock.lock();
        try {
            return troubles.get(url);
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
