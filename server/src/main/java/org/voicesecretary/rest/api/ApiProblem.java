package org.voicesecretary.rest.api;

import java.util.List;
import org.voicesecretary.config.ConfigException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Why a request was not carried out: becomes {@code application/problem+json} (RFC 9457). */
final class ApiProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of problem; its name is the {@code type}, and does not change. */
    enum Kind {
        BAD_REQUEST(400, "The request is not understood"),
        UNAUTHORIZED(401, "A valid token is needed"),
        FORBIDDEN(403, "The token may not do this"),
        NOT_FOUND(404, "There is no such thing"),
        METHOD_NOT_ALLOWED(405, "This cannot be done here"),
        CONFLICT(409, "This does not fit what is there"),
        CHANGED_MEANWHILE(412, "It was changed by somebody else"),
        TOO_LARGE(413, "The request is too large"),
        UNSUPPORTED_MEDIA_TYPE(415, "JSON is needed"),
        UNPROCESSABLE(422, "The values cannot be used"),
        INTERNAL(500, "Internal failure"),
        UNAVAILABLE(503, "Try again later");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }

        String type() {
            return "/api/problems/" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final List<String> errors;

    private ApiProblem(Kind kind, String detail, List<String> errors) {
        super(detail, null, false, false);
        this.kind = kind;
        this.errors = List.copyOf(errors);
    }

    /** @param detail a sentence: subject, what is wrong, the value, what was expected */
    static ApiProblem of(Kind kind, String detail) {
        return new ApiProblem(kind, detail, List.of());
    }

    static ApiProblem notFound(String what) {
        return of(Kind.NOT_FOUND, what);
    }

    /** Each thing that is wrong with the values. */
    static ApiProblem unprocessable(ConfigException e) {
        List<String> errors =
                e.problems().stream().map(problem -> problem.message()).toList();
        return new ApiProblem(
                Kind.UNPROCESSABLE, errors.isEmpty() ? "the values cannot be used" : errors.getFirst(), errors);
    }

    Kind kind() {
        return kind;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", kind.type());
        json.put("title", kind.title);
        json.put("status", kind.status);
        json.put("detail", detail());
        if (!errors.isEmpty()) {
            ArrayNode list = json.putArray("errors");
            errors.forEach(list::add);
        }
        return json;
    }

    static Schema schema() {
        return Schema.object("Why a request was not carried out (RFC 9457).")
                .field("type", Schema.text("Kind of problem, as a path that does not change."))
                .field("title", Schema.text("The kind in words."))
                .field("status", Schema.integer("Of the response."))
                .field("detail", Schema.text("What is wrong here, and what to do."))
                .maybe("errors", Schema.list("Each thing that is wrong.", Schema.text("A sentence.")));
    }
}
