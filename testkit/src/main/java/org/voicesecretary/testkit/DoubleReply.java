package org.voicesecretary.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Reply;

/**
 * What {@link WebhookDouble} answers, and how badly. Start from {@link #json}, {@link #status} and the like, then spoil it:
 * {@code json("{\"hangup\":1}").late(Duration.ofSeconds(3))}.
 *
 * @param delay before the first byte
 * @param declaredLength {@code Content-Length}; null = the true one
 */
public record DoubleReply(
        int status,
        List<WebhookRequest.Header> headers,
        byte[] body,
        Duration delay,
        @Nullable Long declaredLength,
        Delivery delivery) {

    /** How the bytes of the answer get out. */
    public sealed interface Delivery {
        record AtOnce() implements Delivery {}

        /** A few bytes of head and body at a time. */
        record Dribble(int bytes, Duration pause) implements Delivery {}

        /** {@code Transfer-Encoding: chunked}. */
        record Chunked(int bytes) implements Delivery {}

        /** The body again and again until the client has had enough; without a length. */
        record Endless() implements Delivery {}

        /** The connection is closed after so many bytes of the answer, head included; 0 = no answer at all. */
        record CloseAfter(int bytes) implements Delivery {}

        /** The connection is reset (TCP RST) before any byte. */
        record Reset() implements Delivery {}
    }

    /** 200 with a body; the type is what PHP sends. */
    public static DoubleReply body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public static DoubleReply body(byte[] bytes) {
        return new DoubleReply(200, List.of(), bytes, Duration.ZERO, null, new Delivery.AtOnce())
                .header("Content-Type", "text/html; charset=UTF-8");
    }

    /** 200 with JSON. */
    public static DoubleReply json(String json) {
        return body(json);
    }

    public static DoubleReply json(Reply reply) {
        return body(reply.toJson());
    }

    /** {@code {"hangup":1}}. */
    public static DoubleReply hangUp() {
        return body("{\"hangup\":1}");
    }

    /** 200 with an empty body: nothing to say. */
    public static DoubleReply empty() {
        return body("");
    }

    /** Any status with a short HTML page; 204 without. */
    public static DoubleReply status(int status) {
        String page = status == 204 ? "" : "<html><body>" + status + "</body></html>";
        return body(page).withStatus(status);
    }

    /** 302 to another place. */
    public static DoubleReply redirectTo(String location) {
        return status(302).header("Location", location);
    }

    /** The body without end. */
    public static DoubleReply endless(String piece) {
        return body(piece).delivered(new Delivery.Endless());
    }

    /** The connection is closed without an answer. */
    public static DoubleReply closed() {
        return empty().closeAfter(0);
    }

    /** The connection is reset without an answer. */
    public static DoubleReply reset() {
        return empty().delivered(new Delivery.Reset());
    }

    /** Never answers; the connection stays open until the double is closed. */
    public static DoubleReply never() {
        return empty().late(Duration.ofDays(1));
    }

    public DoubleReply late(Duration delay) {
        return new DoubleReply(status, headers, body, delay, declaredLength, delivery);
    }

    public DoubleReply withStatus(int status) {
        return new DoubleReply(status, headers, body, delay, declaredLength, delivery);
    }

    /** Adds a header, spelled as given. */
    public DoubleReply header(String name, String value) {
        List<WebhookRequest.Header> more = new ArrayList<>(headers);
        more.add(new WebhookRequest.Header(name, value));
        return new DoubleReply(status, List.copyOf(more), body, delay, declaredLength, delivery);
    }

    /** A wrong {@code Content-Length}. */
    public DoubleReply declaring(long length) {
        return new DoubleReply(status, headers, body, delay, length, delivery);
    }

    public DoubleReply dribbling(int bytes, Duration pause) {
        return delivered(new Delivery.Dribble(bytes, pause));
    }

    public DoubleReply chunked(int bytes) {
        return delivered(new Delivery.Chunked(bytes));
    }

    public DoubleReply closeAfter(int bytes) {
        return delivered(new Delivery.CloseAfter(bytes));
    }

    private DoubleReply delivered(Delivery how) {
        return new DoubleReply(status, headers, body, delay, declaredLength, how);
    }
}
