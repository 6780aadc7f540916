package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.server.ExitCode;
import org.voicesecretary.server.Main;
import org.voicesecretary.server.Surroundings;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.TestPhone;
import tools.jackson.databind.JsonNode;

/** The API of a running server against its own document, in both directions. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApiContractTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ACCOUNT = """
            account: {name: Test shop, key: %s, secret: %s, pbx-id: 123456, time-zone: Europe/Berlin, language: en, country: GB}
            trunks: [{name: loopback, allow: [127.0.0.0/8]}]
            numbers: [{number: "%s", menu: 0}, {number: "442037691899", webhook: {url: "http://127.0.0.1:9/"}}]
            extensions: [{number: 101, name: Ann, password: secret-of-101, voicemail: {greeting: none}}]
            menus:
              - {id: 0, greeting: {text: "You have reached the shop. Please press a key to go on."}, wait: 60s}
              - {id: 1, greeting: {text: "This is the second menu, where you were sent."}, wait: 60s}
            """.formatted(RunningServer.KEY, RunningServer.SECRET, RunningServer.NUMBER);

    @TempDir
    static Path directory;

    private RunningServer server;
    private TestPhone phone;
    private ApiContract api;

    @BeforeAll
    void aServerAndATokenOfTheCommandLine() throws Exception {
        server = RunningServer.start(directory, ACCOUNT);
        phone = TestPhone.onLoopback();
        api = new ApiContract(server.assembly().httpPort(), token("--scope", "*", "--name", "test"));
    }

    @AfterAll
    void close() {
        api.close();
        phone.close();
        server.close();
    }

    private String token(String... options) {
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments = new String[options.length + 2];
        arguments[0] = "token";
        arguments[1] = "create";
        System.arraycopy(options, 0, arguments, 2, options.length);
        var surroundings = new Surroundings(
                directory,
                Map.of("VOICE_SECRETARY_DATA_DIR", directory.resolve("data").toString()),
                new PrintWriter(out),
                new PrintWriter(err));
        assertThat(Main.run(surroundings, arguments)).as(err::toString).isEqualTo(ExitCode.WELL);
        assertThat(out.toString()).matches("vs_[A-Za-z0-9_-]{43}\n");
        return out.toString().strip();
    }

    @Test
    void everyOperationOfTheDocumentAnswersAsItSays() throws Exception {
        reference();
        calls();
        office();
        words();
        deliveries();
        speech();
        users();
        tokens();
        assertThat(api.seen()).as("every documented success was seen").containsAll(api.documented());
    }

    private void reference() throws Exception {
        JsonNode document = api.get("/openapi.json").json();
        assertThat(document.path("openapi").stringValue()).startsWith("3.1");
        String page = new String(api.get("/").response().body(), StandardCharsets.UTF_8);
        assertThat(page).contains("/api/openapi.json").doesNotContain("src=", "http:", "https:", "@import");
    }

    private void calls() throws Exception {
        String id;
        try (var call = phone.dial(server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from("442037690001"))
                .answered()) {
            assertThat(call.heard().awaitSound(0, SOON)).isTrue();
            JsonNode live = api.get("/calls").json().path("items").get(0);
            id = live.path("id").stringValue();
            assertThat(live.path("caller").stringValue()).isEqualTo("442037690001");
            assertThat(api.get("/calls/" + id).json()).isEqualTo(live);

            assertThat(api.send("POST", "/calls/" + id + "/redirect", "{\"to\": \"7-main\"}")
                            .status())
                    .isEqualTo(422);
            assertThat(api.send("POST", "/calls/" + id + "/redirect", "{\"to\": \"1-main\"}")
                            .status())
                    .isEqualTo(202);
            Eventually.holds("the second menu speaks", SOON, () -> timeline(id).contains("This is the second menu"));
            assertThat(timeline(id)).contains("redirected to 1-main by the API");

            assertThat(api.send("POST", "/calls/" + id + "/hangup", null).status())
                    .isEqualTo(202);
            assertThat(call.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
        }
        Eventually.holds(
                "it is over", SOON, () -> api.get("/calls").json().path("items").isEmpty());
        assertThat(api.get("/calls/" + id).status()).isEqualTo(404);
        JsonNode first = api.get("/timelines?limit=1").json().path("items").get(0);
        assertThat(first.path("id").stringValue()).isEqualTo(id);
        pages(id);
    }

    /** All pages together are the whole, in order and once. */
    private void pages(String id) throws Exception {
        JsonNode whole = api.get("/timelines/" + id + "?limit=500").json();
        assertThat(whole.path("next").isNull()).isTrue();
        String next = "0";
        int got = 0;
        while (next != null) {
            JsonNode page =
                    api.get("/timelines/" + id + "?limit=3&cursor=" + next).json();
            for (JsonNode entry : page.path("items")) {
                assertThat(entry).isEqualTo(whole.path("items").get(got++));
            }
            next = page.path("next").isNull() ? null : page.path("next").stringValue();
        }
        assertThat(got).isEqualTo(whole.path("items").size());
    }

    private String timeline(String id) {
        return api.get("/timelines/" + id + "?limit=500").json().toString();
    }

    private void office() throws Exception {
        settings(
                "extensions",
                "102",
                "{\"number\": \"102\", \"name\": \"Ben\", \"password\": \"secret-of-102\", \"lines\": 3, \"enabled\": true,"
                        + " \"forward\": {\"to\": \"voicemail\", \"when\": \"no-answer\", \"after\": \"20s\"}, \"voicemail\": {\"email\":"
                        + " [\"ben@example.net\"], \"attach\": \"wav\"}, \"outgoing\": {\"allowed\": true, \"limits\": {\"calls\": 1}}}",
                "\"lines\": 3",
                "\"lines\": 4");
        settings(
                "hours",
                "office",
                "{\"name\": \"office\", \"week\": {\"mon-fri\": \"09:00-18:00\"}, \"lunch\": \"12:30-13:00\", \"holidays\":"
                        + " [\"12-24..12-26 Christmas\"], \"overrides\": [{\"date\": \"2026-12-23\", \"hours\": \"09:00-12:00\"}]}",
                "09:00-18:00",
                "08:00-17:00");
        settings(
                "menus",
                "2",
                "{\"id\": 2, \"title\": \"Third\", \"greeting\": {\"text\": \"Hello.\", \"language\": \"en\"}, \"wait\": \"5s\", \"repeat\": 2,"
                        + " \"direct-dial\": true}",
                "\"repeat\": 2",
                "\"repeat\": 3");
        settings(
                "queues",
                "support",
                "{\"name\": \"support\", \"strategy\": \"round-robin\", \"agents\": [\"101\"], \"announce-position\": true, \"max-wait\":"
                        + " \"5m\", \"overflow\": \"101\"}",
                "5m",
                "4m");
        settings(
                "scenarios",
                "0-1",
                "{\"menu\": 0, \"key\": \"1\", \"title\": \"Sales\", \"stages\": [{\"ring\": [\"101\"], \"after\": \"0s\"}]}",
                "Sales",
                "Trade");
        settings(
                "conferences",
                "800",
                "{\"number\": \"800\", \"pin\": \"4711\", \"title\": \"Meeting\"}",
                "Meeting",
                "Chat");
        settings(
                "trunks",
                "provider",
                "{\"name\": \"provider\", \"allow\": [\"192.0.2.0/24\"], \"host\": \"127.0.0.1\", \"port\": 5062, \"transport\": \"udp\","
                        + " \"register\": false, \"order\": 7, \"probe\": \"off\"}",
                "\"order\": 7",
                "\"order\": 8");
        assertThat(api.send("PUT", "/menus/3", "{\"id\": 3, \"hours\": \"nowhere\"}")
                        .json()
                        .path("errors")
                        .toString())
                .as("what is named must be there")
                .contains("nowhere");
        assertThat(api.send("PUT", "/menus/3", "{\"id\": 4}").status()).isEqualTo(422);
        assertThat(api.send("PUT", "/menus/3", "{\"id\": 3, \"colour\": \"red\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api.get("/menus/3").status()).isEqualTo(404);
        assertThat(api.get("/numbers/" + RunningServer.NUMBER + "/hours?at=2026-12-24%2014:05")
                        .json()
                        .path("lines")
                        .get(0)
                        .stringValue())
                .contains("Thursday 2026-12-24 14:05");
    }

    /** One kind of settings: made, seen, changed under conditions, removed. */
    private void settings(String section, String key, String body, String was, String is) throws Exception {
        String path = "/" + section + "/" + key;
        assertThat(api.get(path).status()).isEqualTo(404);
        var made = api.send("PUT", path, body, "If-None-Match", "*");
        assertThat(made.status()).as("%s: %s", path, made.json()).isEqualTo(201);
        assertThat(api.send("PUT", path, body, "If-None-Match", "*").status()).isEqualTo(412);
        var shown = api.get(path);
        assertThat(shown.json()).isEqualTo(made.json());
        assertThat(shown.json().toString()).doesNotContain("secret-of", "4711", "password", "pin\"");
        var changed = api.send("PUT", path, body.replace(was, is), "If-Match", shown.etag());
        assertThat(changed.status()).as("%s: %s", path, changed.json()).isEqualTo(200);
        assertThat(api.send("PUT", path, body, "If-Match", shown.etag()).status())
                .as("somebody else has changed it")
                .isEqualTo(412);
        assertThat(api.get("/" + section).json().path("items").toString())
                .contains(changed.json().toString());
        assertThat(api.send("DELETE", path, null, "If-Match", changed.etag()).status())
                .isEqualTo(204);
        assertThat(api.send("DELETE", path, null).status()).isEqualTo(404);
    }

    private void deliveries() throws Exception {
        try (var call = phone.dial(server.sip("442037691899"), DialOptions.DEFAULTS.from("442037690001"))
                .answered()) {
            assertThat(call.awaitEnd(SOON)).as("the script is not there").isPresent();
        }
        Eventually.holds(
                "its end waits for the script",
                SOON,
                () -> !api.get("/deliveries?state=pending").json().path("items").isEmpty());
        JsonNode waiting = api.get("/deliveries?limit=1").json().path("items").get(0);
        assertThat(waiting.path("event").stringValue()).isEqualTo("NOTIFY_END");
        String path = "/deliveries/" + waiting.path("id").stringValue();
        Eventually.holds(
                "it was tried",
                SOON,
                () -> !api.get(path).json().path("attempts").isEmpty());
        assertThat(api.send("POST", path + "/resend", null).status()).isEqualTo(202);
        assertThat(api.send(
                                "POST",
                                "/deliveries/resend",
                                "{\"from\": \"2020-01-01T00:00:00Z\", \"until\": \"2199-01-01T00:00:00Z\", \"states\": [\"pending\"]}")
                        .json()
                        .path("resent")
                        .intValue())
                .isEqualTo(1);
        assertThat(api.get("/deliveries/1").status()).isEqualTo(404);
        assertThat(api.get("/deliveries?state=lost").status()).isEqualTo(422);
    }

    private void words() throws Exception {
        assertThat(api.send("PUT", "/phrases/en/1", "{\"text\": \"Hi there\"}").status())
                .isEqualTo(200);
        assertThat(api.get("/phrases").json().path("items").toString()).contains("Hi there");
        assertThat(api.send("DELETE", "/phrases/en/1", null).status()).isEqualTo(204);
        assertThat(api.send("DELETE", "/phrases/en/1", null).status()).isEqualTo(404);
        String sound = "{\"text\": \"Thank you for waiting.\", \"language\": \"en\"}";
        assertThat(api.send("PUT", "/sounds/thanks", sound).status()).isEqualTo(201);
        assertThat(api.send("PUT", "/sounds/thanks", sound.replace("Thank", "We thank"))
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/sounds").json().path("items").toString()).contains("We thank you");
        assertThat(api.send("DELETE", "/sounds/thanks", null).status()).isEqualTo(204);
    }

    private void speech() throws Exception {
        assertThat(api.get("/voices?language=en").json().path("items").isEmpty())
                .isFalse();
        assertThat(api.send("POST", "/speech", "{\"text\": \"Good morning.\", \"language\": \"en\"}")
                        .response()
                        .body())
                .startsWith("RIFF".getBytes(StandardCharsets.US_ASCII));
    }

    private void users() throws Exception {
        String wish =
                "{\"login\": \"Ann@example.net\", \"name\": \"Ann\", \"role\": \"admin\", \"password\": \"correct horse\"}";
        var made = api.send("POST", "/users", wish);
        assertThat(made.json().path("login").stringValue()).isEqualTo("ann@example.net");
        assertThat(api.send("POST", "/users", wish).status())
                .as("the login is taken")
                .isEqualTo(422);
        assertThat(api.send("POST", "/users", wish.replace("Ann@", "ben@").replace("correct horse", "short"))
                        .status())
                .isEqualTo(422);
        String path = "/users/" + made.json().path("id").stringValue();
        assertThat(api.get("/users").json().path("items").get(0)).isEqualTo(made.json());
        String change = wish.replace(", \"password\": \"correct horse\"", "").replace("\"Ann\"", "\"Anna\"");
        assertThat(api.send("PUT", path, change, "If-Match", "\"stale\"").status())
                .isEqualTo(412);
        assertThat(api.send("PUT", path, change, "If-Match", api.get(path).etag())
                        .json()
                        .path("name")
                        .stringValue())
                .isEqualTo("Anna");
        assertThat(api.send("DELETE", path, null).status())
                .as("the last admin stays")
                .isEqualTo(409);
        assertThat(api.send("POST", "/users", wish.replace("Ann@", "ben@")).status())
                .isEqualTo(201);
        assertThat(api.send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    private void tokens() throws Exception {
        JsonNode made = api.send(
                        "POST",
                        "/tokens",
                        "{\"name\": \"reader\", \"scopes\": [\"calls:read\"], \"expires_in_days\": 1}")
                .json();
        String reader = "Bearer " + made.path("token").stringValue();
        String id = made.path("id").stringValue();
        assertThat(api.get("/tokens").json().toString())
                .contains("\"reader\"")
                .doesNotContain(made.path("token").stringValue());
        assertThat(api.get("/calls", "Authorization", reader).status()).isEqualTo(200);
        var refused = api.get("/timelines", "Authorization", reader);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.response().headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("insufficient_scope", "timelines:read");
        assertThat(api.send("DELETE", "/tokens/" + id, null).status()).isEqualTo(204);
        assertThat(api.get("/calls", "Authorization", reader).status()).isEqualTo(401);
        assertThat(api.send("DELETE", "/tokens/" + id, null).status()).isEqualTo(404);
    }

    @Test
    void whatIsNotInTheDocumentIsNotThere() throws Exception {
        String token = "Bearer " + token("--scope", "*");
        assertThat(problem(api.raw("GET", "/nothing", null, "Authorization", token), 404))
                .contains("/api/openapi.json says what there is");
        HttpResponse<byte[]> wrong = api.raw("PATCH", "/calls", null, "Authorization", token);
        assertThat(problem(wrong, 405)).contains("PATCH is not possible here");
        assertThat(wrong.headers().firstValue("Allow")).contains("GET");
        assertThat(problem(api.raw("GET", "/calls?page=2", null, "Authorization", token), 400))
                .contains("the parameter \\\"page\\\" is unknown");
        assertThat(problem(api.raw("GET", "/timelines?limit=0", null, "Authorization", token), 400))
                .contains("expected 1 to 500");
    }

    @Test
    void whoShowsNoTokenOrAWrongOneLearnsNothing() throws Exception {
        HttpResponse<byte[]> none = api.raw("GET", "/calls", null);
        assertThat(problem(none, 401)).contains("Authorization: Bearer TOKEN");
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        for (String wrong :
                new String[] {"Bearer vs_x", "Bearer ", "Basic dnM6dnM=", "Bearer " + RunningServer.SECRET}) {
            problem(api.raw("GET", "/calls", null, "Authorization", wrong), 401);
        }
    }

    @Test
    void whatIsNoJsonIsRefusedInWords() throws Exception {
        String token = "Bearer " + token("--scope", "tokens:write");
        for (var body : Map.of(
                        "", 400, "[]", 400, "{", 400, "{\"a\": 1, \"a\": 2}", 400, "{} x", 400, "{\"scopes\": 7}", 422)
                .entrySet()) {
            problem(
                    api.raw(
                            "POST",
                            "/tokens",
                            body.getKey(),
                            "Authorization",
                            token,
                            "Content-Type",
                            "application/json"),
                    body.getValue());
        }
        problem(api.raw("POST", "/tokens", "scopes=*", "Authorization", token, "Content-Type", "text/plain"), 415);
        problem(
                api.raw(
                        "POST",
                        "/tokens",
                        "{\"name\": \"" + "x".repeat(300_000) + "\"}",
                        "Authorization",
                        token,
                        "Content-Type",
                        "application/json"),
                413);
        assertThat(problem(
                        api.raw(
                                "POST",
                                "/tokens",
                                "{\"scopes\": [\"*\"]}",
                                "Authorization",
                                token,
                                "Content-Type",
                                "application/json"),
                        403))
                .contains("cannot give it away");
    }

    @Test
    void aPostWithAnIdempotencyKeyIsDoneOnceAndItsAnswerGivenAgain() throws Exception {
        String body = "{\"name\": \"once\", \"scopes\": [\"calls:read\"]}";
        var first = api.send("POST", "/tokens", body, "Idempotency-Key", "k-1");
        var second = api.send("POST", "/tokens", body, "Idempotency-Key", "k-1");
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.response().headers().firstValue("Location"))
                .isEqualTo(first.response().headers().firstValue("Location"));
        assertThat(api.get("/tokens").json().toString().split("\"once\"", -1)).hasSize(2);
        assertThat(api.send("POST", "/tokens", body.replace("once", "twice"), "Idempotency-Key", "k-1")
                        .status())
                .isEqualTo(422);
        assertThat(api.send("POST", "/tokens", "{\"scopes\": []}", "Idempotency-Key", "k-2")
                        .status())
                .isEqualTo(422);
        assertThat(api.send("POST", "/tokens", body.replace("once", "later"), "Idempotency-Key", "k-2")
                        .status())
                .as("what was refused may be tried again")
                .isEqualTo(201);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        String tag = api.get("/voices").etag();
        assertThat(api.get("/voices", "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(api.get("/voices", "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }

    private static String problem(HttpResponse<byte[]> response, int status) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).as(body).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(body).contains("\"status\":" + status);
        return body;
    }
}
