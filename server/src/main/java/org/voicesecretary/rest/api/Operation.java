package org.voicesecretary.rest.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.ApiScope;

/** One operation of the API: where it is, who may, what it takes and gives, and what does it. The document is written from these. */
final class Operation {
    /** Does it. */
    @FunctionalInterface
    interface Action {
        Reply run(ApiCall call) throws ApiProblem, IOException, InterruptedException;
    }

    /** @param contentType empty = no body */
    record Answer(
            String description,
            String contentType,
            @Nullable Schema shape) {}

    private final String verb;
    private final String path;
    private final List<String> parts;
    private final @Nullable ApiScope scope;
    private final String id;
    private final String summary;
    private final Map<String, Schema> query = new LinkedHashMap<>();
    private final Map<String, String> pathParts = new LinkedHashMap<>();
    private final Map<Integer, Answer> answers = new TreeMap<>();
    private @Nullable Schema body;
    private boolean conditional;
    private Action action = call -> {
        throw new IllegalStateException("nothing is done");
    };
    private Supplier<Reply> open = () -> {
        throw new IllegalStateException("nothing is done");
    };

    private Operation(String verb, String path, @Nullable ApiScope scope, String id, String summary) {
        this.verb = verb;
        this.path = path;
        this.parts = List.of(path.substring(1).split("/", -1));
        this.scope = scope;
        this.id = id;
        this.summary = summary;
    }

    /** @param scope null = without a token. @param path below {@code /api}, variable parts in braces. @param id a name in programs */
    static Operation of(String verb, String path, @Nullable ApiScope scope, String id, String summary) {
        return new Operation(verb, path, scope, id, summary);
    }

    Operation query(String name, Schema shape) {
        query.put(name, shape);
        return this;
    }

    /** With pages. */
    Operation paged() {
        return query("limit", Schema.integer("So many at most; 50 unless said.").between(1, ApiCall.LARGEST_PAGE))
                .query("cursor", Schema.text("The \"next\" of the page before."));
    }

    /** Says what a variable part of the path is. */
    Operation part(String name, String description) {
        pathParts.put(name, description);
        return this;
    }

    Operation takes(Schema shape) {
        body = shape;
        return this;
    }

    /** Heeds If-Match and If-None-Match. */
    Operation conditional() {
        conditional = true;
        return this;
    }

    Operation gives(int status, String description, Schema shape) {
        answers.put(status, new Answer(description, Reply.JSON, shape));
        return this;
    }

    Operation gives(int status, String description) {
        answers.put(status, new Answer(description, "", null));
        return this;
    }

    Operation givesBytes(String description, String contentType) {
        answers.put(200, new Answer(description, contentType, null));
        return this;
    }

    Operation by(Action does) {
        action = does;
        return this;
    }

    /** What is the same whoever asks. */
    Operation byAnybody(Supplier<Reply> does) {
        open = does;
        return this;
    }

    Reply open() {
        return open.get();
    }

    String verb() {
        return verb;
    }

    String path() {
        return path;
    }

    List<String> parts() {
        return parts;
    }

    @Nullable
    ApiScope scope() {
        return scope;
    }

    String id() {
        return id;
    }

    String summary() {
        return summary;
    }

    Map<String, Schema> query() {
        return query;
    }

    Set<String> queryNames() {
        return query.keySet();
    }

    Map<String, String> pathParts() {
        return pathParts;
    }

    Map<Integer, Answer> answers() {
        return answers;
    }

    @Nullable
    Schema body() {
        return body;
    }

    boolean isConditional() {
        return conditional;
    }

    Action action() {
        return action;
    }

    /** The variable parts, if a path is one of its; else null. */
    @Nullable
    Map<String, String> match(List<String> requested) {
        if (requested.size() != parts.size()) {
            return null;
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.startsWith("{")) {
                if (requested.get(i).isEmpty()) {
                    return null;
                }
                found.put(part.substring(1, part.length() - 1), requested.get(i));
            } else if (!part.equals(requested.get(i))) {
                return null;
            }
        }
        return found;
    }

    /** Of several that match, the one with the fewest variable parts is meant. */
    static List<Operation> literalFirst(List<Operation> operations) {
        List<Operation> sorted = new ArrayList<>(operations);
        sorted.sort(java.util.Comparator.comparingLong(
                each -> each.parts.stream().filter(part -> part.startsWith("{")).count()));
        return List.copyOf(sorted);
    }
}
