package org.voicesecretary.media;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.rtp.RtpHeader;
import org.voicesecretary.media.sdp.LocalCapabilities;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.media.srtp.SrtpPolicy;

/**
 * How many bridged calls one loop thread carries, run by hand: {@code BridgeProbe <calls> <seconds> [plain|srtp|transcode]}. The phones
 * are the sessions of a second engine in the same process. Beside them one measured call of plain sockets, whose packets carry the time
 * at which they were sent: from there to the other phone's thread.
 */
public final class BridgeProbe {
    private static final int MEASURED = 4;

    private BridgeProbe() {}

    /** Runs the probe and prints what it found. */
    public static void main(String[] args) throws Exception {
        int calls = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        String kind = args.length > 2 ? args[2] : "plain";
        MediaConfig config = MediaConfig.loopback()
                .withCodecs(AudioCodec.PCMU, AudioCodec.G722)
                .withThreads(1);
        Set<Long> before = LoadProbe.tasks();
        MediaEngine engine = MediaEngine.start(config);
        MediaSession first = engine.open(MediaListener.ignoring());
        first.stats();
        first.close();
        long task = LoadProbe.newTask(before);
        MediaEngine phones = MediaEngine.start(config);
        LocalCapabilities narrow = LocalCapabilities.DEFAULT.withCodecs(AudioCodec.PCMU);
        LocalCapabilities left = kind.equals("srtp") ? narrow.withSrtp(SrtpPolicy.REQUIRED) : narrow;
        LocalCapabilities right =
                kind.equals("transcode") ? LocalCapabilities.DEFAULT.withCodecs(AudioCodec.G722) : left;
        for (int i = 0; i < calls; i++) {
            Bridge.join(leg(engine, phones, left), leg(engine, phones, right), BridgeOptions.defaults());
        }
        List<RawCall> measured = new ArrayList<>();
        for (int i = 0; i < MEASURED; i++) {
            measured.add(new RawCall(engine));
        }
        LoadProbe.wait(6);
        long allocated = LoadProbe.allocated();
        long[] cpu = LoadProbe.cpu(task);
        long began = System.nanoTime();
        measured.forEach(RawCall::begin);
        LoadProbe.wait(seconds);
        double took = (System.nanoTime() - began) / 1e9;
        long[] used = LoadProbe.cpu(task);
        long allocatedInAll = LoadProbe.allocated() - allocated;
        double user = (used[0] - cpu[0]) / 100.0 / took;
        double system = (used[1] - cpu[1]) / 100.0 / took;
        long[] nanos = measured.stream().flatMapToLong(RawCall::end).sorted().toArray();
        int sent = measured.stream().mapToInt(call -> call.sent).sum();
        System.out.printf(
                "%d calls of two legs, %s: sent by a measured phone %d, came %d%n", calls, kind, sent, nanos.length);
        System.out.printf(
                "phone to phone: p50 %d us, p99 %d us, p99.9 %d us, worst %d us, within 10 ms %.4f %%%n",
                nanos[nanos.length / 2] / 1000,
                nanos[(int) (nanos.length * 0.99)] / 1000,
                nanos[(int) (nanos.length * 0.999)] / 1000,
                nanos[nanos.length - 1] / 1000,
                100.0 * Arrays.stream(nanos).filter(n -> n <= 10_000_000).count() / sent);
        System.out.printf(
                "loop thread: %.1f %% of a core (user %.1f, system %.1f) = %.0f calls a core; allocated by all loops %.0f B/s%n",
                100 * (user + system), 100 * user, 100 * system, calls / (user + system), allocatedInAll / took);
        engine.close();
        phones.close();
    }

    private static MediaSession leg(MediaEngine engine, MediaEngine phones, LocalCapabilities spoken) throws Exception {
        MediaSession session = engine.open(
                MediaListener.ignoring(), SessionOptions.of(engine.config()).withCapabilities(spoken));
        MediaSession phone = phones.open(
                MediaListener.ignoring(), SessionOptions.of(phones.config()).withCapabilities(spoken));
        phone.accept(session.answer(phone.offer()));
        return session;
    }

    /** Two phones that are sockets: one sends every 20 ms, the other receives, each on its thread. */
    private static final class RawCall {
        private final DatagramSocket from = socket();
        private final DatagramSocket to = socket();
        private final MediaSession session;
        private final List<Long> nanos = new ArrayList<>();
        private volatile boolean running = true;
        private volatile int sent;
        private Thread receiving = Thread.currentThread();

        RawCall(MediaEngine engine) throws Exception {
            session = leg(engine, from);
            Bridge.join(session, leg(engine, to), BridgeOptions.defaults());
        }

        private static MediaSession leg(MediaEngine engine, DatagramSocket socket) throws Exception {
            MediaSession session = engine.open(MediaListener.ignoring());
            session.answer(SdpParser.parse("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                    + "m=audio " + socket.getLocalPort() + " RTP/AVP 0\r\n"));
            return session;
        }

        private static DatagramSocket socket() {
            try {
                DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                socket.setSoTimeout(300);
                return socket;
            } catch (java.net.SocketException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        void begin() {
            receiving = Thread.ofPlatform().start(this::receive);
            Thread.ofPlatform().start(this::send);
        }

        private void send() {
            ByteBuffer packet = ByteBuffer.allocate(172);
            DatagramPacket out = new DatagramPacket(
                    packet.array(), 172, new InetSocketAddress(InetAddress.getLoopbackAddress(), session.port()));
            long began = System.nanoTime();
            try {
                for (int i = 0; running; i++) {
                    packet.clear();
                    RtpHeader.write(packet, false, 0, i, i * 160L, 77);
                    packet.putLong(0x1234_5678_9abc_def0L).putLong(System.nanoTime());
                    from.send(out);
                    sent = i + 1;
                    LockSupport.parkNanos(began + (i + 1) * 20_000_000L - System.nanoTime());
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private void receive() {
            DatagramPacket in = new DatagramPacket(new byte[2048], 2048);
            while (true) {
                try {
                    to.receive(in);
                } catch (java.io.IOException silence) {
                    if (!running) {
                        return;
                    }
                    continue;
                }
                ByteBuffer packet = ByteBuffer.wrap(in.getData());
                if (packet.getLong(12) == 0x1234_5678_9abc_def0L) {
                    nanos.add(System.nanoTime() - packet.getLong(20));
                }
                if (!running) {
                    in.setLength(2048);
                }
            }
        }

        java.util.stream.LongStream end() {
            running = false;
            session.close();
            LoadProbe.wait(1);
            to.close();
            try {
                receiving.join(1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return nanos.stream().mapToLong(Long::longValue);
        }
    }
}
