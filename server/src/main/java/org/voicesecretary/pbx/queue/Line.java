package org.voicesecretary.pbx.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.voicesecretary.pbx.scenario.QueueStrategy;
import org.voicesecretary.pbx.scenario.RingPlan;

/** Who waits in one queue, in the order of their arrival, and which agents are taken. Shared by the calls that wait. */
final class Line {
    /** An agent who did not take a call is left alone for a moment. */
    private static final long REST_NANOS = Duration.ofSeconds(5).toNanos();
    /** Of how many callers the waiting time is remembered, roughly. */
    private static final int MEMORY = 8;

    private final List<Place> places = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Long> restingUntil = new HashMap<>();
    private double usualWaitNanos;

    /** The place of one caller. */
    static final class Place {
        private boolean ringing;
    }

    synchronized Place enter() {
        var place = new Place();
        places.add(place);
        return place;
    }

    synchronized void leave(Place place) {
        places.remove(place);
    }

    /** From 1; 0 of a caller who has left. */
    synchronized int position(Place place) {
        return places.indexOf(place) + 1;
    }

    /**
     * Takes the agents whose turn it is to ring for a caller, if all callers before are being rung for.
     *
     * @param order by which agents are tried; everything that begins first in it rings together
     * @param canRing whether an agent can be rung at all
     * @return none where nobody is free
     */
    synchronized List<String> take(
            Place place, QueueStrategy strategy, RingPlan order, Predicate<String> canRing, long now) {
        for (Place before : places) {
            if (before == place) {
                break;
            }
            if (!before.ringing) {
                return List.of();
            }
        }
        List<String> free = order.rings().stream()
                .flatMap(ring -> ring.extensions().stream())
                .distinct()
                .filter(agent -> !taken.contains(agent) && rested(agent, now) && canRing.test(agent))
                .toList();
        List<String> chosen = strategy == QueueStrategy.RING_ALL || free.isEmpty() ? free : List.of(free.getFirst());
        taken.addAll(chosen);
        place.ringing = !chosen.isEmpty();
        return chosen;
    }

    private boolean rested(String agent, long now) {
        Long until = restingUntil.get(agent);
        return until == null || now - until >= 0;
    }

    /** Nobody of these took the call. */
    synchronized void rangInVain(Place place, List<String> agents, long now) {
        place.ringing = false;
        agents.forEach(agent -> {
            taken.remove(agent);
            restingUntil.put(agent, now + REST_NANOS);
        });
    }

    /** One of these talks to the caller, who waits no more. */
    synchronized void answered(Place place, List<String> agents, String by, long waitedNanos) {
        places.remove(place);
        agents.stream().filter(agent -> !agent.equals(by)).forEach(taken::remove);
        usualWaitNanos += (waitedNanos - usualWaitNanos) / MEMORY;
    }

    synchronized void free(List<String> agents) {
        agents.forEach(taken::remove);
    }

    /** How long callers waited lately. */
    synchronized Duration usualWait() {
        return Duration.ofNanos((long) usualWaitNanos);
    }
}
