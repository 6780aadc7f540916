package org.voicesecretary.pbx.scenario;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of a queue have done so far.
 *
 * @param work of those who have had calls, by extension
 * @param lastRung who was rung last; null = nobody yet
 */
public record AgentRecord(Map<String, Work> work, @Nullable String lastRung) {
    public static final AgentRecord NOTHING_YET = new AgentRecord(Map.of(), null);

    /**
     * @param calls taken
     * @param last when the last of them ended; null = none
     */
    public record Work(long calls, @Nullable Instant last) {
        static final Work NONE = new Work(0, null);
    }

    public AgentRecord {
        work = Map.copyOf(work);
    }

    Work of(String extension) {
        return work.getOrDefault(extension, Work.NONE);
    }
}
