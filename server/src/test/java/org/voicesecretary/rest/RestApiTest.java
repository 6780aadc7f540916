package org.voicesecretary.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.account.ApiKey;
import org.voicesecretary.protocol.RestSignature;

@Tag("wire")
@Timeout(60)
class RestApiTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String UNAUTHORISED = "{\"status\":\"error\",\"message\":\"Not authorized\"}";

    private TestRest rest;

    @BeforeEach
    void start(@TempDir Path directory) {
        RestMethod echo = call -> {
            Answer answer = Answer.empty();
            for (String name : List.of("a", "b", "c")) {
                call.parameters().text(name).ifPresent(value -> answer.text(name, value));
            }
            call.parameters().file("file").ifPresent(file -> answer.whole(file.name(), file.content().length));
            return answer.whole("body", call.body().length);
        };
        rest = new TestRest(
                directory,
                "",
                r -> List.of(
                        Route.read("echo", "", echo),
                        Route.write(Verb.POST, "echo", "", echo).upload(100_000),
                        Route.write(Verb.PUT, "echo", "", echo),
                        Route.write(Verb.DELETE, "echo", "", echo),
                        Route.statistics("statistics", "", call -> Answer.empty()),
                        Route.read(
                                "part/{id}/status", "", call -> Answer.empty().text("id", call.path("id"))),
                        Route.read("broken", "", call -> {
                            throw new IllegalStateException("on purpose");
                        }),
                        Route.absent(Verb.GET, "sms/send", "no SMS")));
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    @Test
    void aSignedRequestIsAnsweredWithOrWithoutTheFinalSlash() {
        assertThat(rest.get("echo", Map.of("a", "1")).body())
                .isEqualTo("{\"status\":\"success\",\"a\":\"1\",\"body\":0}");
        assertThat(send("GET", "/v1/echo", "a=1", null, "a=1").body()).contains("\"a\":\"1\"");
        assertThat(rest.get("part/100/status").body()).isEqualTo("{\"status\":\"success\",\"id\":\"100\"}");
    }

    @Test
    void whatIsNotSignedWithAKnownKeyIsNotAuthorized() {
        assertThat(rest.send(HttpRequest.newBuilder(rest.uri("/v1/echo/"))).body())
                .isEqualTo(UNAUTHORISED);
        for (String header :
                List.of("", ":", "x", TestRest.KEY, TestRest.KEY + ":", TestRest.KEY + ":AAAA", "Bearer x")) {
            TestRest.Got got =
                    rest.send(HttpRequest.newBuilder(rest.uri("/v1/echo/")).header("Authorization", header));
            assertThat(got.status()).as(header).isEqualTo(401);
            assertThat(got.body()).isEqualTo(UNAUTHORISED);
        }
        assertThat(rest.get("echo", Map.of(), "ffffffffffffffffffff", TestRest.SECRET)
                        .status())
                .isEqualTo(401);
        assertThat(rest.get("echo", Map.of(), TestRest.KEY, "ffffffffffffffffffff")
                        .status())
                .isEqualTo(401);
        assertThat(signed("GET", "/v1/other/", "/v1/echo/").status()).isEqualTo(401);
    }

    @Test
    void aSpaceAfterTheColonDoesNotMatter() {
        String authorization = RestSignature.authorization(TestRest.KEY, TestRest.SECRET, "/v1/echo/", Map.of());
        assertThat(rest.send(HttpRequest.newBuilder(rest.uri("/v1/echo/"))
                                .header("Authorization", authorization.replace(":", ": ")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void parametersInAnyOrderAndSpellingAreAcceptedAsSigned() {
        // Sent unsorted, signed sorted; PHP spelling and that of clients which leave ~ or * bare.
        assertThat(send("GET", "/v1/echo/", "b=2&a=1", null, "a=1&b=2").body()).contains("\"a\":\"1\",\"b\":\"2\"");
        assertThat(send("GET", "/v1/echo/", "a=%7E%2A", null, "a=%7E%2A").body())
                .contains("\"a\":\"~*\"");
        assertThat(send("GET", "/v1/echo/", "a=~%2A", null, "a=~%2A").body()).contains("\"a\":\"~*\"");
        assertThat(send("GET", "/v1/echo/", "a=x%20y", null, "a=x+y").body()).contains("\"a\":\"x y\"");
        assertThat(send("GET", "/v1/echo/", "a=00001&c=", null, "a=00001&c=").body())
                .contains("\"a\":\"00001\",\"c\":\"\"");
    }

    @Test
    void parametersMayBeInTheBodyTheQueryOrBoth() {
        String signed = "a=1&b=2";
        assertThat(send("POST", "/v1/echo/", "", signed, signed).body()).contains("\"a\":\"1\",\"b\":\"2\"");
        assertThat(send("PUT", "/v1/echo/", signed, "", signed).body()).contains("\"a\":\"1\",\"b\":\"2\"");
        assertThat(send("DELETE", "/v1/echo/", signed, signed, signed).body()).contains("\"a\":\"1\",\"b\":\"2\"");
        assertThat(send("GET", "/v1/echo/", signed, signed, signed).body()).contains("\"a\":\"1\",\"b\":\"2\"");
        assertThat(send("GET", "/v1/echo/", "", signed, signed).body()).contains("\"a\":\"1\",\"b\":\"2\"");
    }

    @Test
    void parametersThatAreNotSignedCountForNothing() {
        assertThat(send("POST", "/v1/echo/", "b=unsigned", "a=1", "a=1").body())
                .isEqualTo("{\"status\":\"success\",\"a\":\"1\",\"body\":0}");
        assertThat(send("GET", "/v1/echo/", "a=1&b=unsigned", null, "a=1").status())
                .isEqualTo(401);
    }

    @Test
    void aBodyWithoutATypeIsAForm() {
        String authorization =
                RestSignature.authorization(TestRest.KEY, TestRest.SECRET, "/v1/echo/", Map.of("a", "1"));
        assertThat(rest.send(HttpRequest.newBuilder(rest.uri("/v1/echo/"))
                                .header("Authorization", authorization)
                                .POST(BodyPublishers.ofString("a=1")))
                        .body())
                .contains("\"a\":\"1\"");
    }

    @Test
    void ofAParameterThatComesTwiceTheLastCounts() {
        assertThat(send("GET", "/v1/echo/", "a=1&a=2", null, "a=1&a=2").body()).contains("\"a\":\"2\"");
    }

    @Test
    void filesAreNotSignedButTakenAlong() {
        assertThat(rest.upload("echo", Map.of("a", "1"), "file", "x.wav", new byte[5000])
                        .body())
                .isEqualTo("{\"status\":\"success\",\"a\":\"1\",\"x.wav\":5000,\"body\":0}");
    }

    @Test
    void fieldsBesideAFileMayHaveBeenSpeltInAnyWayWhenTheyWereSigned() {
        for (String signed : List.of("a=%7E%2A", "a=~%2A", "a=%7E*", "a=~*")) {
            TestRest.Got got = rest.send(HttpRequest.newBuilder(rest.uri("/v1/echo/"))
                    .header(
                            "Authorization",
                            TestRest.KEY + ":" + RestSignature.sign(TestRest.SECRET, "/v1/echo/", signed))
                    .header("Content-Type", "multipart/form-data; boundary=x")
                    .POST(BodyPublishers.ofString(
                            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n~*\r\n--x--\r\n")));
            assertThat(got.body()).as(signed).contains("\"a\":\"~*\"");
        }
    }

    @Test
    void aDocumentAsBodyIsHandedOnWithTheSignedQuery() {
        String authorization =
                RestSignature.authorization(TestRest.KEY, TestRest.SECRET, "/v1/echo/", Map.of("a", "1"));
        assertThat(rest.send(HttpRequest.newBuilder(rest.uri("/v1/echo/?a=1"))
                                .header("Authorization", authorization)
                                .header("Content-Type", "application/json; charset=utf-8")
                                .PUT(BodyPublishers.ofString("{\"id\":1}")))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"a\":\"1\",\"body\":8}");
    }

    @Test
    void xmlIsWrittenWhereItIsAskedFor() {
        TestRest.Got got = rest.get("echo", Map.of("a", "<&>\u0001", "format", "xml"));
        assertThat(got.header("Content-Type")).startsWith("application/xml");
        assertThat(got.body())
                .endsWith("<response><status>success</status><a>&lt;&amp;&gt;\uFFFD</a><body>0</body></response>");
        assertThat(rest.get("nothing", Map.of("format", "xml")).body())
                .endsWith("<response><status>error</status><message>Wrong method name</message></response>");
        TestRest.Got refused = rest.send(HttpRequest.newBuilder(rest.uri("/v1/echo/?format=xml")));
        assertThat(refused.body()).endsWith("<message>Not authorized</message></response>");
    }

    @Test
    void unknownMethodsAreToldFromThoseThatTakeAnotherVerb() {
        for (String path : List.of("nothing", "sms/send", "part/100/other", "part//status", "echo/more")) {
            TestRest.Got got = rest.get(path);
            assertThat(got.status()).as(path).isEqualTo(404);
            assertThat(got.body()).isEqualTo("{\"status\":\"error\",\"message\":\"Wrong method name\"}");
        }
        TestRest.Got got = rest.post("statistics", Map.of());
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.body()).contains("Wrong parameters");
        assertThat(rest.send(HttpRequest.newBuilder(rest.uri("/v1/echo/")).method("PATCH", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void eachKeyMayCallSoOftenInAMinuteAndStatisticsMoreRarely() {
        for (int i = 1; i <= 3; i++) {
            TestRest.Got got = rest.get("statistics");
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.header("X-RateLimit-Limit")).isEqualTo("3");
            assertThat(got.header("X-RateLimit-Remaining")).isEqualTo(String.valueOf(3 - i));
        }
        rest.pass(Duration.ofSeconds(20));
        TestRest.Got exceeded = rest.get("statistics");
        assertThat(exceeded.status()).isEqualTo(429);
        assertThat(exceeded.body()).isEqualTo("{\"status\":\"error\",\"message\":\"You exceeded the rate limit\"}");
        assertThat(exceeded.header("X-RateLimit-Reset")).isEqualTo("40");
        assertThat(rest.get("echo").header("X-RateLimit-Remaining")).isEqualTo("99");
        ApiKey other = rest.keys().create(rest.account(), ApiKey.Role.STATISTICS, "");
        rest.accounts().refresh();
        assertThat(rest.get("statistics", Map.of(), other.key(), other.secret().value())
                        .status())
                .isEqualTo(200);
        rest.pass(Duration.ofSeconds(40).minusNanos(1));
        assertThat(rest.get("statistics").status()).isEqualTo(429);
        rest.pass(Duration.ofNanos(1));
        assertThat(rest.get("statistics").status()).isEqualTo(200);
    }

    @Test
    void aKeyMayDoWhatItsRoleSays() {
        ApiKey reads = rest.keys().create(rest.account(), ApiKey.Role.READ, "reports");
        ApiKey counts = rest.keys().create(rest.account(), ApiKey.Role.STATISTICS, "");
        assertThat(reads.key()).matches("[0-9a-f]{20}");
        assertThat(reads.secret().value()).matches("[0-9a-f]{20}");
        rest.accounts().refresh();
        assertThat(status(reads, "GET", "/v1/echo/")).isEqualTo(200);
        assertThat(status(reads, "GET", "/v1/statistics/")).isEqualTo(200);
        assertThat(status(reads, "POST", "/v1/echo/")).isEqualTo(403);
        assertThat(status(counts, "GET", "/v1/statistics/")).isEqualTo(200);
        assertThat(status(counts, "GET", "/v1/echo/")).isEqualTo(403);
        rest.keys().storeUses();
        assertThat(rest.keys().of(rest.account()))
                .filteredOn(key -> key.key().equals(reads.key()))
                .singleElement()
                .satisfies(key -> assertThat(key.lastUsed()).isEqualTo("2026-03-04T09:10:00Z"));
        assertThat(rest.keys().remove(reads.key())).isTrue();
        rest.accounts().refresh();
        assertThat(status(reads, "GET", "/v1/echo/")).isEqualTo(401);
    }

    @Test
    void whatIsTooLargeOrMalformedIsRefusedAndTheServerLivesOn() {
        assertThat(send("PUT", "/v1/echo/", "", "a=" + "x".repeat(300_000), "a=1")
                        .status())
                .isEqualTo(413);
        assertThat(rest.upload("echo", Map.of(), "file", "x.wav", new byte[200_000])
                        .status())
                .isEqualTo(413);
        assertThat(send("POST", "/v1/echo/", "", "a&".repeat(5000), "a=1").status())
                .isEqualTo(400);
        assertThat(multipart("multipart/form-data; boundary=x", "--x\r\n").status())
                .isEqualTo(400);
        assertThat(multipart("multipart/form-data", "--x--\r\n").status()).isEqualTo(400);
        assertThat(multipart("multipart/form-data; boundary=x", "no boundary at all")
                        .status())
                .isEqualTo(400);
        String part = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        assertThat(multipart("multipart/form-data; boundary=x", part.repeat(101) + "--x--")
                        .status())
                .isEqualTo(400);
        assertThat(multipart("multipart/form-data; boundary=x", "--x\r\n" + "A: b\r\n".repeat(2000) + "\r\n--x--")
                        .status())
                .isEqualTo(400);
        assertThat(rest.get("broken").status()).isEqualTo(500);
        assertThat(rest.get("broken").body()).doesNotContain("on purpose");
        assertThat(rest.get("echo").status()).isEqualTo(200);
    }

    private TestRest.Got multipart(String type, String body) {
        return rest.send(HttpRequest.newBuilder(rest.uri("/v1/echo/"))
                .header(
                        "Authorization",
                        RestSignature.authorization(TestRest.KEY, TestRest.SECRET, "/v1/echo/", Map.of()))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private int status(ApiKey key, String verb, String path) {
        return rest.send(HttpRequest.newBuilder(rest.uri(path))
                        .header(
                                "Authorization",
                                RestSignature.authorization(
                                        key.key(), key.secret().value(), path, Map.of()))
                        .method(verb, BodyPublishers.noBody()))
                .status();
    }

    private TestRest.Got signed(String verb, String signedPath, String path) {
        return rest.send(HttpRequest.newBuilder(rest.uri(path))
                .header("Authorization", TestRest.KEY + ":" + RestSignature.sign(TestRest.SECRET, signedPath, ""))
                .method(verb, BodyPublishers.noBody()));
    }

    /** A request whose signature is over {@code signed}. */
    private TestRest.Got send(String verb, String path, String query, String body, String signed) {
        HttpRequest.Builder request = HttpRequest.newBuilder(rest.uri(path + (query.isEmpty() ? "" : "?" + query)))
                .header("Authorization", TestRest.KEY + ":" + RestSignature.sign(TestRest.SECRET, path, signed));
        return rest.send(
                body == null
                        ? request.method(verb, BodyPublishers.noBody())
                        : request.header("Content-Type", FORM).method(verb, BodyPublishers.ofString(body)));
    }
}
