package org.voicesecretary.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voicesecretary.protocol.EventType.NOTIFY_END;
import static org.voicesecretary.protocol.EventType.NOTIFY_IVR;
import static org.voicesecretary.protocol.EventType.NOTIFY_START;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.FormField;

@Tag("wire")
class WebhookDoubleTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final AtomicLong time = new AtomicLong();
    private final WebhookDouble script = WebhookDouble.start(time::get);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        script.close();
    }

    @Test
    void eachEventGetsItsRepliesInTurnAndThenAnEmptyOne() throws Exception {
        script.on(NOTIFY_START, DoubleReply.json("{\"ivr_play\":\"a\"}"));
        script.on(NOTIFY_IVR, DoubleReply.json("1"), DoubleReply.json("2"));
        assertThat(post("NOTIFY_IVR").body()).isEqualTo("1");
        assertThat(post("NOTIFY_START").body()).isEqualTo("{\"ivr_play\":\"a\"}");
        assertThat(post("NOTIFY_IVR").body()).isEqualTo("2");
        assertThat(post("NOTIFY_IVR").body()).isEmpty();
        assertThat(script.requests(NOTIFY_IVR)).hasSize(3);
    }

    @Test
    void aScriptAnswersByWhatItIsAsked() throws Exception {
        script.on(NOTIFY_IVR, request -> DoubleReply.json("got " + request.field("wait_dtmf[digits]")));
        assertThat(post("NOTIFY_IVR", new FormField("wait_dtmf[digits]", "42#")).body())
                .isEqualTo("got 42#");
    }

    @Test
    void requestsAreKeptToTheLetter() throws Exception {
        time.set(7);
        byte[] body = "event=NOTIFY_START&caller_id=1".getBytes(UTF_8);
        raw("POST /hook?x=1 HTTP/1.1\r\nhOsT: a\r\nSignature: abc=\r\nContent-Length: " + body.length
                + "\r\n\r\nevent=NOTIFY_START&caller_id=1");
        WebhookRequest request = script.awaitRequest(NOTIFY_START, SOON);
        assertThat(request.target()).isEqualTo("/hook?x=1");
        assertThat(request.headers())
                .extracting(WebhookRequest.Header::name)
                .containsExactly("hOsT", "Signature", "Content-Length");
        assertThat(request.header("Signature")).contains("abc=");
        assertThat(request.header("signature")).isEmpty();
        assertThat(request.body()).isEqualTo(body);
        assertThat(request.arrivalNanos()).isEqualTo(7);
    }

    @Test
    void multipartRequestsAreReadToo() throws Exception {
        FormBody form = FormBody.multipart(List.of(new FormField("event", "NOTIFY_END")));
        http.send(
                HttpRequest.newBuilder(script.url())
                        .header("Content-Type", form.contentType())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(script.awaitRequest(NOTIFY_END, SOON).field("event")).isEqualTo("NOTIFY_END");
    }

    @Test
    void theEchoOfTheUrlCheckIsGiven() throws Exception {
        HttpRequest get =
                HttpRequest.newBuilder(script.url("/hook?a=b&zd_echo=Zz123")).build();
        assertThat(http.send(get, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("Zz123");
    }

    @Test
    void awaitingSaysWhatCameInstead() throws Exception {
        post("NOTIFY_START");
        assertThatThrownBy(() -> script.awaitRequest(NOTIFY_END, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no NOTIFY_END number 1")
                .hasMessageContaining("event=NOTIFY_START");
    }

    @Test
    void statusesAndRedirectsAreSent() throws Exception {
        script.on(NOTIFY_START, DoubleReply.status(503), DoubleReply.status(204), DoubleReply.redirectTo("/there"));
        assertThat(post("NOTIFY_START").statusCode()).isEqualTo(503);
        assertThat(post("NOTIFY_START").statusCode()).isEqualTo(204);
        assertThat(post("NOTIFY_START").headers().firstValue("location")).contains("/there");
    }

    @Test
    void connectionsAreKeptOpenBetweenGoodReplies() throws Exception {
        post("NOTIFY_START");
        post("NOTIFY_END");
        assertThat(script.connectionCount()).isEqualTo(1);
    }

    @Test
    void lateRepliesAreLate() throws Exception {
        script.on(NOTIFY_START, DoubleReply.never());
        HttpRequest impatient =
                request("NOTIFY_START").timeout(Duration.ofMillis(100)).build();
        assertThatThrownBy(() -> http.send(impatient, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        script.on(NOTIFY_END, DoubleReply.json("late").late(Duration.ofMillis(20)));
        assertThat(post("NOTIFY_END").body()).isEqualTo("late");
    }

    @Test
    void dribbledAndChunkedRepliesArriveWhole() throws Exception {
        script.on(
                NOTIFY_START,
                DoubleReply.json("{\"hangup\":1}").dribbling(3, Duration.ofMillis(1)),
                DoubleReply.json("{\"hangup\":1}").chunked(5));
        assertThat(post("NOTIFY_START").body()).isEqualTo("{\"hangup\":1}");
        assertThat(post("NOTIFY_START").body()).isEqualTo("{\"hangup\":1}");
    }

    @Test
    void brokenConnectionsAreBroken() {
        script.on(
                NOTIFY_START,
                DoubleReply.closed(),
                DoubleReply.json("{\"hangup\":1}").closeAfter(70),
                DoubleReply.reset());
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() ->
                            raw("POST / HTTP/1.1\r\nContent-Length: 18\r\n\r\nevent=NOTIFY_START", "\"hangup\":1}"))
                    .isInstanceOf(IOException.class);
        }
        assertThat(script.requests(NOTIFY_START)).hasSize(3);
    }

    @Test
    void aWrongLengthIsSentAsTold() {
        script.on(NOTIFY_START, DoubleReply.json("short").declaring(500));
        assertThatThrownBy(() -> post("NOTIFY_START")).isInstanceOf(IOException.class);
    }

    @Test
    void anEndlessBodyGoesOnUntilTheClientGoes() throws Exception {
        script.on(NOTIFY_START, DoubleReply.endless("x".repeat(1000)));
        HttpResponse<InputStream> response =
                http.send(request("NOTIFY_START").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(body.readNBytes(1_000_000)).hasSize(1_000_000);
        }
    }

    private HttpResponse<String> post(String event, FormField... more) throws IOException, InterruptedException {
        return http.send(request(event, more).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String event, FormField... more) {
        var fields = new ArrayList<>(List.of(new FormField("event", event)));
        fields.addAll(List.of(more));
        return HttpRequest.newBuilder(URI.create(script.url().toString()))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", FormBody.URLENCODED)
                .POST(HttpRequest.BodyPublishers.ofString(FormBody.urlencode(fields)));
    }

    private void raw(String request) throws IOException {
        raw(request, "");
    }

    /** Sends bytes and reads until the end is seen. */
    private void raw(String request, String end) throws IOException {
        try (var socket = new Socket("127.0.0.1", script.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            var seen = new StringBuilder();
            while (!seen.toString().endsWith(end) || seen.isEmpty()) {
                int b = socket.getInputStream().read();
                if (b < 0) {
                    throw new IOException("closed after " + seen);
                }
                seen.append((char) b);
            }
        }
    }
}
