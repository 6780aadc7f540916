package org.voicesecretary.rest;

import io.javalin.http.Context;

/**
 * What is fetched without a signature, by a path that nobody can guess: links that expire.
 *
 * @param prefix of the path, such as {@code /v1/pbx/record/download/}
 */
public record OpenRoute(String prefix, Handler handler) {
    /** Writes the whole answer, the refusal of a wrong path included. */
    @FunctionalInterface
    public interface Handler {
        void handle(Context http) throws RestFault, java.io.IOException;
    }
}
