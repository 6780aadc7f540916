package org.voicesecretary.benchmarks.phones;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.benchmarks.BenchClock;
import org.voicesecretary.benchmarks.net.BatchSocket;
import org.voicesecretary.benchmarks.net.DatagramBatch;

/**
 * The sound of all phones, on one thread. Each 20 ms are cut into slots with a socket each, which the phones of the slot share: what
 * they send leaves in one batch. What comes is told apart by the server's port, and timed by the kernel, so that it does not matter when
 * this thread gets round to reading it.
 */
final class MediaBank implements AutoCloseable {
    private static final int SLOTS = 16;
    private static final long SLOT_NANOS = 20_000_000L / SLOTS;
    private static final int BATCH = 128;
    private static final int ROOM = 512;
    private static final int RTP_HEADER = 12;
    private static final int FRAME = 160;
    /** The first four bytes of a stamped packet's sound; then come its number and when it was sent, in nanoseconds of the wall clock. */
    private static final int STAMP = 0x5ec4e7a9;

    private static final int STAMP_BYTES = 16;
    private static final int PCMA = 8;
    private static final int TELEPHONE_EVENT = 101;
    private static final byte PCMA_SILENCE = (byte) 0xd5;
    private static final long OFFSET_FRESH_NANOS = 100_000_000L;

    private final BenchClock clock;
    private final Arena arena = Arena.ofShared();
    private final BatchSocket[] sockets = new BatchSocket[SLOTS];
    private final List<List<MediaLeg>> slots = new ArrayList<>();
    private final @Nullable MediaLeg[] byPort = new MediaLeg[65_536];
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final DatagramBatch incoming;
    private final DatagramBatch outgoing;
    private final byte[] silence = new byte[FRAME];
    private final Thread thread;
    private MediaWindow window = MediaWindow.closed();
    private KeyTimes keys = new KeyTimes();
    private boolean listening;
    private long wallOffset;
    private long offsetTaken;
    private volatile long behindNanos;
    private volatile boolean closed;

    private MediaBank(BenchClock clock, byte[] address) throws IOException {
        this.clock = clock;
        this.incoming = new DatagramBatch(arena, BATCH, ROOM, address);
        this.outgoing = new DatagramBatch(arena, BATCH, ROOM, address);
        for (int i = 0; i < SLOTS; i++) {
            sockets[i] = BatchSocket.bind(arena, address);
            slots.add(new ArrayList<>());
        }
        Arrays.fill(silence, PCMA_SILENCE);
        thread = Thread.ofPlatform().name("phones-media").daemon(true).unstarted(this::run);
    }

    /** @param address IPv4 address of the phones and of the server, 4 bytes */
    static MediaBank open(BenchClock clock, byte[] address) throws IOException {
        MediaBank bank = new MediaBank(clock, address);
        bank.thread.start();
        return bank;
    }

    /** The port at which the phone with this number hears. */
    int portOf(int phone) {
        return sockets[phone % SLOTS].port();
    }

    /** From now on the phone sends and hears. Any thread. */
    MediaLeg join(int phone, int serverPort, int seed, boolean stamped) {
        MediaLeg leg = new MediaLeg(serverPort, seed, stamped);
        requests.add(() -> {
            byPort[serverPort] = leg;
            slots.get(phone % SLOTS).add(leg);
        });
        return leg;
    }

    /** The phone is silent from now on. Any thread. */
    void leave(int phone, MediaLeg leg) {
        requests.add(() -> {
            if (byPort[leg.serverPort] == leg) {
                byPort[leg.serverPort] = null;
            }
            slots.get(phone % SLOTS).remove(leg);
        });
    }

    /** Begins to measure what all phones hear, for about {@code nanos}. */
    void beginWindow(int number, long nanos) {
        ask(() -> window = new MediaWindow(number, clock.nanos(), nanos));
    }

    /** Ends the measuring; what was heard. */
    MediaWindow endWindow() {
        return ask(() -> {
            MediaWindow done = window;
            done.close();
            slots.forEach(slot -> slot.forEach(leg -> leg.settle(done)));
            window = MediaWindow.closed();
            return done;
        });
    }

    /** Tells tones apart from now on, which costs a look at each sample; the returned times are those of the keys pressed since. */
    KeyTimes listen(boolean on) {
        return ask(() -> {
            listening = on;
            KeyTimes done = keys;
            keys = new KeyTimes();
            return on ? keys : done;
        });
    }

    /** Presses a key at {@code leg}, at once, unless one is under way; says whether it was pressed. */
    boolean press(int phone, MediaLeg leg, int code) {
        return ask(() -> {
            if (leg.sendsKey() || leg.awaitsAnswer()) {
                return false;
            }
            leg.press(code, clock.nanos());
            sendKey(leg);
            flush(sockets[phone % SLOTS]);
            return true;
        });
    }

    /** By how much the generator itself was behind its own time, at most, since this was last asked. */
    long takeBehindNanos() {
        long worst = behindNanos;
        behindNanos = 0;
        return worst;
    }

    private <T> T ask(Supplier<T> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        requests.add(() -> answer.complete(request.get()));
        return answer.join();
    }

    private void run() {
        long deadline = clock.nanos();
        int slot = 0;
        while (!closed) {
            Runnable request = requests.poll();
            while (request != null) {
                request.run();
                request = requests.poll();
            }
            long behind = clock.nanos() - deadline;
            if (behind >= 0) {
                behindNanos = Math.max(behindNanos, behind);
                speak(slot);
                slot = (slot + 1) % SLOTS;
                deadline += SLOT_NANOS;
            }
            hear();
            clock.parkUntil(deadline);
        }
        for (BatchSocket socket : sockets) {
            socket.close();
        }
    }

    private void speak(int slot) {
        BatchSocket socket = sockets[slot];
        List<MediaLeg> legs = slots.get(slot);
        for (int i = 0; i < legs.size(); i++) {
            MediaLeg leg = legs.get(i);
            if (leg.sendsKey()) {
                sendKey(leg);
            } else {
                sendSilence(leg);
            }
            if (outgoing.full()) {
                flush(socket);
            }
        }
        flush(socket);
    }

    private void sendSilence(MediaLeg leg) {
        int packet = header(leg, RTP_HEADER + FRAME, PCMA, leg.nextTimestamp());
        outgoing.put(packet, RTP_HEADER, silence, FRAME);
        if (leg.stamped) {
            outgoing.putInt(packet, RTP_HEADER, STAMP);
            outgoing.putInt(packet, RTP_HEADER + 4, leg.nextCount());
            outgoing.putLong(packet, RTP_HEADER + 8, clock.nanos() + wallOffset);
        }
    }

    private void sendKey(MediaLeg leg) {
        int marker = leg.keyBegins() ? 0x80 : 0;
        int packet = header(leg, RTP_HEADER + 4, marker | TELEPHONE_EVENT, leg.keyTimestamp());
        outgoing.putInt(packet, RTP_HEADER, leg.nextKeyPayload());
    }

    private int header(MediaLeg leg, int length, int type, int timestamp) {
        int packet = outgoing.add(leg.serverPort, length);
        outgoing.putShort(packet, 0, 0x8000 | type);
        outgoing.putShort(packet, 2, leg.nextSequence());
        outgoing.putInt(packet, 4, timestamp);
        outgoing.putInt(packet, 8, leg.ssrc());
        return packet;
    }

    private void flush(BatchSocket socket) {
        try {
            outgoing.send(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("the phones cannot send", e);
        }
    }

    private void hear() {
        long now = clock.nanos();
        if (now - offsetTaken > OFFSET_FRESH_NANOS) {
            wallOffset = clock.wallOffset();
            offsetTaken = now;
        }
        try {
            for (BatchSocket socket : sockets) {
                int count = incoming.receive(socket);
                while (count > 0) {
                    for (int i = 0; i < count; i++) {
                        take(i);
                    }
                    count = count == BATCH ? incoming.receive(socket) : 0;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the phones cannot hear", e);
        }
    }

    private void take(int packet) {
        MediaLeg leg = byPort[incoming.sourcePort(packet)];
        int length = incoming.length(packet);
        if (leg == null || length < RTP_HEADER || (incoming.byteAt(packet, 1) & 0x7f) != PCMA) {
            return; // RTCP, or the last words of a call that is over
        }
        if (leg.stamped) {
            if (length >= RTP_HEADER + STAMP_BYTES && incoming.intAt(packet, RTP_HEADER) == STAMP) {
                long transit = incoming.arrival(packet) - incoming.longAt(packet, RTP_HEADER + 8);
                leg.forwarded(incoming.intAt(packet, RTP_HEADER + 4), transit, window);
            }
            return; // before the bridge, and in its pauses, the server itself is heard
        }
        leg.received(
                incoming.shortAt(packet, 2),
                incoming.intAt(packet, 4),
                incoming.arrival(packet) - wallOffset,
                listening ? crossings(packet, length) : -1,
                window,
                keys);
    }

    private int crossings(int packet, int length) {
        int changes = 0;
        int sign = incoming.byteAt(packet, RTP_HEADER) & 0x80;
        for (int at = RTP_HEADER + 1; at < length; at++) {
            int next = incoming.byteAt(packet, at) & 0x80;
            if (next != sign) {
                changes++;
                sign = next;
            }
        }
        return changes;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        arena.close();
    }
}
