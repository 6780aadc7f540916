package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.ParsedReply;
import org.voicesecretary.protocol.json.ReplyParser;
import org.voicesecretary.webhook.RudeServer.Manners;

/**
 * What servers can do wrong, and what comes of it: for a question that steers a call (a fault leads to the fallback, then to the
 * number's own scenario or an apology) and for an event (a failure is tried again). Nothing here lasts longer than its budget.
 */
@Tag("wire")
@Timeout(30)
class RudeEndpointsTest {
    private static final Duration BUDGET = Duration.ofMillis(400);
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String JSON = "{\"hangup\":1}";
    private static final WebhookClient CLIENT = new WebhookClient(UrlGuard.PRIVATE_TOO);

    /** What a call makes of it. */
    private enum Call {
        INSTRUCTION,
        NO_INSTRUCTION,
        FAULT,
        /** A fault after a second try, since no byte of an answer came. */
        FAULT_AFTER_RETRY
    }

    /** What the outbox makes of it. */
    private enum Event {
        DELIVERED,
        TRIED_AGAIN
    }

    /** Loading what a first handshake needs takes longer than the budget. */
    @BeforeAll
    static void shakeHands() throws Exception {
        try (var server = RudeServer.with(c -> c.write("no TLS"))) {
            var body = new FormBody("text/plain", new byte[0]);
            CLIENT.post(new WebhookPost(server.url("https"), body, null, java.util.Map.of()), Duration.ofSeconds(20));
        }
    }

    @AfterAll
    static void close() throws IOException {
        CLIENT.close();
    }

    private static String reply(String headers, String body) {
        return OK + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static Arguments row(String what, Manners manners, Call call, Event event) {
        return arguments(what, manners, call, event);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                row(
                        "a type that is no JSON",
                        c -> c.read().write(reply("Content-Type: image/png\r\n", JSON)),
                        Call.INSTRUCTION,
                        Event.DELIVERED),
                row("no type at all", c -> c.read().write(reply("", JSON)), Call.INSTRUCTION, Event.DELIVERED),
                row(
                        "a byte order mark",
                        c -> c.read().write(reply("", "\u00ef\u00bb\u00bf" + JSON)),
                        Call.INSTRUCTION,
                        Event.DELIVERED),
                row("nothing", c -> c.read().write(reply("", "")), Call.NO_INSTRUCTION, Event.DELIVERED),
                row("NUL bytes", c -> c.read().write(reply("", "\0\0\0\0")), Call.FAULT, Event.DELIVERED),
                row(
                        "bytes that are no UTF-8",
                        c -> c.read().write(reply("", "\u00ff\u00fe\u00fa\u00c0")),
                        Call.FAULT,
                        Event.DELIVERED),
                row("a gzip bomb", c -> c.read().write(bomb()), Call.FAULT, Event.DELIVERED),
                row(
                        "an HTML page",
                        c -> c.read().write(reply("", "<html>It works!</html>")),
                        Call.FAULT,
                        Event.DELIVERED),
                row(
                        "chunks that are fine",
                        c -> c.read().write(OK + "Transfer-Encoding: chunked\r\n\r\nc\r\n" + JSON + "\r\n0\r\n\r\n"),
                        Call.INSTRUCTION,
                        Event.DELIVERED),
                row(
                        "chunks and a length",
                        c -> c.read()
                                .write(OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n" + JSON
                                        + "\r\n0\r\n\r\n"),
                        Call.INSTRUCTION,
                        Event.DELIVERED),
                row(
                        "no length, then a close",
                        c -> c.read().write(OK + "\r\n" + JSON),
                        Call.INSTRUCTION,
                        Event.DELIVERED),
                row(
                        "an answer before the question",
                        c -> {
                            c.write(reply("", JSON));
                            c.read().hang();
                        },
                        Call.INSTRUCTION,
                        Event.DELIVERED),
                row(
                        "HTTP/1.0",
                        c -> c.read().write("HTTP/1.0 200 OK\r\n\r\n" + JSON),
                        Call.INSTRUCTION,
                        Event.DELIVERED),
                row(
                        "a 100 first",
                        c -> c.read().write("HTTP/1.1 100 Continue\r\n\r\n" + reply("", JSON)),
                        Call.INSTRUCTION,
                        Event.DELIVERED),
                row(
                        "a length that is too short",
                        c -> c.read().write(OK + "Content-Length: 12\r\n\r\n" + JSON + "more of it"),
                        Call.INSTRUCTION,
                        Event.DELIVERED));
    }

    static Stream<Arguments> statuses() {
        return Stream.of(
                row(
                        "301",
                        c -> c.read()
                                .write(
                                        "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "302 to itself",
                        c -> c.read().write("HTTP/1.1 302 Found\r\nLocation: /hook\r\nContent-Length: 0\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "307 to metadata",
                        c -> c.read()
                                .write(
                                        "HTTP/1.1 307 Temporary\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row("304", c -> c.read().write("HTTP/1.1 304 Not Modified\r\n\r\n"), Call.FAULT, Event.TRIED_AGAIN),
                row(
                        "401 that wants a password",
                        c -> c.read()
                                .write(
                                        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "404 with instructions",
                        c -> c.read().write("HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\n" + JSON),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "500",
                        c -> c.read().write("HTTP/1.1 500 Error\r\nContent-Length: 5\r\n\r\nFatal"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "503",
                        c -> c.read().write("HTTP/1.1 503 Busy\r\nRetry-After: 9999999\r\nContent-Length: 0\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "999",
                        c -> c.read().write("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a status in letters",
                        c -> c.read().write("HTTP/1.1 2OO OK\r\nContent-Length: 0\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "101",
                        c -> {
                            c.read()
                                    .write(
                                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");
                            c.hang();
                        },
                        Call.FAULT,
                        Event.TRIED_AGAIN));
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row("closes without an answer", c -> c.read(), Call.FAULT_AFTER_RETRY, Event.TRIED_AGAIN),
                row("closes before the question", c -> {}, Call.FAULT_AFTER_RETRY, Event.TRIED_AGAIN),
                row("resets without an answer", c -> c.read().reset(), Call.FAULT_AFTER_RETRY, Event.TRIED_AGAIN),
                row("half a status line", c -> c.read().write("HTTP/1.1 20"), Call.FAULT, Event.TRIED_AGAIN),
                row("half a head", c -> c.read().write(OK + "Content-Type: te"), Call.FAULT, Event.TRIED_AGAIN),
                row(
                        "half a body",
                        c -> c.read().write(OK + "Content-Length: 100\r\n\r\n{"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "half a body, then a reset",
                        c -> c.read().write(OK + "Content-Length: 100\r\n\r\n{").reset(),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row("a body without a head", c -> c.read().write(JSON), Call.FAULT, Event.TRIED_AGAIN),
                row(
                        "garbage",
                        c -> c.read().write("\u0016\u0003\u0001\u0002\0\u0001\0\r\n\0\0\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "another protocol",
                        c -> c.read().write("220 mail.example ESMTP\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "HTTP/2 without being asked",
                        c -> c.read().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a version of tomorrow",
                        c -> c.read().write("HTTP/9.9 200 OK\r\nContent-Length: 12\r\n\r\n" + JSON),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a length that is none",
                        c -> c.read().write(OK + "Content-Length: twelve\r\n\r\n" + JSON),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a negative length",
                        c -> c.read().write(OK + "Content-Length: -1\r\n\r\n" + JSON),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "two lengths",
                        c -> c.read().write(OK + "Content-Length: 12\r\nContent-Length: 3\r\n\r\n" + JSON),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a chunk whose size is none",
                        c -> c.read().write(OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + JSON),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a chunk that is huge",
                        c -> c.read().write(OK + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n" + JSON),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a chunk without its end",
                        c -> c.read().write(OK + "Transfer-Encoding: chunked\r\n\r\nc\r\n" + JSON + "0\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "chunks without the last",
                        c -> c.read().write(OK + "Transfer-Encoding: chunked\r\n\r\nc\r\n" + JSON + "\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a coding that nobody knows",
                        c -> c.read().write(OK + "Transfer-Encoding: zip\r\n\r\n" + JSON),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "clear text where TLS is expected",
                        c -> c.write("HTTP/1.1 400 Bad Request\r\n\r\n"),
                        Call.FAULT_AFTER_RETRY,
                        Event.TRIED_AGAIN));
    }

    static Stream<Arguments> tooMuch() {
        return Stream.of(
                row(
                        "a body without end",
                        c -> c.read().write(OK + "\r\n").writeForEver("x".repeat(1000)),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "chunks without end",
                        c -> c.read()
                                .write(OK + "Transfer-Encoding: chunked\r\n\r\n")
                                .writeForEver("4\r\nabcd\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a body that is too long",
                        c -> c.read().write(reply("", " ".repeat(70_000) + JSON)),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a head without end",
                        c -> c.read().write(OK).writeForEver("X-More: and more\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a header without end",
                        c -> c.read().write(OK + "X-Long: ").writeForEver("x".repeat(100)),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a thousand headers",
                        c -> c.read().write(OK + "X-More: more\r\n".repeat(1000) + "\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "trailers without end",
                        c -> c.read()
                                .write(OK + "Transfer-Encoding: chunked\r\n\r\nc\r\n" + JSON + "\r\n0\r\n")
                                .writeForEver("X-More: more\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "lines without end before the head",
                        c -> c.read().writeForEver("no head yet\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a flood of 1xx",
                        c -> c.read().writeForEver("HTTP/1.1 103 Early Hints\r\n\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN));
    }

    static Stream<Arguments> slow() {
        return Stream.of(
                row("never answers", c -> c.read().hang(), Call.FAULT, Event.TRIED_AGAIN),
                row("never reads", c -> c.hang(), Call.FAULT, Event.TRIED_AGAIN),
                row("a head that dribbles", c -> c.read().dribble(OK), Call.FAULT, Event.TRIED_AGAIN),
                row(
                        "a body that dribbles",
                        c -> c.read()
                                .write(OK + "Content-Length: 100000\r\n\r\n")
                                .dribble("x"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "chunks that dribble",
                        c -> c.read()
                                .write(OK + "Transfer-Encoding: chunked\r\n\r\n")
                                .dribble("1\r\na\r\n"),
                        Call.FAULT,
                        Event.TRIED_AGAIN),
                row(
                        "a body that stops",
                        c -> c.read().write(OK + "Content-Length: 100\r\n\r\n{").hang(),
                        Call.FAULT,
                        Event.TRIED_AGAIN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"bodies", "statuses", "broken", "tooMuch", "slow"})
    void aRudeServerCostsItsBudgetAtMost(String what, Manners manners, Call call, Event event) throws Exception {
        try (var asked = RudeServer.with(manners);
                var told = RudeServer.with(manners)) {
            String scheme = what.contains("TLS") ? "https" : "http";
            long began = System.nanoTime();
            var answer = CompletableFuture.supplyAsync(() -> ask(asked.url(scheme)));
            var delivery = CompletableFuture.supplyAsync(() -> deliver(told.url(scheme)));

            assertThat(sees(answer.get(20, TimeUnit.SECONDS)))
                    .as("a call asks a server with %s, and it is %s", what, answer.join())
                    .isEqualTo(call);
            assertThat(delivery.get(20, TimeUnit.SECONDS) instanceof DeliveryOutcome.Delivered)
                    .as("an event goes to a server with %s, and it is %s", what, delivery.join())
                    .isEqualTo(event == Event.DELIVERED);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BUDGET.multipliedBy(8));
            assertThat(told.connections()).as("a delivery connects once").isEqualTo(1);
        }
    }

    @Test
    void whatIsLeftOverFromOneAnswerIsNotTakenForTheNext() throws Exception {
        try (var server = RudeServer.with(c -> {
            c.read().write(reply("", "{}") + reply("", JSON));
            c.read().hang();
        })) {
            assertThat(ask(server.url("http"))).isInstanceOf(AskOutcome.Replied.class);

            assertThat(ask(server.url("http"))).isInstanceOf(AskOutcome.ConnectionFailed.class);
            assertThat(ask(server.url("http"))).as("over a fresh connection").isInstanceOf(AskOutcome.Replied.class);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void theBeginningOfAnEndlessAnswerIsKept() throws Exception {
        try (var server = RudeServer.with(
                c -> c.read().write("HTTP/1.1 500 Error\r\n\r\n").writeForEver("Fatal error: " + "x".repeat(1000)))) {
            assertThat(deliver(server.url("http"))).isInstanceOfSatisfying(DeliveryOutcome.Refused.class, refused -> {
                assertThat(refused.status()).isEqualTo(500);
                assertThat(refused.response()).startsWith("Fatal error: ").hasSize(4096);
            });
        }
    }

    private static Call sees(AskOutcome outcome) {
        return switch (outcome) {
            case AskOutcome.Replied(var status, var body) ->
                switch (new ReplyParser(Language::isOfProtocol).parse(body)) {
                    case ParsedReply.Instructions _ -> Call.INSTRUCTION;
                    case ParsedReply.NoInstruction _ -> Call.NO_INSTRUCTION;
                    case ParsedReply.Unreadable _ -> Call.FAULT;
                };
            case AskOutcome.ConnectionFailed _ -> Call.FAULT_AFTER_RETRY;
            case AskOutcome.BadStatus _,
                    AskOutcome.TimedOut _,
                    AskOutcome.ReplyBroke _,
                    AskOutcome.ReplyTooLarge _,
                    AskOutcome.TlsFailed _,
                    AskOutcome.UrlRefused _ -> Call.FAULT;
        };
    }

    private static AskOutcome ask(URI url) {
        try {
            var body = new FormBody(
                    "application/x-www-form-urlencoded", "event=NOTIFY_START".getBytes(StandardCharsets.UTF_8));
            return CLIENT.post(new WebhookPost(url, body, null, java.util.Map.of()), BUDGET);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DeliveryOutcome deliver(URI url) {
        try {
            return new HttpDelivery(CLIENT, BUDGET)
                    .deliver(
                            "in_1_1",
                            new OutboxEvent("in_1", 0, 1, "NOTIFY_END", url, "text/plain", "a=b", null, false));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A gigabyte of spaces in a megabyte would be too slow to make: 20 MB in 20 KB show the same. */
    private static byte[] bomb() {
        try {
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                byte[] spaces = " ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; i < 20; i++) {
                    gzip.write(spaces);
                }
                gzip.write(JSON.getBytes(StandardCharsets.US_ASCII));
            }
            var whole = new ByteArrayOutputStream();
            whole.writeBytes((OK + "Content-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            whole.writeBytes(packed.toByteArray());
            return whole.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
