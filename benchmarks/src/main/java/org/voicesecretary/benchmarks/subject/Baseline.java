package org.voicesecretary.benchmarks.subject;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.benchmarks.BenchClock;
import org.voicesecretary.benchmarks.Histogram;

/**
 * What the machine can do without us: datagrams sent and echoed in Java on the server's core. Figures are set against it, so that those
 * of different machines can be compared.
 *
 * @param sendsPerSecond datagrams of 172 bytes, one system call each
 * @param echoesPerSecond datagrams of 500 bytes there and back, 32 under way
 * @param echoMillis the median time there and back of one
 */
public record Baseline(double sendsPerSecond, double echoesPerSecond, double echoMillis) {
    private static final int RTP_BYTES = 172;
    private static final int SIP_BYTES = 500;
    private static final int UNDER_WAY = 32;
    private static final long SPAN_NANOS = 1_000_000_000L;

    /** Measures for about three seconds. */
    public static Baseline measure(BenchClock clock, List<String> pinning) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(pinning);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Baseline.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
                DatagramChannel channel = DatagramChannel.open()) {
            double sends = Double.parseDouble(said.readLine());
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(said.readLine())));
            echo(clock, channel, 1);
            Histogram single = echo(clock, channel, 1);
            Histogram many = echo(clock, channel, UNDER_WAY);
            return new Baseline(sends, many.count() / (SPAN_NANOS / 1e9), single.millisAt(0.5));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static Histogram echo(BenchClock clock, DatagramChannel channel, int underWay) throws IOException {
        Histogram times = new Histogram();
        ByteBuffer packet = ByteBuffer.allocateDirect(SIP_BYTES);
        for (int i = 0; i < underWay; i++) {
            send(clock, channel, packet);
        }
        long end = clock.nanos() + SPAN_NANOS;
        while (clock.nanos() - end < 0) {
            packet.clear();
            channel.read(packet);
            times.record(clock.nanos() - packet.getLong(0));
            send(clock, channel, packet);
        }
        for (int i = 0; i < underWay; i++) {
            packet.clear();
            channel.read(packet);
        }
        return times;
    }

    private static void send(BenchClock clock, DatagramChannel channel, ByteBuffer packet) throws IOException {
        packet.clear();
        packet.putLong(0, clock.nanos());
        channel.write(packet);
    }

    /** The part on the server's core: sends for a second to itself, says how many it could, then echoes until it is ended. */
    public static void main(String[] arguments) throws IOException {
        BenchClock clock = new BenchClock();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (DatagramChannel sink = DatagramChannel.open().bind(any);
                DatagramChannel channel = DatagramChannel.open().bind(any)) {
            System.out.println(sends(clock, channel, (InetSocketAddress) sink.getLocalAddress()));
            System.out.println(((InetSocketAddress) channel.getLocalAddress()).getPort());
            ByteBuffer packet = ByteBuffer.allocateDirect(2048);
            while (true) {
                packet.clear();
                var source = channel.receive(packet);
                packet.flip();
                channel.send(packet, source);
            }
        }
    }

    private static double sends(BenchClock clock, DatagramChannel channel, InetSocketAddress target)
            throws IOException {
        ByteBuffer packet = ByteBuffer.allocateDirect(RTP_BYTES);
        double best = 0;
        for (int round = 0; round < 3; round++) {
            long start = clock.nanos();
            long sent = 0;
            while (clock.nanos() - start < SPAN_NANOS / 2) {
                for (int i = 0; i < 100; i++) {
                    packet.clear();
                    channel.send(packet, target);
                }
                sent += 100;
            }
            best = Math.max(best, sent * 1e9 / (clock.nanos() - start));
        }
        return best;
    }
}
