package org.voicesecretary.benchmarks.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.benchmarks.BenchClock;
import org.voicesecretary.benchmarks.Histogram;

/** A script in HTTP/1.1 with connections that stay open, on one thread. What it answers depends on the event and the called number. */
public final class ScriptStub implements AutoCloseable {
    /** Plays a long low tone, again and again. */
    public static final String PLAYS = "442037690001";

    /** Answers and waits for a key that never comes. */
    public static final String IDLES = "442037690002";

    /** Plays a low tone; each key changes to the other one. */
    public static final String CHANGES = "442037690003";

    /** Hands each caller over to an extension, the next caller to the next one. */
    public static final String CONNECTS = "442037690004";

    /** Hands the caller over to the scenario 0-1. */
    public static final String RINGS_ALL = "442037690005";

    /** The first extension of {@link #CONNECTS}, and how many there are. */
    private static final int FIRST_EXTENSION = 100;

    private static final int EXTENSIONS = 800;

    /** Sound ids that the account must have: a low and a high tone, each of many seconds. */
    public static final String LOW = "bench-low";

    public static final String HIGH = "bench-high";

    private static final byte[] PLAY = ok("{\"ivr_play\":\"" + LOW + "\"}");
    private static final byte[] IDLE =
            ok("{\"wait_dtmf\":{\"timeout\":60,\"attempts\":10,\"maxdigits\":1,\"name\":\"idle\"}}");
    private static final byte[] PLAY_LOW = change(LOW, "low");
    private static final byte[] PLAY_HIGH = change(HIGH, "high");
    private static final byte[] RING_ALL = ok("{\"redirect\":\"0-1\"}");
    private static final byte[] NOTED = ok("{}");

    private final BenchClock clock;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Thread thread;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong ends = new AtomicLong();
    private volatile Histogram ownTime = new Histogram();
    private int connected;
    private volatile boolean closed;

    private ScriptStub(BenchClock clock) throws IOException {
        this.clock = clock;
        this.selector = Selector.open();
        this.server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = Thread.ofPlatform().name("script").daemon(true).unstarted(this::run);
    }

    /** A script at a port of its own, on the loopback. */
    public static ScriptStub start(BenchClock clock) throws IOException {
        ScriptStub stub = new ScriptStub(clock);
        stub.thread.start();
        return stub;
    }

    /** Where it is reached. */
    public String url() {
        return "http://127.0.0.1:" + server.socket().getLocalPort() + "/";
    }

    /** How many requests were answered so far. */
    public long requests() {
        return requests.get();
    }

    /** How many calls it was told the end of. */
    public long ends() {
        return ends.get();
    }

    /** From the moment a request was read until its answer was written, since this was last asked. */
    public Histogram takeOwnTime() {
        Histogram taken = ownTime;
        ownTime = new Histogram();
        return taken;
    }

    private static byte[] change(String sound, String name) {
        return ok("{\"ivr_play\":\"" + sound
                + "\",\"wait_dtmf\":{\"timeout\":30,\"attempts\":10,\"maxdigits\":1,\"name\":\"" + name + "\"}}");
    }

    private static byte[] ok(String json) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                        + json)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the script failed", e);
        }
    }

    private void ready(SelectionKey key) {
        long begin = clock.nanos();
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                read(key, begin);
            }
        } catch (IOException e) {
            key.cancel();
            close(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel connection = server.accept();
        while (connection != null) {
            connection.configureBlocking(false);
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connection.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(16_384));
            connection = server.accept();
        }
    }

    private void read(SelectionKey key, long begin) throws IOException {
        SocketChannel connection = (SocketChannel) key.channel();
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        if (connection.read(buffer) < 0) {
            key.cancel();
            connection.close();
            return;
        }
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return;
        }
        int end = head + 4 + length(text, head);
        if (text.length() < end) {
            return;
        }
        byte[] answer = answer(text, head + 4);
        ByteBuffer out = ByteBuffer.wrap(answer);
        while (out.hasRemaining()) {
            connection.write(out);
        }
        buffer.clear();
        requests.incrementAndGet();
        ownTime.record(clock.nanos() - begin);
    }

    private static int length(String text, int head) {
        String name = "content-length:";
        int line = text.indexOf("\r\n");
        while (line >= 0 && line < head) {
            if (text.regionMatches(true, line + 2, name, 0, name.length())) {
                return Integer.parseInt(text.substring(line + 2 + name.length(), text.indexOf("\r\n", line + 2))
                        .strip());
            }
            line = text.indexOf("\r\n", line + 2);
        }
        return 0;
    }

    private byte[] answer(String text, int body) {
        String event = field(text, body, "event=");
        if (event == null || event.equals("NOTIFY_END")) {
            ends.incrementAndGet();
            return NOTED;
        }
        if (!event.equals("NOTIFY_START") && !event.equals("NOTIFY_IVR")) {
            return NOTED;
        }
        String called = field(text, body, "called_did=");
        if (IDLES.equals(called)) {
            return IDLE;
        }
        if (CHANGES.equals(called)) {
            String name = field(text, body, "wait_dtmf%5Bname%5D=");
            if (name == null) {
                name = field(text, body, "wait_dtmf[name]=");
            }
            return "low".equals(name) ? PLAY_HIGH : PLAY_LOW;
        }
        if (CONNECTS.equals(called)) {
            connected = (connected + 1) % EXTENSIONS;
            return ok("{\"redirect\":\"" + (FIRST_EXTENSION + connected) + "\"}");
        }
        if (RINGS_ALL.equals(called)) {
            return RING_ALL;
        }
        return PLAY;
    }

    private static @Nullable String field(String text, int body, String name) {
        int at = text.indexOf(name, body);
        if (at < 0) {
            return null;
        }
        int end = text.indexOf('&', at);
        return text.substring(at + name.length(), end < 0 ? text.length() : end);
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException("a connection to the script cannot be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.close();
        server.close();
    }
}
