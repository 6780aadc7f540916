package org.voicesecretary.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.voicesecretary.protocol.FormBody;

/** A whole web server for one script: the JDK's, a virtual thread for each request. */
public final class ScriptServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;

    private ScriptServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Listens on loopback only; port 0 takes a free one. */
    public static ScriptServer start(int port, WebhookHandler handler) throws IOException {
        return start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), handler);
    }

    /** Listens where you say; keep a TLS proxy in front of it where that is not your own machine. */
    public static ScriptServer start(InetSocketAddress address, WebhookHandler handler) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException(
                    "script server cannot listen on %s: %s; choose another port".formatted(address, e.getMessage()), e);
        }
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, handler));
        server.start();
        return new ScriptServer(server, threads);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What to enter as webhook URL. */
    public URI url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static void answer(HttpExchange exchange, WebhookHandler handler) throws IOException {
        try (exchange) {
            // One byte more than is allowed, so that the handler can see that it is too much.
            byte[] body = exchange.getRequestBody().readNBytes(FormBody.MAX_BYTES + 1);
            var call = new HttpCall(
                    exchange.getRequestMethod(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestURI().getRawQuery(),
                    body);
            HttpAnswer answer = handler.handle(call);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
            exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length);
            if (!bodiless) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(answer.body());
                }
            }
        }
    }
}
