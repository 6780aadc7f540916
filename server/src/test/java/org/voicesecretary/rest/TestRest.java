package org.voicesecretary.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.ApiKeys;
import org.voicesecretary.account.SoundCheck;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.HostPort;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.observe.Health;
import org.voicesecretary.observe.Metrics;
import org.voicesecretary.observe.OperationsServer;
import org.voicesecretary.pbx.office.OfficeDirectory;
import org.voicesecretary.pbx.office.OfficeReader;
import org.voicesecretary.protocol.RestSignature;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

/** The REST API over real HTTP and a real database, with the methods that a test is about; it signs as client libraries do. */
public final class TestRest implements AutoCloseable {
    public static final String KEY = "1a2b3c4d5e6f7a8b9c0d";
    public static final String SECRET = "0d1c2b3a4f5e6d7c8b9a";
    public static final String ACCOUNT = "account: {key: " + KEY + ", secret: " + SECRET
            + ", pbx-id: 123456, country: DE, time-zone: Europe/Berlin}\n";
    public static final Instant NOW = Instant.parse("2026-03-04T09:10:11Z");

    private final Path directory;
    private final InstallationConfig config;
    private final TestDatabase db;
    private final AccountDirectory accounts;
    private final OfficeDirectory offices;
    private final ApiKeys keys;
    private final Metrics metrics = new Metrics();
    private final AtomicLong nanos = new AtomicLong();
    private final RestApi api;
    private final OperationsServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    /** What came back. */
    public record Got(int status, String body, HttpHeaders headers) {
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    public TestRest(Path directory, String yaml, Function<TestRest, List<Route>> routes) {
        this(TestEngine.SQLITE, directory, yaml, routes);
    }

    /** @param yaml of account.yaml, behind {@link #ACCOUNT} */
    public TestRest(TestEngine engine, Path directory, String yaml, Function<TestRest, List<Route>> routes) {
        this(engine, directory, yaml, routes, r -> List.of());
    }

    /** @param open what is fetched without a signature; asked for after {@code routes} */
    public TestRest(
            Path directory,
            String yaml,
            Function<TestRest, List<Route>> routes,
            Function<TestRest, List<OpenRoute>> open) {
        this(TestEngine.SQLITE, directory, yaml, routes, open);
    }

    private TestRest(
            TestEngine engine,
            Path directory,
            String yaml,
            Function<TestRest, List<Route>> routes,
            Function<TestRest, List<OpenRoute>> open) {
        this.directory = directory;
        this.db = TestDatabase.open(engine, directory.resolve("data"));
        this.config = new ConfigLoader(directory, Map.of()).load(null).config();
        apply(yaml);
        this.accounts = AccountDirectory.start(db.database(), config.webhook());
        this.offices = OfficeDirectory.following(accounts);
        this.keys = new ApiKeys(db.database(), db.writer(), () -> NOW, new SecureRandom());
        this.api = new RestApi(
                accounts::snapshot,
                keys,
                new Routes(routes.apply(this)),
                open.apply(this),
                config.rest(),
                nanos::get,
                metrics.registry());
        var door = new RestDoor();
        this.server =
                OperationsServer.start(new HostPort("127.0.0.1", 0), new Health(), metrics.registry(), door::addTo);
        door.open(api);
    }

    public void apply(String yaml) {
        try {
            Path file = Files.writeString(directory.resolve("account.yaml"), ACCOUNT + yaml);
            accountOperations().apply(file, "account.yaml");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public Accounts accountOperations() {
        return new Accounts(
                db.database(),
                db.writer(),
                db.directory(),
                SoundCheck.NONE,
                new OfficeReader(),
                () -> NOW,
                new SecureRandom());
    }

    public InstallationConfig config() {
        return config;
    }

    public TestDatabase database() {
        return db;
    }

    public AccountDirectory accounts() {
        return accounts;
    }

    public OfficeDirectory offices() {
        return offices;
    }

    public ApiKeys keys() {
        return keys;
    }

    public Account account() {
        return accounts.snapshot().account(123456).orElseThrow().account();
    }

    /** Lets time pass for the limits. */
    public void pass(java.time.Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    public URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + server.port() + pathAndQuery);
    }

    /** @param path below {@code /v1/} */
    public Got get(String path, Map<String, String> parameters) {
        return get(path, parameters, KEY, SECRET);
    }

    public Got get(String path) {
        return get(path, Map.of());
    }

    public Got get(String path, Map<String, String> parameters, String key, String secret) {
        String full = "/v1/" + path + "/";
        String query = RestSignature.canonicalQuery(parameters);
        return send(HttpRequest.newBuilder(uri(full + (query.isEmpty() ? "" : "?" + query)))
                .header("Authorization", RestSignature.authorization(key, secret, full, parameters)));
    }

    public Got post(String path, Map<String, String> parameters) {
        return form("POST", path, parameters);
    }

    public Got put(String path, Map<String, String> parameters) {
        return form("PUT", path, parameters);
    }

    public Got delete(String path, Map<String, String> parameters) {
        return form("DELETE", path, parameters);
    }

    private Got form(String verb, String path, Map<String, String> parameters) {
        String full = "/v1/" + path + "/";
        return send(HttpRequest.newBuilder(uri(full))
                .header("Authorization", RestSignature.authorization(KEY, SECRET, full, parameters))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(verb, HttpRequest.BodyPublishers.ofString(RestSignature.canonicalQuery(parameters))));
    }

    /** A multipart request with one file, which is not signed. */
    public Got upload(String path, Map<String, String> parameters, String field, String fileName, byte[] content) {
        String full = "/v1/" + path + "/";
        String head = new HashMap<>(parameters)
                .entrySet().stream()
                        .map(e -> "--x\r\nContent-Disposition: form-data; name=\"" + e.getKey() + "\"\r\n\r\n"
                                + e.getValue() + "\r\n")
                        .collect(Collectors.joining());
        String fileHead = "--x\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: audio/wav\r\n\r\n";
        return send(HttpRequest.newBuilder(uri(full))
                .header("Authorization", RestSignature.authorization(KEY, SECRET, full, parameters))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString(head + fileHead),
                        HttpRequest.BodyPublishers.ofByteArray(content),
                        HttpRequest.BodyPublishers.ofString("\r\n--x--\r\n"))));
    }

    public Got send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> got =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Got(got.statusCode(), got.body(), got.headers());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        server.close();
        api.close();
        accounts.close();
        metrics.close();
        db.close();
    }
}
