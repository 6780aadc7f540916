package org.voicesecretary.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.RestSignature;
import org.voicesecretary.protocol.json.RestJson;

/**
 * The REST API, each method a blocking call. Thread-safe.
 *
 * <pre>{@code
 * var api = new RestClient(URI.create("https://pbx.example.net"), key, secret);
 * api.calls().callback("100", "442037691880");
 * for (int extension : api.office().extensions().numbers()) …
 * }</pre>
 *
 * What has no method of its own is reached by {@link #call}.
 */
public final class RestClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BOUNDARY = "VoiceSecretaryClientBoundary7f3a9c";

    private final URI server;
    private final String key;
    private final String secret;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** @param server such as {@code https://pbx.example.net}; the API is for TLS or loopback only, for nothing keeps a request from being repeated */
    public RestClient(URI server, String key, String secret) {
        this.server = server;
        this.key = key;
        this.secret = secret;
    }

    /** A file to send along; the signature does not cover it. */
    public record Upload(String field, String name, byte[] content) {}

    public InfoApi info() {
        return new InfoApi(this);
    }

    public CallApi calls() {
        return new CallApi(this);
    }

    public SipApi sip() {
        return new SipApi(this);
    }

    public OfficeApi office() {
        return new OfficeApi(this);
    }

    public HookApi hooks() {
        return new HookApi(this);
    }

    public NumberApi numbers() {
        return new NumberApi(this);
    }

    /**
     * Any method.
     *
     * @param verb of HTTP
     * @param method below {@code /v1/}, such as {@code info/balance}
     * @param parameters text, numbers, booleans, lists and maps of such; null leaves one out
     * @param answer the record that the fields of the answer are read into
     * @throws RestException if the server refuses it
     */
    public <T> T call(String verb, String method, Map<String, ? extends @Nullable Object> parameters, Class<T> answer)
            throws IOException, InterruptedException, RestException {
        return read(send(request(verb, method, parameters)), answer);
    }

    /** As {@link #call}, with a file. */
    public <T> T upload(String method, Map<String, ? extends @Nullable Object> parameters, Upload file, Class<T> answer)
            throws IOException, InterruptedException, RestException {
        String path = path(method);
        var body = new StringBuilder();
        for (var field : given(parameters).entrySet()) {
            body.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(BOUNDARY, field.getKey(), field.getValue()));
        }
        body.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                .formatted(BOUNDARY, file.field(), file.name().replace("\"", "_")));
        body.append("Content-Type: application/octet-stream\r\n\r\n");
        HttpRequest request = builder(path, "", given(parameters))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(body.toString()),
                        BodyPublishers.ofByteArray(file.content()),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")))
                .build();
        return read(send(request), answer);
    }

    private HttpRequest request(String verb, String method, Map<String, ? extends @Nullable Object> parameters) {
        String path = path(method);
        Map<String, ?> given = given(parameters);
        String form = RestSignature.canonicalQuery(given);
        if (verb.equals("GET")) {
            return builder(path, form.isEmpty() ? "" : "?" + form, given).build();
        }
        return builder(path, "", given)
                .header("Content-Type", FormBody.URLENCODED)
                .method(verb, BodyPublishers.ofString(form))
                .build();
    }

    private HttpRequest.Builder builder(String path, String query, Map<String, ?> parameters) {
        return HttpRequest.newBuilder(server.resolve(path + query))
                .timeout(PATIENCE)
                .header("Authorization", RestSignature.authorization(key, secret, path, parameters));
    }

    private static String path(String method) {
        return "/v1/" + method + "/";
    }

    private static Map<String, ?> given(Map<String, ? extends @Nullable Object> parameters) {
        Map<String, Object> given = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                given.put(name, value);
            }
        });
        return given;
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static <T> T read(HttpResponse<String> response, Class<T> answer) throws RestException {
        int status = response.statusCode();
        try {
            RestJson.Envelope envelope = RestJson.read(response.body(), RestJson.Envelope.class);
            if (status >= 400 || "error".equals(envelope.status())) {
                throw new RestException(status, message(envelope.message()));
            }
            return RestJson.read(response.body(), answer);
        } catch (IllegalArgumentException e) {
            throw new RestException(status, "the server answered " + status + " and no answer of this API", e);
        }
    }

    private static String message(@Nullable String message) {
        return message == null ? "the server said no more" : message;
    }

    /** Parameters of a call; those that are null are left out. */
    static Map<String, @Nullable Object> with(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return parameters;
    }

    @Override
    public void close() {
        http.close();
    }
}
