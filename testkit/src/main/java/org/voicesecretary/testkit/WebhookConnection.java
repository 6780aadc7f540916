package org.voicesecretary.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.MalformedFormException;
import org.voicesecretary.testkit.DoubleReply.Delivery;

/** One TCP connection to {@link WebhookDouble}: requests one after another, until one of the two has had enough. */
final class WebhookConnection {
    private static final int MAX_HEAD_LINE = 64 * 1024;

    private final Socket socket;
    private final int number;
    private final NanoClock clock;
    private final Function<WebhookRequest, DoubleReply> script;
    private final Pause pause;

    /** Waits; true when the double was closed meanwhile. */
    @FunctionalInterface
    interface Pause {
        boolean closedWithin(Duration time) throws InterruptedException;
    }

    WebhookConnection(
            Socket socket, int number, NanoClock clock, Function<WebhookRequest, DoubleReply> script, Pause pause) {
        this.socket = socket;
        this.number = number;
        this.clock = clock;
        this.script = script;
        this.pause = pause;
    }

    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            boolean open = true;
            while (open) {
                WebhookRequest request = read(in);
                open = request != null && answer(request, script.apply(request));
            }
        } catch (IOException clientIsGone) {
            // What the client saw of it is the client's test.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable WebhookRequest read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ", 3);
        List<WebhookRequest.Header> headers = new ArrayList<>();
        int length = 0;
        String contentType = null;
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(":", 2);
            String value = parts.length == 2 ? parts[1].strip() : "";
            headers.add(new WebhookRequest.Header(parts[0], value));
            switch (parts[0].toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "content-type" -> contentType = value;
                default -> {}
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("request ended after %d of %d bytes of its body".formatted(body.length, length));
        }
        String target = words.length > 1 ? words[1] : "";
        return new WebhookRequest(
                words[0], target, List.copyOf(headers), body, fields(contentType, body), clock.nanoTime(), number);
    }

    private static List<FormField> fields(@Nullable String contentType, byte[] body) {
        try {
            return FormBody.decode(contentType, body);
        } catch (MalformedFormException notAForm) {
            return List.of();
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (line.size() == MAX_HEAD_LINE) {
                throw new IOException("request has a line of more than %d bytes".formatted(MAX_HEAD_LINE));
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Answers; false when the connection is to be closed. */
    private boolean answer(WebhookRequest request, DoubleReply reply) throws IOException, InterruptedException {
        if (!reply.delay().isZero() && pause.closedWithin(reply.delay())) {
            return false;
        }
        OutputStream out = socket.getOutputStream();
        byte[] head = head(reply).getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = joined(head, reply.body());
        return switch (reply.delivery()) {
            case Delivery.AtOnce() -> {
                out.write(whole);
                out.flush();
                yield keepsOpen(request, reply);
            }
            case Delivery.Dribble(var bytes, var between) -> {
                for (int from = 0; from < whole.length; from += bytes) {
                    if (from > 0 && pause.closedWithin(between)) {
                        yield false;
                    }
                    out.write(whole, from, Math.min(bytes, whole.length - from));
                    out.flush();
                }
                yield keepsOpen(request, reply);
            }
            case Delivery.Chunked(var bytes) -> {
                out.write(head);
                chunked(out, reply.body(), bytes);
                yield keepsOpen(request, reply);
            }
            case Delivery.Endless() -> {
                out.write(head);
                byte[] piece = reply.body().length == 0 ? new byte[] {' '} : reply.body();
                while (!pause.closedWithin(Duration.ZERO)) {
                    out.write(piece);
                    out.flush();
                }
                yield false;
            }
            case Delivery.CloseAfter(var bytes) -> {
                out.write(whole, 0, Math.min(bytes, whole.length));
                out.flush();
                yield false;
            }
            case Delivery.Reset() -> {
                socket.setSoLinger(true, 0);
                yield false;
            }
        };
    }

    private static String head(DoubleReply reply) {
        var head = new StringBuilder("HTTP/1.1 %d %s\r\n".formatted(reply.status(), reason(reply.status())));
        reply.headers()
                .forEach(header -> head.append(header.name())
                        .append(": ")
                        .append(header.value())
                        .append("\r\n"));
        if (reply.delivery() instanceof Delivery.Chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (!(reply.delivery() instanceof Delivery.Endless) && reply.status() != 204) {
            Long declared = reply.declaredLength();
            head.append("Content-Length: ")
                    .append(declared != null ? declared : reply.body().length)
                    .append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 302 -> "Found";
            case 404 -> "Not Found";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }

    private static void chunked(OutputStream out, byte[] body, int bytes) throws IOException {
        for (int from = 0; from < body.length; from += bytes) {
            int length = Math.min(bytes, body.length - from);
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body, from, length);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** A wrong length leaves the two sides out of step, so that nothing can follow. */
    private static boolean keepsOpen(WebhookRequest request, DoubleReply reply) {
        boolean wantsClose = request.headers().stream()
                .anyMatch(header -> header.name().equalsIgnoreCase("Connection")
                        && header.value().equalsIgnoreCase("close"));
        boolean saysClose = reply.headers().stream()
                .anyMatch(header -> header.name().equalsIgnoreCase("Connection")
                        && header.value().equalsIgnoreCase("close"));
        return !wantsClose && !saysClose && reply.declaredLength() == null;
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }
}
