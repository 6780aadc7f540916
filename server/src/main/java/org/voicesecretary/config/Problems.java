package org.voicesecretary.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while reading goes on, so that a person sees everything in one run. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(Origin origin, String message) {
        var problem = new Problem(origin, message);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the lines of each file. */
    public List<Problem> list() {
        return found.stream()
                .sorted(Comparator.comparingInt(p -> p.origin() instanceof Origin.Line line ? line.line() : 0))
                .toList();
    }

    /** @throws ConfigException if anything was found */
    public void stopIfAny(String subject) {
        if (!found.isEmpty()) {
            throw new ConfigException(subject, list());
        }
    }
}
