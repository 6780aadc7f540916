package org.voicesecretary.rest;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.ApiKey;
import org.voicesecretary.account.ApiKeys;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.Problem;
import org.voicesecretary.config.RestConfig;
import org.voicesecretary.storage.StorageException;

/** The REST API over HTTP: who asks, whether they may, which method that is, and how its answer is written. */
public final class RestApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
    private static final String JSON = "application/json";
    private static final String XML = "application/xml; charset=utf-8";
    /** Signatures of unknown keys are computed as well, so that a refusal tells nothing by its time. */
    private static final String NOBODY = "00000000000000000000";

    private static final int USES_EVERY_S = 30;
    /** Files in memory at once, each several times its size while it is read. */
    private static final int UPLOADS = 4;

    private static final int UPLOAD_PATIENCE_S = 5;
    private static final long MOST_DISCARDED = 200_000_000;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{1,255}");

    private final Supplier<AccountSnapshot> accounts;
    private final ApiKeys keys;
    private final Routes routes;
    private final List<OpenRoute> open;
    private final Semaphore uploads = new Semaphore(UPLOADS);
    private final RateLimits limits;
    private final String publicUrl;
    private final MeterRegistry meters;
    private final ScheduledExecutorService uses = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("api-key-uses").factory());

    public RestApi(
            Supplier<AccountSnapshot> accounts,
            ApiKeys keys,
            Routes routes,
            List<OpenRoute> open,
            RestConfig config,
            LongSupplier nanoTime,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.keys = keys;
        this.routes = routes;
        this.open = List.copyOf(open);
        this.limits = new RateLimits(config, nanoTime);
        this.publicUrl = config.publicUrl();
        this.meters = meters;
        uses.scheduleWithFixedDelay(this::storeUses, USES_EVERY_S, USES_EVERY_S, TimeUnit.SECONDS);
    }

    /** One request on its way: what is known of it so far. */
    private static final class Exchange {
        final Context http;
        boolean xml;
        RateLimits.@Nullable Count count;

        Exchange(Context http) {
            this.http = http;
        }
    }

    void handle(Context http) {
        var exchange = new Exchange(http);
        try {
            if (!opened(http)) {
                send(exchange, 200, answer(exchange).success());
            }
        } catch (RestFault fault) {
            send(exchange, fault.status(), Answer.error(fault.message()));
        } catch (ConfigException e) {
            String problems = e.problems().stream().map(Problem::message).collect(Collectors.joining("; "));
            send(exchange, 400, Answer.error("Wrong parameters: " + problems));
        } catch (NoSuchElementException gone) { // the account, in this very moment
            send(exchange, 401, Answer.error("Not authorized"));
        } catch (StorageException e) {
            LOG.error("{} {} was refused: {}", http.method(), http.path(), e.getMessage());
            send(exchange, 503, Answer.error("The database does not answer; try again later"));
        } catch (IOException e) {
            LOG.debug("a request could not be read", e);
            send(exchange, 400, Answer.error("Wrong parameters: the body could not be read"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            send(exchange, 503, Answer.error("The server is stopping; try again later"));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", http.method(), http.path(), e);
            send(exchange, 500, Answer.error("Internal error; the log of the server has it"));
        }
    }

    private boolean opened(Context http) throws RestFault, IOException {
        String path = http.req().getRequestURI();
        if (!Verb.of(http.req().getMethod()).equals(Optional.of(Verb.GET))) {
            return false;
        }
        if (path.equals("/v1/")) { // what there is, for people
            http.contentType("text/markdown; charset=utf-8").result(routes.markdown());
            return true;
        }
        for (OpenRoute route : open) {
            if (path.startsWith(route.prefix())) {
                route.handler().handle(http);
                return true;
            }
        }
        return false;
    }

    private Answer answer(Exchange exchange) throws RestFault, IOException, InterruptedException {
        Context http = exchange.http;
        String path = http.req().getRequestURI();
        String query = http.req().getQueryString() == null ? "" : http.req().getQueryString();
        Verb verb = Verb.of(http.req().getMethod()).orElseThrow(RestFault::noSuchMethod);
        exchange.xml = new SignedRequest(verb, path, query, null, new byte[0]).wantsXml();
        var credentials =
                SignedRequest.Credentials.read(http.header("Authorization")).orElseThrow(RestFault::notAuthorized);
        Optional<Routes.Found> found = routes.find(verb, path);
        int most = found.map(f -> f.route().maxBody()).orElse(Route.FORM);
        if (most <= Route.FORM) {
            return answer(exchange, found, credentials, verb, body(http, most));
        }
        if (accounts.get().apiKey(credentials.key()).isEmpty()) {
            discard(http); // whoever has no key gets none of our memory
            throw http.req().getContentLengthLong() > most ? tooLarge(most) : RestFault.notAuthorized();
        }
        if (!uploads.tryAcquire(UPLOAD_PATIENCE_S, TimeUnit.SECONDS)) {
            throw new RestFault(503, "Too many files are being sent at once; try again later");
        }
        try {
            return answer(exchange, found, credentials, verb, body(http, most));
        } finally {
            uploads.release();
        }
    }

    private Answer answer(
            Exchange exchange,
            Optional<Routes.Found> found,
            SignedRequest.Credentials credentials,
            Verb verb,
            byte[] body)
            throws RestFault, InterruptedException {
        Context http = exchange.http;
        String path = http.req().getRequestURI();
        String query = http.req().getQueryString() == null ? "" : http.req().getQueryString();
        var request = new SignedRequest(verb, path, query, http.header("Content-Type"), body);
        exchange.xml |= request.wantsXml();

        AccountSnapshot snapshot = accounts.get();
        Optional<ApiKey> known = snapshot.apiKey(credentials.key());
        Optional<Parameters> signed =
                request.verified(known.map(key -> key.secret().value()).orElse(NOBODY), credentials.signature());
        if (known.isEmpty() || signed.isEmpty()) {
            throw RestFault.notAuthorized();
        }
        ApiKey key = known.get();
        keys.used(key.key());
        exchange.xml = signed.get().format().filter("xml"::equals).isPresent();
        boolean statistics =
                found.map(f -> f.route().access() == Route.Access.STATISTICS).orElse(false);
        exchange.count = limits.take(key.key(), statistics);
        if (exchange.count.exceeded()) {
            throw new RestFault(429, "You exceeded the rate limit");
        }
        if (found.isEmpty()) {
            throw routes.exists(path)
                    ? new RestFault(400, "Wrong parameters: this method does not take " + verb)
                    : RestFault.noSuchMethod();
        }
        Route route = found.get().route();
        allow(key, route);
        AccountData data = snapshot.account(key.pbxId()).orElseThrow();
        return route.method()
                .call(new RestCall(key, data, found.get().path(), signed.get(), request.document(), base(http)));
    }

    /** As configured, else as the client asked for it. */
    private String base(Context http) {
        if (!publicUrl.isEmpty()) {
            return publicUrl;
        }
        String forwarded = String.valueOf(http.header("X-Forwarded-Proto"));
        String host = String.valueOf(http.header("Host"));
        return (forwarded.equals("https") ? forwarded : "http") + "://"
                + (HOST.matcher(host).matches() ? host : "localhost:" + http.port());
    }

    private static void allow(ApiKey key, Route route) throws RestFault {
        boolean may = switch (key.role()) {
            case FULL -> true;
            case READ -> route.access() != Route.Access.WRITE;
            case STATISTICS -> route.access() == Route.Access.STATISTICS;
        };
        if (!may) {
            throw new RestFault(
                    403,
                    "Not allowed: the key " + key.key() + " has the role \""
                            + key.role().word() + "\"");
        }
    }

    private static byte[] body(Context http, int most) throws RestFault, IOException {
        if (http.req().getContentLengthLong() > most) {
            discard(http);
            throw tooLarge(most);
        }
        try (InputStream in = http.req().getInputStream()) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                discard(http);
                throw tooLarge(most);
            }
            return body;
        }
    }

    /** Reads what nobody wants, without keeping it: a client that is cut off while it sends does not see the answer. */
    private static void discard(Context http) throws IOException {
        InputStream in = http.req().getInputStream();
        byte[] buffer = new byte[16 * 1024];
        long read = 0;
        for (int n = in.read(buffer); n >= 0 && read < MOST_DISCARDED; n = in.read(buffer)) {
            read += n;
        }
    }

    private static RestFault tooLarge(int most) {
        return new RestFault(413, "The request is too large; at most " + most + " bytes");
    }

    private void send(Exchange exchange, int status, Answer answer) {
        Context http = exchange.http;
        if (exchange.count != null) {
            http.header("X-RateLimit-Limit", String.valueOf(exchange.count.limit()));
            http.header("X-RateLimit-Remaining", String.valueOf(exchange.count.remaining()));
            http.header("X-RateLimit-Reset", String.valueOf(exchange.count.reset()));
        }
        if (status == 413) {
            http.header("Connection", "close");
        }
        http.header("Cache-Control", "no-store");
        http.status(status).contentType(exchange.xml ? XML : JSON).result(exchange.xml ? answer.xml() : answer.json());
        meters.counter("rest_requests_total", "status", String.valueOf(status)).increment();
    }

    private void storeUses() {
        try {
            keys.storeUses();
        } catch (RuntimeException e) {
            LOG.warn("when keys were used last could not be stored: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        uses.shutdown();
        storeUses();
    }
}
