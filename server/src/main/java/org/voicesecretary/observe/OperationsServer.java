package org.voicesecretary.observe;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Consumer;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.HostPort;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problem;

/** The HTTP side of the server, on {@code http.listen}: {@code /health/live}, {@code /health/ready}, {@code /metrics}. */
public final class OperationsServer implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Javalin http;

    private OperationsServer(Javalin http) {
        this.http = http;
    }

    /**
     * @param more adds what others serve on the same port
     * @throws ConfigException if the address cannot be bound
     */
    public static OperationsServer start(
            HostPort listen, Health health, PrometheusMeterRegistry metrics, Consumer<JavalinConfig> more) {
        Javalin http = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.routes.get(
                    "/health/live", context -> context.contentType(JSON).result("{\"status\":\"live\"}"));
            config.routes.get("/health/ready", context -> ready(context, health.report()));
            config.routes.get(
                    "/metrics", context -> context.contentType(PROMETHEUS).result(metrics.scrape()));
            more.accept(config);
        });
        try {
            http.start(listen.host(), listen.port());
        } catch (RuntimeException e) {
            http.stop();
            if (e instanceof JavalinBindException || e.getCause() instanceof java.io.IOException) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new ConfigException(
                        "the configuration",
                        List.of(new Problem(
                                new Origin.Key("http.listen"),
                                listen + " cannot be bound: " + cause.getMessage()
                                        + "; another program may have it: choose another port or stop that program")));
            }
            throw e;
        }
        return new OperationsServer(http);
    }

    private static void ready(Context context, Health.Report report) {
        context.status(report.ready() ? 200 : 503).contentType(JSON).result(report.json());
    }

    /** The port that is bound, of use where 0 was asked for. */
    public int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.stop();
    }
}
