package org.voicesecretary.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where requests come in: open as soon as the port is, for the port is bound before there is anything to ask. */
public final class RestDoor {
    private volatile @Nullable RestApi api;

    /** Adds {@code /v1/} to what the port serves. */
    public void addTo(JavalinConfig config) {
        for (HandlerType type : List.of(
                HandlerType.GET,
                HandlerType.HEAD,
                HandlerType.POST,
                HandlerType.PUT,
                HandlerType.DELETE,
                HandlerType.PATCH)) {
            config.routes.addEndpoint(new Endpoint(type, "/v1/*", this::handle));
        }
    }

    /** From now on requests are answered. */
    public void open(RestApi ready) {
        this.api = ready;
    }

    private void handle(Context http) {
        RestApi ready = api;
        if (ready == null) {
            http.status(503)
                    .header("Retry-After", "2")
                    .contentType("application/json")
                    .result(Answer.error("The server is starting; try again in a moment")
                            .json());
        } else {
            ready.handle(http);
        }
    }
}
