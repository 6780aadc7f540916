package org.voicesecretary.pbx.transfer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.voicesecretary.pbx.scenario.AgentRecord;
import org.voicesecretary.pbx.scenario.AgentRecord.Work;

/** What agents have done since the server started: by whom the next call of a scenario or a queue is taken may depend on it. */
public final class AgentBook {
    private final InstantSource clock;
    private final ConcurrentMap<String, AgentRecord> records = new ConcurrentHashMap<>();

    public AgentBook(InstantSource clock) {
        this.clock = clock;
    }

    /** @param rule whose agents they are: an office, and the name of a scenario or a queue */
    public AgentRecord of(String rule) {
        return records.getOrDefault(rule, AgentRecord.NOTHING_YET);
    }

    /** An agent's telephones ring. */
    public void rang(String rule, String extension) {
        records.compute(rule, (same, before) -> new AgentRecord(before == null ? Map.of() : before.work(), extension));
    }

    /** An agent has taken a call. */
    public void took(String rule, String extension) {
        Instant now = clock.instant();
        records.compute(rule, (same, before) -> {
            Map<String, Work> work = new HashMap<>(before == null ? Map.of() : before.work());
            work.merge(extension, new Work(1, now), (old, one) -> new Work(old.calls() + 1, now));
            return new AgentRecord(work, extension);
        });
    }

    /** A call that an agent took is over. */
    public void freed(String rule, String extension) {
        Instant now = clock.instant();
        records.computeIfPresent(rule, (same, before) -> {
            Map<String, Work> work = new HashMap<>(before.work());
            work.computeIfPresent(extension, (who, old) -> new Work(old.calls(), now));
            return new AgentRecord(work, before.lastRung());
        });
    }
}
