package org.voicesecretary.speech;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which engines are left in peace for a while: one that failed several times in a row is asked last for half a minute, so
 * that callers do not wait for its timeout with every sentence while another engine could speak.
 */
final class EngineRests {
    private static final int FAILURES = 3;
    private static final Duration REST = Duration.ofSeconds(30);

    private record State(int failures, Instant last) {}

    private final InstantSource clock;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    EngineRests(InstantSource clock) {
        this.clock = clock;
    }

    boolean rests(SpeechEngine engine) {
        State state = states.get(engine.id());
        return state != null
                && state.failures() >= FAILURES
                && clock.instant().isBefore(state.last().plus(REST));
    }

    void failed(SpeechEngine engine) {
        Instant now = clock.instant();
        states.merge(engine.id(), new State(1, now), (old, one) -> new State(old.failures() + 1, now));
    }

    void worked(SpeechEngine engine) {
        states.remove(engine.id());
    }
}
