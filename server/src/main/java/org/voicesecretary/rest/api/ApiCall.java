package org.voicesecretary.rest.api;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.ApiToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request that was let in.
 *
 * @param data the account of the token, as it was when the request came
 * @param path variable parts of the path, by name
 * @param query by name
 * @param body empty where the operation takes none
 * @param ifMatch the header; null = there is none
 * @param ifNoneMatch the header; null = there is none
 */
record ApiCall(
        ApiToken token,
        AccountData data,
        Map<String, String> path,
        Map<String, String> query,
        ObjectNode body,
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch) {
    static final int PAGE = 50;
    static final int LARGEST_PAGE = 500;

    long pbxId() {
        return data.account().pbxId();
    }

    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path has no {" + name + "}");
        }
        return value;
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** How many items a page has. */
    int limit() throws ApiProblem {
        String limit = query.get("limit");
        if (limit == null) {
            return PAGE;
        }
        if (!limit.matches("[0-9]{1,6}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > LARGEST_PAGE) {
            throw ApiProblem.of(
                    ApiProblem.Kind.BAD_REQUEST, "limit is \"" + limit + "\"; expected 1 to " + LARGEST_PAGE);
        }
        return Integer.parseInt(limit);
    }

    /** What an earlier page gave as {@code next}; for us a number. */
    long cursor(long first) throws ApiProblem {
        String cursor = query.get("cursor");
        if (cursor == null) {
            return first;
        }
        if (!cursor.matches("[0-9]{1,18}|[1-8][0-9]{18}")) {
            throw ApiProblem.of(
                    ApiProblem.Kind.BAD_REQUEST,
                    "cursor is \"" + cursor + "\"; expected the \"next\" of the page before");
        }
        return Long.parseLong(cursor);
    }

    /** A text of the body. */
    Optional<String> text(String field) throws ApiProblem {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw ApiProblem.of(ApiProblem.Kind.UNPROCESSABLE, field + " is " + value + "; expected a string");
        }
        return Optional.of(value.stringValue());
    }

    String requiredText(String field) throws ApiProblem {
        return text(field)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> ApiProblem.of(ApiProblem.Kind.UNPROCESSABLE, field + " is missing"));
    }

    /** @throws ApiProblem if If-Match or If-None-Match do not fit what is there. @param current its tag; null = there is nothing */
    void checkUnchanged(@Nullable String current) throws ApiProblem {
        if (ifMatch != null && !Etag.listed(ifMatch, current)) {
            throw ApiProblem.of(
                    ApiProblem.Kind.CHANGED_MEANWHILE,
                    current == null
                            ? "it is not there any more"
                            : "its ETag is " + current + " now; read it again, and change that");
        }
        if (ifNoneMatch != null && Etag.listed(ifNoneMatch, current)) {
            throw ApiProblem.of(ApiProblem.Kind.CHANGED_MEANWHILE, "it is there already");
        }
    }
}
