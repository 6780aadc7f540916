package org.voicesecretary.benchmarks.script;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** A script that takes events and knows which of each call comes next: {@code call=7&seq=2&…}. */
public final class OrderedScript implements AutoCloseable {
    private static final byte[] TAKEN =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final AtomicIntegerArray next;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong outOfOrder = new AtomicLong();

    private OrderedScript(int calls) throws IOException {
        this.server = new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1"));
        this.next = new AtomicIntegerArray(calls);
    }

    /** At a port of its own, for calls 0 to {@code calls} - 1. */
    public static OrderedScript start(int calls) throws IOException {
        var script = new OrderedScript(calls);
        Thread.startVirtualThread(script::accept);
        return script;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    /** Events that were taken, each counted once. */
    public long taken() {
        return taken.get();
    }

    /** Events that had been taken before. */
    public long repeated() {
        return repeated.get();
    }

    /** Events that came before an earlier one of their call. */
    public long outOfOrder() {
        return outOfOrder.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String body = body(in); body != null; body = body(in)) {
                note(body);
                socket.getOutputStream().write(TAKEN);
            }
        } catch (IOException e) {
            return; // the sender has gone
        }
    }

    private void note(String body) {
        int call = number(body, "call=");
        int seq = number(body, "&seq=");
        int expected = next.get(call);
        if (seq == expected && next.compareAndSet(call, expected, seq + 1)) {
            taken.incrementAndGet();
        } else if (seq < next.get(call)) {
            repeated.incrementAndGet();
        } else {
            outOfOrder.incrementAndGet();
        }
    }

    private static int number(String body, String name) {
        int from = body.indexOf(name) + name.length();
        int to = body.indexOf('&', from);
        return Integer.parseInt(body.substring(from, to));
    }

    private static @org.jspecify.annotations.Nullable String body(InputStream in) throws IOException {
        int length = 0;
        while (true) {
            String line = line(in);
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                return new String(in.readNBytes(length), StandardCharsets.UTF_8);
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
    }

    private static @org.jspecify.annotations.Nullable String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
