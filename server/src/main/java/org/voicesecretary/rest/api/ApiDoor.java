package org.voicesecretary.rest.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where requests for {@code /api/} come in: open as soon as the port is, for the port is bound before there is anything to ask. */
public final class ApiDoor {
    private volatile @Nullable Api api;

    /** Adds {@code /api/} to what the port serves. */
    public void addTo(JavalinConfig config) {
        for (HandlerType type : List.of(
                HandlerType.GET,
                HandlerType.HEAD,
                HandlerType.POST,
                HandlerType.PUT,
                HandlerType.DELETE,
                HandlerType.PATCH)) {
            config.routes.addEndpoint(new Endpoint(type, "/api", this::handle));
            config.routes.addEndpoint(new Endpoint(type, "/api/*", this::handle));
        }
    }

    /** From now on requests are answered. */
    public void open(Api ready) {
        this.api = ready;
    }

    private void handle(Context http) {
        Api ready = api;
        if (ready == null) {
            http.header("Retry-After", "2");
            Api.send(http, ApiProblem.of(ApiProblem.Kind.UNAVAILABLE, "the server is starting; try again in a moment"));
        } else {
            ready.handle(http);
        }
    }
}
