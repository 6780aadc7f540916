package org.voicesecretary.benchmarks.figures;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.subject.ServerProcess;
import org.voicesecretary.protocol.RestSignature;

/** How many signed requests of the REST API that change nothing are answered in a second: one after another on each of some connections. */
public final class RestReads {
    private static final int CONNECTIONS = 16;
    private static final long WARM_UP_MILLIS = 4_000;
    private static final int MOST_WARM_UPS = 8;
    private static final double GROWS = 1.05;
    private static final int LONGEST_HEAD = 4096;

    /** What programs ask again and again. */
    private static final List<String> METHODS =
            List.of("info/balance", "pbx/internal", "sip", "direct_numbers", "pbx/callinfo", "info/timezone");

    private final Rig rig;

    public RestReads(Rig rig) {
        this.rig = rig;
    }

    public List<Figure> measure() throws InterruptedException {
        Rig.progress("signed REST reads");
        double before = 0;
        double now = reads(WARM_UP_MILLIS);
        for (int i = 0; i < MOST_WARM_UPS && now > before * GROWS; i++) { // until the compiled code is what is measured
            before = now;
            now = reads(WARM_UP_MILLIS);
        }
        List<Double> rates = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        int repeats = (int) rig.settings().choose(3, 1);
        long span = rig.settings().choose(5_000, 2_000);
        for (int i = 0; i < repeats; i++) {
            double[] rate = new double[1];
            double share = rig.cpuShare(() -> rate[0] = reads(span));
            rates.add(rate[0]);
            costs.add(share / rate[0] * 1e6);
            Rig.progress("%.0f reads/s at %.0f %% of a core".formatted(rate[0], share * 100));
        }
        return List.of(
                Figure.of(
                                "rest-reads",
                                "signed REST reads",
                                "/s",
                                rates,
                                "closed loop on " + CONNECTIONS + " connections, " + METHODS.size()
                                        + " methods in turn, JSON; signatures checked, keys and limits counted")
                        .wants(Figure.Target.atLeast(3_000)),
                Figure.of("rest-read-cpu", "processor time of a signed REST read", "µs", costs, ""));
    }

    /** Answers in a second. */
    private double reads(long millis) throws InterruptedException {
        var answered = new LongAdder();
        var over = new AtomicBoolean();
        List<byte[]> requests = METHODS.stream().map(this::request).toList();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(Thread.ofPlatform().name("rest-client").start(() -> ask(requests, answered, over)));
        }
        long start = rig.clock().nanos();
        rig.clock().pass(millis);
        double rate = answered.sum() / ((rig.clock().nanos() - start) / 1e9);
        over.set(true);
        for (Thread client : clients) {
            client.join();
        }
        return rate;
    }

    private byte[] request(String method) {
        String path = "/v1/" + method + "/";
        Map<String, String> parameters = Map.of("format", "json");
        return ("GET " + path + "?" + RestSignature.canonicalQuery(parameters) + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: "
                        + RestSignature.authorization(ServerProcess.KEY, ServerProcess.SECRET, path, parameters)
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void ask(List<byte[]> requests, LongAdder answered, AtomicBoolean over) {
        URI server = rig.server().http();
        try (Socket socket = new Socket(server.getHost(), server.getPort());
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            socket.setTcpNoDelay(true);
            for (int i = 0; !over.get(); i++) {
                socket.getOutputStream().write(requests.get(i % requests.size()));
                if (!read(in)) {
                    rig.remark("a signed REST read was refused");
                    return;
                }
                answered.increment();
            }
        } catch (IOException e) {
            rig.remark("a connection of the REST benchmark broke: " + e.getMessage());
        }
    }

    /** @return whether the answer was 200 */
    private static boolean read(InputStream in) throws IOException {
        var head = new StringBuilder(512);
        for (int ends = 0; ends < 2; ) {
            int next = in.read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                throw new IOException("no whole answer came");
            }
            head.append((char) next);
            ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
        }
        String text = head.toString();
        int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
        if (at < 0) {
            throw new IOException("the answer does not say how long it is");
        }
        int length =
                Integer.parseInt(text.substring(at + 15, text.indexOf('\r', at)).strip());
        in.skipNBytes(length);
        return text.startsWith("HTTP/1.1 200 ");
    }
}
