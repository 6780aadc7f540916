package org.voicesecretary.benchmarks.phones;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.voicesecretary.benchmarks.BenchClock;

/**
 * Many phones: they dial, hear, press keys and hang up as told. Signalling is on one thread with one socket, as from a trunk; sound on
 * another ({@link MediaBank}). Messages are put together from text, since this side must cost less than the one that is measured.
 */
public final class PhoneBank implements AutoCloseable {
    private static final int BUFFER = 4 << 20;
    private static final int LARGEST = 8192;
    private static final long LOOK_NANOS = 20_000_000L;

    private final BenchClock clock;
    private final DatagramChannel channel;
    private final Selector selector;
    private final MediaBank media;
    private final List<Phone> phones = new ArrayList<>();
    private final Deque<Phone> free = new ArrayDeque<>();
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final List<Dialling> dialling = new ArrayList<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(LARGEST);
    private final ByteBuffer sending = ByteBuffer.allocateDirect(LARGEST);
    private final byte[] text = new byte[LARGEST];
    private final String salt;
    private final Thread thread;
    private long lookAt;
    private int windows;
    private volatile boolean closed;

    /** A plan under way. */
    private static final class Dialling {
        final DialRun run;
        final long start;
        int dialled;

        Dialling(DialRun run, long start) {
            this.run = run;
            this.start = start;
        }

        boolean due(long now) {
            return dialled < run.plan().calls()
                    && now - start >= (long) (dialled / run.plan().perSecond() * 1e9);
        }
    }

    private PhoneBank(BenchClock clock, InetSocketAddress server, int count) throws IOException {
        this.clock = clock;
        this.channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
        channel.bind(new InetSocketAddress(server.getAddress(), 0));
        channel.connect(server);
        channel.configureBlocking(false);
        this.selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
        this.media = MediaBank.open(clock, server.getAddress().getAddress());
        this.salt = Long.toString(clock.nanos(), 36);
        InetSocketAddress self = (InetSocketAddress) channel.getLocalAddress();
        for (int i = 0; i < count; i++) {
            Phone phone = new Phone(i, server, self.getAddress().getHostAddress() + ":" + self.getPort());
            phones.add(phone);
            free.add(phone);
        }
        thread = Thread.ofPlatform().name("phones-sip").daemon(true).unstarted(this::run);
    }

    /**
     * @param server where calls go, at an IPv4 address of this machine
     * @param count how many phones there are
     */
    public static PhoneBank open(BenchClock clock, InetSocketAddress server, int count) throws IOException {
        PhoneBank bank = new PhoneBank(clock, server, count);
        bank.thread.start();
        return bank;
    }

    /** The sound of these phones, and of whoever they talk to. */
    MediaBank media() {
        return media;
    }

    /** Places the calls of {@code plan}; returns at once. */
    public DialRun dial(DialPlan plan) {
        DialRun run = new DialRun(plan);
        requests.add(() -> {
            long now = clock.nanos();
            run.begins(now);
            dialling.add(new Dialling(run, now));
        });
        selector.wakeup();
        return run;
    }

    /** Ends all calls of {@code run}, so many a second, and waits for it. */
    public void hangUp(DialRun run, double perSecond) throws InterruptedException {
        CompletableFuture<List<Phone>> found = new CompletableFuture<>();
        requests.add(() -> found.complete(phones.stream()
                .filter(phone -> phone.state() == Phone.State.TALKING && phone.run() == run)
                .toList()));
        selector.wakeup();
        long start = clock.nanos();
        List<Phone> talking = found.join();
        for (int i = 0; i < talking.size(); i++) {
            Phone phone = talking.get(i);
            clock.parkUntil(start + (long) (i / perSecond * 1e9));
            requests.add(() -> {
                if (phone.state() == Phone.State.TALKING) {
                    send(phone.bye(clock.nanos()));
                }
            });
            selector.wakeup();
        }
        run.awaitEnded(15_000);
    }

    /** Phones of {@code run} that are in a call. */
    public List<Integer> talking(DialRun run) {
        CompletableFuture<List<Integer>> found = new CompletableFuture<>();
        requests.add(() -> found.complete(phones.stream()
                .filter(phone -> phone.state() == Phone.State.TALKING && phone.run() == run)
                .map(phone -> phone.number)
                .toList()));
        selector.wakeup();
        return found.join();
    }

    /** Presses a key at a phone that is in a call; says whether it was pressed: not while the last one waits for its effect. */
    public boolean press(int phone, int code) {
        MediaLeg leg = phones.get(phone).leg();
        return leg != null && media.press(phone, leg, code);
    }

    /** Tells tones apart from now on, and times keys. */
    public void listen() {
        media.listen(true);
    }

    /** Stops to tell tones apart; how soon the keys pressed meanwhile had their effect. */
    public KeyTimes endListening() {
        return media.listen(false);
    }

    /** Measures what all phones hear for {@code millis}. */
    public MediaWindow hear(long millis) {
        media.takeBehindNanos();
        media.beginWindow(++windows, millis * 1_000_000L);
        clock.pass(millis);
        return media.endWindow();
    }

    /** By how much the generator's own sending was late, at most, since this was last asked. */
    public double behindMillis() {
        return media.takeBehindNanos() / 1e6;
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(this::read, 1);
                Runnable request = requests.poll();
                while (request != null) {
                    request.run();
                    request = requests.poll();
                }
                long now = clock.nanos();
                dialDue(now);
                if (now - lookAt >= 0) {
                    lookAt = now + LOOK_NANOS;
                    look(now);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the phones' signalling failed", e);
            }
        }
    }

    private void dialDue(long now) {
        for (int i = 0; i < dialling.size(); i++) {
            Dialling plan = dialling.get(i);
            while (plan.due(now)) {
                Phone phone = free.poll();
                if (phone == null) {
                    throw new IllegalStateException("all " + phones.size() + " phones are busy: open a larger bank");
                }
                plan.dialled++;
                send(phone.dial(plan.run, media.portOf(phone.number), salt, clock.nanos()));
            }
        }
        dialling.removeIf(plan -> plan.dialled == plan.run.plan().calls());
    }

    /** Looks through all phones for what time has made due. */
    private void look(long now) {
        for (int i = 0; i < phones.size(); i++) {
            Phone phone = phones.get(i);
            if (phone.state() == Phone.State.FREE) {
                continue;
            }
            if (phone.givenUp(now)) {
                giveUp(phone, now);
            } else if (phone.resendDue(now)) {
                phone.run().sentAgain();
                send(phone.resend(now));
            } else if (phone.state() == Phone.State.TALKING) {
                long hold = phone.run().plan().holdMillis();
                if (hold >= 0 && now - phone.since() >= hold * 1_000_000L) {
                    send(phone.bye(now));
                }
            }
        }
    }

    private void giveUp(Phone phone, long now) {
        if (phone.state() == Phone.State.HANGING_UP) {
            phone.run().byeFailed(now);
        } else {
            phone.run().unanswered(now);
        }
        release(phone);
    }

    private void release(Phone phone) {
        MediaLeg leg = phone.leg();
        if (leg != null) {
            media.leave(phone.number, leg);
        }
        phone.free();
        free.add(phone);
    }

    private void read(SelectionKey key) {
        while (true) {
            received.clear();
            try {
                if (channel.read(received) <= 0) {
                    return;
                }
            } catch (PortUnreachableException e) {
                return; // the server is not up, or no longer
            } catch (IOException e) {
                throw new UncheckedIOException("the phones cannot receive", e);
            }
            received.flip();
            int length = received.remaining();
            received.get(text, 0, length);
            take(SipHead.of(new String(text, 0, length, StandardCharsets.ISO_8859_1)));
        }
    }

    private void take(SipHead message) {
        String[] parts = message.callId().split("\\.", 3);
        if (parts.length != 3 || !parts[2].equals(salt)) {
            return;
        }
        Phone phone = phones.get(Integer.parseInt(parts[0]));
        boolean current = phone.generation() == Integer.parseInt(parts[1]) && phone.state() != Phone.State.FREE;
        long now = clock.nanos();
        if (message.status() == 0) {
            request(message, phone, current, now);
        } else if (current && message.method().equals("INVITE")) {
            inviteAnswer(message, phone, now);
        } else if (current && message.method().equals("BYE") && phone.state() == Phone.State.HANGING_UP) {
            byeAnswer(message, phone, now);
        }
    }

    private void request(SipHead request, Phone phone, boolean current, long now) {
        if (request.method().equals("ACK")) {
            return;
        }
        send(request.ok());
        if (current && request.method().equals("BYE")) {
            phone.run().cutOff(now);
            release(phone);
        }
    }

    private void inviteAnswer(SipHead response, Phone phone, long now) {
        boolean open = phone.state() == Phone.State.CALLING || phone.state() == Phone.State.PROCEEDING;
        if (response.status() < 200) {
            phone.proceeds();
        } else if (response.status() < 300) {
            if (open) {
                phone.run().answered(now - phone.since());
                boolean stamped = phone.run().plan().stamped();
                int seed = phone.number * 7919 + phone.generation();
                MediaLeg leg = media.join(phone.number, response.audioPort(), seed, stamped);
                send(phone.answered(response, leg, now));
            } else {
                send(phone.ackOfOk());
            }
        } else if (open) {
            send(phone.ackOfRefusal(response));
            phone.run().refused(response.status(), now - phone.since(), now);
            release(phone);
        }
    }

    private void byeAnswer(SipHead response, Phone phone, long now) {
        MediaLeg leg = phone.leg();
        if (response.status() < 300) {
            phone.run().completed(now - phone.since(), leg != null && leg.heard(), now);
        } else {
            phone.run().byeFailed(now);
        }
        release(phone);
    }

    private void send(String message) {
        sending.clear();
        sending.put(message.getBytes(StandardCharsets.ISO_8859_1)).flip();
        try {
            channel.write(sending);
        } catch (PortUnreachableException e) {
            return; // the run shows it as unanswered
        } catch (IOException e) {
            throw new UncheckedIOException("the phones cannot send", e);
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
        media.close();
        selector.close();
        channel.close();
    }
}
