package org.voicesecretary.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does with each connection what no server should. */
final class RudeServer implements AutoCloseable {
    /** What it does; may throw as it likes. */
    @FunctionalInterface
    interface Manners {
        void with(Connection connection) throws IOException, InterruptedException;
    }

    /** One connection, seen from the server. */
    final class Connection {
        private final Socket socket;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        /** Reads a whole request. */
        Connection read() throws IOException {
            InputStream in = socket.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int one = in.read();
                if (one < 0) {
                    throw new IOException("the client has gone");
                }
                head.append((char) one);
            }
            String lower = head.toString().toLowerCase(Locale.ROOT);
            int at = lower.indexOf("content-length: ") + 16;
            in.readNBytes(Integer.parseInt(lower.substring(at, lower.indexOf("\r\n", at))));
            requests.incrementAndGet();
            return this;
        }

        Connection write(String text) throws IOException {
            return write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Connection write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return this;
        }

        /** Until the client has had enough. */
        void writeForEver(String text) throws IOException {
            while (!stopped()) {
                write(text);
            }
        }

        /** A byte now and then, without end. */
        void dribble(String text) throws IOException, InterruptedException {
            for (int i = 0; !stop.await(20, TimeUnit.MILLISECONDS); i++) {
                write(text.substring(i % text.length(), i % text.length() + 1));
            }
        }

        void hang() throws InterruptedException {
            stop.await();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
        }
    }

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    private RudeServer(ServerSocket server) {
        this.server = server;
    }

    static RudeServer with(Manners manners) {
        try {
            var rude = new RudeServer(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
            Thread.startVirtualThread(() -> rude.accept(manners));
            return rude;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/hook");
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private void accept(Manners manners) {
        while (!stopped()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(manners, socket));
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }

    private void serve(Manners manners, Socket socket) {
        try (socket) {
            manners.with(new Connection(socket));
        } catch (IOException e) {
            return; // the client has had enough, as it should
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        stop.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
