package org.voicesecretary.rest.api;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.account.ApiToken;
import org.voicesecretary.account.ApiTokens;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.storage.StorageException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The API over HTTP: who asks, whether they may, which operation that is, and how its reply is written. */
public final class Api {
    static final String PREFIX = "/api";
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    /** The page has its script and its style inside, and reads the document. */
    private static final String PAGE_POLICY =
            "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String PROBLEM = "application/problem+json";
    private static final int LARGEST_BODY = 256 * 1024;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Supplier<AccountSnapshot> accounts;
    private final ApiTokens tokens;
    private final KnownReplies replies;
    private final List<Operation> operations;
    private final MeterRegistry meters;

    Api(
            Supplier<AccountSnapshot> accounts,
            ApiTokens tokens,
            KnownReplies replies,
            List<Operation> operations,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.replies = replies;
        this.operations = Operation.literalFirst(operations);
        this.meters = meters;
    }

    List<Operation> operations() {
        return operations;
    }

    private record Found(Operation operation, Map<String, String> path) {}

    void handle(Context http) {
        String status;
        try {
            status = String.valueOf(send(http, answer(http)));
        } catch (ApiProblem problem) {
            status = String.valueOf(send(http, problem));
        } catch (ConfigException e) {
            status = String.valueOf(send(http, ApiProblem.unprocessable(e)));
        } catch (StorageException e) {
            LOG.error("{} {} was refused: {}", http.method(), http.path(), e.getMessage());
            status = String.valueOf(send(
                    http, ApiProblem.of(ApiProblem.Kind.UNAVAILABLE, "the database does not answer; try again later")));
        } catch (IOException e) {
            LOG.debug("a request could not be read", e);
            status = String.valueOf(
                    send(http, ApiProblem.of(ApiProblem.Kind.BAD_REQUEST, "the request could not be read")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = String.valueOf(
                    send(http, ApiProblem.of(ApiProblem.Kind.UNAVAILABLE, "the server is stopping; try again later")));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", http.method(), http.path(), e);
            status = String.valueOf(
                    send(http, ApiProblem.of(ApiProblem.Kind.INTERNAL, "the log of the server says more")));
        }
        meters.counter("api.requests", "status", status).increment();
    }

    private Reply answer(Context http) throws ApiProblem, IOException, InterruptedException {
        String verb = http.req().getMethod().equals("HEAD")
                ? "GET"
                : http.req().getMethod().toUpperCase(Locale.ROOT);
        Found found = find(verb, segments(http.req().getRequestURI()), http);
        Operation operation = found.operation();
        if (operation.scope() == null) {
            return operation.open();
        }
        ApiToken token = authorised(http, operation);
        AccountData data = accounts.get().accounts().stream()
                .filter(each -> each.account().pbxId() == token.pbxId())
                .findFirst()
                .orElseThrow(() -> ApiProblem.of(ApiProblem.Kind.UNAUTHORIZED, "the account of the token is gone"));
        String text = operation.body() == null ? "" : body(http);
        var call = new ApiCall(
                token,
                data,
                found.path(),
                query(http, operation),
                operation.body() == null ? JsonNodeFactory.instance.objectNode() : parsed(text),
                http.header("If-Match"),
                http.header("If-None-Match"));
        String key = http.header("Idempotency-Key");
        if (verb.equals("POST") && key != null) {
            return replies.once(
                    token,
                    key,
                    http.req().getRequestURI() + "\n" + text,
                    () -> operation.action().run(call));
        }
        return operation.action().run(call);
    }

    private Found find(String verb, List<String> segments, Context http) throws ApiProblem {
        List<String> others = new ArrayList<>();
        for (Operation operation : operations) {
            Map<String, String> path = operation.match(segments);
            if (path != null && operation.verb().equals(verb)) {
                return new Found(operation, path);
            }
            if (path != null) {
                others.add(operation.verb());
            }
        }
        if (others.isEmpty()) {
            throw ApiProblem.notFound("there is nothing at this path; " + PREFIX + "/openapi.json says what there is");
        }
        String allowed = others.stream().distinct().sorted().collect(Collectors.joining(", "));
        http.header("Allow", allowed);
        throw ApiProblem.of(ApiProblem.Kind.METHOD_NOT_ALLOWED, verb + " is not possible here; possible: " + allowed);
    }

    /** Below {@code /api/}, decoded. */
    private static List<String> segments(String uri) throws ApiProblem {
        String below = uri.length() <= PREFIX.length() ? "" : uri.substring(PREFIX.length() + 1);
        String trimmed = below.endsWith("/") ? below.substring(0, below.length() - 1) : below;
        List<String> segments = new ArrayList<>();
        for (String segment : trimmed.split("/", -1)) {
            segments.add(decoded(segment.replace("+", "%2B")));
        }
        return segments;
    }

    private static String decoded(String text) throws ApiProblem {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.of(ApiProblem.Kind.BAD_REQUEST, "the path or query is not percent-encoded UTF-8");
        }
    }

    private ApiToken authorised(Context http, Operation operation) throws ApiProblem {
        String header = http.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            http.header("WWW-Authenticate", "Bearer");
            throw ApiProblem.of(
                    ApiProblem.Kind.UNAUTHORIZED,
                    "the request has no \"Authorization: Bearer TOKEN\"; ./voice-secretary token create makes a token");
        }
        ApiToken token = tokens.find(header.substring(7).strip()).orElse(null);
        if (token == null) {
            http.header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            throw ApiProblem.of(ApiProblem.Kind.UNAUTHORIZED, "the token is unknown, has expired or was ended");
        }
        ApiScope scope = operation.scope();
        if (scope != null && !token.may(scope)) {
            http.header("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope.word() + "\"");
            throw ApiProblem.of(ApiProblem.Kind.FORBIDDEN, "the token lacks the scope " + scope.word());
        }
        return token;
    }

    private static Map<String, String> query(Context http, Operation operation) throws ApiProblem {
        String query = http.req().getQueryString();
        Map<String, String> values = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return values;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!operation.queryNames().contains(name)) {
                throw ApiProblem.of(
                        ApiProblem.Kind.BAD_REQUEST,
                        "the parameter \"" + name + "\" is unknown; expected "
                                + (operation.queryNames().isEmpty()
                                        ? "none"
                                        : String.join(", ", operation.queryNames())));
            }
            if (values.put(name, value) != null) {
                throw ApiProblem.of(ApiProblem.Kind.BAD_REQUEST, "the parameter \"" + name + "\" is there twice");
            }
        }
        return values;
    }

    private static String body(Context http) throws ApiProblem, IOException {
        String type = http.header("Content-Type");
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(Reply.JSON)) {
            throw ApiProblem.of(
                    ApiProblem.Kind.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type is " + (type == null ? "missing" : type) + "; expected " + Reply.JSON);
        }
        try (InputStream in = http.req().getInputStream()) {
            byte[] bytes = in.readNBytes(LARGEST_BODY + 1);
            if (bytes.length > LARGEST_BODY) {
                http.header("Connection", "close"); // what is left is not worth reading
                throw ApiProblem.of(
                        ApiProblem.Kind.TOO_LARGE,
                        "the body is too large; expected " + LARGEST_BODY + " bytes at most");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static ObjectNode parsed(String text) throws ApiProblem {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ApiProblem.of(ApiProblem.Kind.BAD_REQUEST, "the body is no JSON: " + e.getOriginalMessage());
        }
        throw ApiProblem.of(ApiProblem.Kind.BAD_REQUEST, "the body is no JSON object");
    }

    private static int send(Context http, Reply reply) {
        http.header("Cache-Control", "no-cache");
        http.header("X-Content-Type-Options", "nosniff");
        if (reply.contentType().startsWith("text/html")) {
            http.header("Content-Security-Policy", PAGE_POLICY);
        }
        String location = reply.location();
        if (location != null) {
            http.header("Location", location);
        }
        if (reply.status() == 200 || reply.status() == 201) {
            String tag = Etag.of(reply.body());
            http.header("ETag", tag);
            String known = http.header("If-None-Match");
            if (http.req().getMethod().equals("GET") && known != null && Etag.listed(known, tag)) {
                http.status(304);
                return 304;
            }
        }
        http.status(reply.status());
        if (!reply.contentType().isEmpty()) {
            http.contentType(reply.contentType()).result(reply.body());
        }
        return reply.status();
    }

    static int send(Context http, ApiProblem problem) {
        http.header("Cache-Control", "no-store");
        http.status(problem.kind().status())
                .contentType(PROBLEM)
                .result(problem.json().toString());
        return problem.kind().status();
    }
}
