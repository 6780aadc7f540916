package org.voicesecretary.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.voicesecretary.protocol.EventType;

/**
 * A customer's web script for tests: a real HTTP server on a free loopback port, that answers as told, misbehaves as told
 * and remembers everything it was asked.
 *
 * <pre>{@code
 * try (var script = WebhookDouble.start()) {
 *     script.on(NOTIFY_START, json("{\"ivr_play\":\"a\",\"wait_dtmf\":{\"name\":\"main\"}}"));
 *     script.on(NOTIFY_IVR, json("{\"ivr_play\":\"b\"}").late(Duration.ofSeconds(2)), hangUp());
 *     … place the call to script.url() …
 *     assertThat(script.awaitRequest(NOTIFY_END, Duration.ofSeconds(5)).field("disposition")).isEqualTo("answered");
 * }
 * }</pre>
 *
 * An event without instructions gets an empty 200. A GET with {@code zd_echo} gets its echo.
 */
public final class WebhookDouble implements AutoCloseable {
    private final ServerSocket server;
    private final String scheme;
    private final NanoClock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<WebhookRequest> requests = new ArrayList<>();
    private final Map<EventType, Deque<DoubleReply>> queues = new EnumMap<>(EventType.class);
    private final Map<EventType, Function<WebhookRequest, DoubleReply>> scripts = new EnumMap<>(EventType.class);
    private final Map<EventType, Integer> awaited = new EnumMap<>(EventType.class);
    private DoubleReply otherwise = DoubleReply.empty();
    private int connectionCount;

    private WebhookDouble(ServerSocket server, String scheme, NanoClock clock) {
        this.server = server;
        this.scheme = scheme;
        this.clock = clock;
    }

    /** Listens on a free port of 127.0.0.1. */
    public static WebhookDouble start() {
        return start(NanoClock.system());
    }

    /** The same, with the clock that stamps the arrivals. */
    public static WebhookDouble start(NanoClock clock) {
        try {
            return started(new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1")), "http", clock);
        } catch (IOException e) {
            throw new UncheckedIOException("webhook double cannot listen on a free port of 127.0.0.1", e);
        }
    }

    /** The same over TLS, with whatever certificate the context has. */
    public static WebhookDouble start(SSLContext tls) {
        try {
            var sockets = tls.getServerSocketFactory();
            return started(
                    sockets.createServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1")),
                    "https",
                    NanoClock.system());
        } catch (IOException e) {
            throw new UncheckedIOException("webhook double cannot listen on a free port of 127.0.0.1", e);
        }
    }

    private static WebhookDouble started(ServerSocket server, String scheme, NanoClock clock) {
        var webhook = new WebhookDouble(server, scheme, clock);
        Thread.ofVirtual().name("webhook-double").start(webhook::accept);
        return webhook;
    }

    public int port() {
        return server.getLocalPort();
    }

    public URI url() {
        return url("/hook");
    }

    public URI url(String pathAndQuery) {
        return URI.create(scheme + "://127.0.0.1:" + port() + pathAndQuery);
    }

    /** The next requests of this event get these, one each; then {@link #otherwise} counts. */
    public WebhookDouble on(EventType type, DoubleReply... replies) {
        return locked(() -> {
            queues.computeIfAbsent(type, _ -> new ArrayDeque<>()).addAll(Arrays.asList(replies));
            return this;
        });
    }

    /** Requests of this event get what the script says, once the queue is used up. */
    public WebhookDouble on(EventType type, Function<WebhookRequest, DoubleReply> script) {
        return locked(() -> {
            scripts.put(type, script);
            return this;
        });
    }

    /** What everything else gets; an empty 200 if never set. */
    public WebhookDouble otherwise(DoubleReply reply) {
        return locked(() -> {
            otherwise = reply;
            return this;
        });
    }

    /** All requests so far, in the order of arrival. */
    public List<WebhookRequest> requests() {
        return locked(() -> List.copyOf(requests));
    }

    public List<WebhookRequest> requests(EventType type) {
        return locked(() -> requestsOf(type));
    }

    /** TCP connections accepted so far. */
    public int connectionCount() {
        return locked(() -> connectionCount);
    }

    /**
     * Waits for the next request of this event that was not awaited before.
     *
     * @throws AssertionError if none comes in time; it lists what did come
     */
    public WebhookRequest awaitRequest(EventType type, Duration timeout) {
        lock.lock();
        try {
            long left = timeout.toNanos();
            int index = awaited.getOrDefault(type, 0);
            while (requestsOf(type).size() <= index) {
                if (left <= 0) {
                    throw new AssertionError("webhook double got no %s number %d within %s; it got %s"
                            .formatted(type, index + 1, timeout, requests));
                }
                left = arrived.awaitNanos(left);
            }
            awaited.put(type, index + 1);
            return requestsOf(type).get(index);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + type, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("webhook double cannot close its sockets", e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                int number = locked(() -> ++connectionCount);
                var connection = new WebhookConnection(socket, number, clock, this::answer, this::closedWithin);
                Thread.ofVirtual().name("webhook-double-" + number).start(() -> {
                    connection.serve();
                    connections.remove(socket);
                });
            } catch (IOException closing) {
                return;
            }
        }
    }

    private DoubleReply answer(WebhookRequest request) {
        Function<WebhookRequest, DoubleReply> script = locked(() -> {
            requests.add(request);
            arrived.signalAll();
            return script(request);
        });
        return script.apply(request);
    }

    private Function<WebhookRequest, DoubleReply> script(WebhookRequest request) {
        String echo = echo(request);
        if (!echo.isEmpty()) {
            return _ -> DoubleReply.body(echo);
        }
        DoubleReply rest = otherwise;
        EventType type = request.type().orElse(null);
        if (type == null) {
            return _ -> rest;
        }
        DoubleReply next = queues.getOrDefault(type, new ArrayDeque<>()).poll();
        return next != null ? _ -> next : scripts.getOrDefault(type, _ -> rest);
    }

    private static String echo(WebhookRequest request) {
        int at = request.target().indexOf("zd_echo=");
        return request.method().equals("GET") && at >= 0
                ? request.target().substring(at + 8).split("&")[0]
                : "";
    }

    private List<WebhookRequest> requestsOf(EventType type) {
        return requests.stream()
                .filter(request -> request.type().filter(type::equals).isPresent())
                .toList();
    }

    /** Waits, unless the double is closed first. */
    private boolean closedWithin(Duration time) throws InterruptedException {
        return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
