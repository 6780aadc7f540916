package org.voicesecretary.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of all methods: finds the one of a request, and prints itself for people. */
public final class Routes {
    private static final String PREFIX = "/v1/";

    private final List<Route> all;
    private final Map<String, List<Pattern>> bySize = new HashMap<>();

    private record Pattern(Route route, List<String> parts) {}

    /** @param path the variable parts, by name */
    record Found(Route route, Map<String, String> path) {}

    /** @param routes no two alike */
    public Routes(List<Route> routes) {
        this.all = List.copyOf(routes);
        var seen = new HashMap<String, Route>();
        for (Route route : routes) {
            if (seen.putIfAbsent(route.verb() + " " + route.path(), route) != null) {
                throw new IllegalArgumentException("two methods are " + route.verb() + " " + route.path());
            }
            List<String> parts = List.of(route.path().split("/"));
            bySize.computeIfAbsent(key(route.verb(), parts), key -> new ArrayList<>())
                    .add(new Pattern(route, parts));
        }
        // What is written out goes before what is variable.
        bySize.values().forEach(list -> list.sort((a, b) -> Long.compare(variables(a), variables(b))));
    }

    private static long variables(Pattern pattern) {
        return pattern.parts.stream().filter(part -> part.startsWith("{")).count();
    }

    private static String key(Verb verb, List<String> parts) {
        return verb + " " + parts.size() + " " + parts.getFirst();
    }

    public List<Route> all() {
        return all;
    }

    /** @param path as requested, with or without the final slash */
    Optional<Found> find(Verb verb, String path) {
        List<String> parts = parts(path);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        for (Pattern pattern : bySize.getOrDefault(key(verb, parts), List.of())) {
            Map<String, String> variables = match(pattern.parts, parts);
            if (variables != null && pattern.route.state() != Route.State.ABSENT) {
                return Optional.of(new Found(pattern.route, variables));
            }
        }
        return Optional.empty();
    }

    /** Whether the method exists, for another verb. */
    boolean exists(String path) {
        return Stream.of(Verb.values()).anyMatch(verb -> find(verb, path).isPresent());
    }

    private static List<String> parts(String path) {
        if (!path.startsWith(PREFIX)) {
            return List.of();
        }
        String rest = path.substring(PREFIX.length());
        String trimmed = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }

    private static @org.jspecify.annotations.Nullable Map<String, String> match(
            List<String> pattern, List<String> parts) {
        Map<String, String> variables = Map.of();
        for (int i = 0; i < pattern.size(); i++) {
            String wanted = pattern.get(i);
            String part = parts.get(i);
            if (wanted.startsWith("{")) {
                if (part.isEmpty()) {
                    return null;
                }
                variables = new HashMap<>(variables);
                variables.put(wanted.substring(1, wanted.length() - 1), part);
            } else if (!wanted.equals(part)) {
                return null;
            }
        }
        return variables;
    }

    /** A row for each method, as docs/rest.md has them. */
    public String markdown() {
        var table = new StringBuilder("| method | here | remarks |\n| --- | --- | --- |\n");
        for (Route route : all) {
            String state = switch (route.state()) {
                case SERVED -> "✓";
                case CONSTANT -> "constant";
                case ABSENT -> "absent";
            };
            table.append("| %s `%s` | %s | %s |\n".formatted(route.verb(), route.path(), state, route.note()));
        }
        return table.toString();
    }
}
