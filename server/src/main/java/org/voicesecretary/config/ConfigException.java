package org.voicesecretary.config;

import java.util.List;
import java.util.stream.Collectors;

/** What an operator wrote cannot be used. Carries every problem found, each with its place; the program ends with status 78. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param subject what was read, such as {@code voice-secretary.yaml} */
    public ConfigException(String subject, List<Problem> problems) {
        super(subject
                + (problems.size() == 1 ? " has a problem:\n" : " has " + problems.size() + " problems:\n")
                + problems.stream().map(p -> "  " + p).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
