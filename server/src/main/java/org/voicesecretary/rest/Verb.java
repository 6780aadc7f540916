package org.voicesecretary.rest;

import java.util.Optional;

/** The HTTP methods that the API uses. */
public enum Verb {
    GET,
    POST,
    PUT,
    DELETE;

    /** HEAD is a GET whose answer nobody reads. */
    static Optional<Verb> of(String method) {
        return switch (method) {
            case "GET", "HEAD" -> Optional.of(GET);
            case "POST" -> Optional.of(POST);
            case "PUT" -> Optional.of(PUT);
            case "DELETE" -> Optional.of(DELETE);
            default -> Optional.empty();
        };
    }
}
