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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.benchmarks.BenchClock;

/**
 * The telephones of extensions: they register, ring, answer, are hung up. Signalling is on one thread with one socket, where each telephone
 * is told by the user of its Contact; sound is in the {@link MediaBank} of the callers, so that one window hears both ends.
 */
public final class DeskBank implements AutoCloseable {
    private static final int BUFFER = 4 << 20;
    private static final int LARGEST = 16_384;
    private static final long LOOK_NANOS = 20_000_000L;

    private final BenchClock clock;
    private final DatagramChannel channel;
    private final Selector selector;
    private final MediaBank media;
    private final String self;
    private final List<Desk> desks = new ArrayList<>();
    private final Set<Desk> registering = new LinkedHashSet<>();
    private final List<Registering> plans = new ArrayList<>();
    private final Map<String, DeskCall> calls = new LinkedHashMap<>();
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(LARGEST);
    private final ByteBuffer sending = ByteBuffer.allocateDirect(LARGEST);
    private final byte[] text = new byte[LARGEST];
    private final Thread thread;
    private boolean answers = true;
    private int seats;
    private long lookAt;
    private volatile int rung;
    private volatile long lastRungNanos;
    private volatile int over;
    private volatile boolean closed;

    /** A plan under way. */
    private static final class Registering {
        final RegisterRun run;
        final long start;
        int begun;

        Registering(RegisterRun run, long start) {
            this.run = run;
            this.start = start;
        }

        boolean due(long now) {
            return begun < run.plan().count()
                    && now - start >= (long) (begun / run.plan().perSecond() * 1e9);
        }
    }

    private DeskBank(BenchClock clock, InetSocketAddress server, PhoneBank callers, List<DeskLogin> logins)
            throws IOException {
        this.clock = clock;
        this.channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
        channel.bind(new InetSocketAddress(server.getAddress(), 0));
        channel.connect(server);
        channel.configureBlocking(false);
        this.selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
        this.media = callers.media();
        InetSocketAddress own = (InetSocketAddress) channel.getLocalAddress();
        this.self = own.getAddress().getHostAddress() + ":" + own.getPort();
        String there = server.getAddress().getHostAddress() + ":" + server.getPort();
        String salt = Long.toString(clock.nanos(), 36);
        for (DeskLogin login : logins) {
            desks.add(new Desk(desks.size(), login, there, self, salt));
        }
        thread = Thread.ofPlatform().name("desks-sip").daemon(true).unstarted(this::run);
    }

    /**
     * @param server where they register, at an IPv4 address of this machine
     * @param callers whose sound is told together with that of these telephones
     * @param logins one for each telephone; several telephones may have the same
     */
    public static DeskBank open(BenchClock clock, InetSocketAddress server, PhoneBank callers, List<DeskLogin> logins)
            throws IOException {
        DeskBank bank = new DeskBank(clock, server, callers, logins);
        bank.thread.start();
        return bank;
    }

    /** How many telephones there are. */
    public int size() {
        return desks.size();
    }

    /** Makes the registrations of {@code plan}; returns at once. */
    public RegisterRun register(RegisterPlan plan) {
        if (plan.count() > desks.size()) {
            throw new IllegalArgumentException(
                    plan.count() + " registrations of " + desks.size() + " telephones: expected one of each at most");
        }
        RegisterRun run = new RegisterRun(plan);
        ask(() -> {
            long now = clock.nanos();
            run.begins(now);
            plans.add(new Registering(run, now));
        });
        return run;
    }

    /** From now on they answer at once, or only ring; what has rung so far is forgotten. */
    public void answer(boolean atOnce) {
        ask(() -> {
            answers = atOnce;
            rung = 0;
            over = 0;
        });
    }

    /** Waits until so many ring; the time of the last INVITE, or -1 where they did not within {@code millis}. */
    public long awaitRinging(int count, long millis) {
        return awaits(() -> rung >= count, millis) ? lastRungNanos : -1;
    }

    /** How many have rung, and how many calls are over, since {@link #answer} was said. */
    public String state() {
        return rung + " rang, " + over + " over";
    }

    /** One of those that ring answers. */
    public void answerOne() {
        ask(() -> calls.values().stream()
                .filter(call -> !call.answered())
                .findFirst()
                .ifPresent(call -> answer(call, clock.nanos())));
    }

    /** Waits until so many calls are over, cancelled or hung up. */
    public boolean awaitOver(int count, long millis) {
        return awaits(() -> over >= count, millis);
    }

    private interface Condition {
        boolean holds();
    }

    private boolean awaits(Condition condition, long millis) {
        long deadline = clock.nanos() + millis * 1_000_000L;
        while (!condition.holds() && clock.nanos() - deadline < 0) {
            clock.pass(1);
        }
        return condition.holds();
    }

    /** Done when this returns. */
    private void ask(Runnable request) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        requests.add(() -> {
            request.run();
            done.complete(null);
        });
        selector.wakeup();
        done.join();
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
                registerDue(now);
                if (now - lookAt >= 0) {
                    lookAt = now + LOOK_NANOS;
                    look(now);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the signalling of the telephones failed", e);
            }
        }
    }

    private void registerDue(long now) {
        for (int i = 0; i < plans.size(); i++) {
            Registering plan = plans.get(i);
            while (plan.due(now)) {
                Desk desk = desks.get((plan.run.plan().first() + plan.begun) % desks.size());
                plan.begun++;
                if (!registering.add(desk)) {
                    throw new IllegalStateException(
                            "telephone " + desk.number + " is registering already: one plan at a time");
                }
                send(desk.register(plan.run, clock.nanos()));
            }
        }
        plans.removeIf(plan -> plan.begun == plan.run.plan().count());
    }

    /** Looks for what time has made due. */
    private void look(long now) {
        Iterator<Desk> under = registering.iterator();
        while (under.hasNext()) {
            Desk desk = under.next();
            RegisterRun run = desk.run();
            if (run == null) {
                under.remove();
            } else if (desk.givenUp(now)) {
                run.unanswered(now);
                desk.done();
                under.remove();
            } else if (desk.resendDue(now)) {
                run.sentAgain();
                send(desk.resend(now));
            }
        }
        for (DeskCall call : calls.values()) {
            if (call.resendDue(now)) {
                send(call.resend(now));
            }
        }
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
                throw new UncheckedIOException("the telephones cannot receive", e);
            }
            received.flip();
            int length = received.remaining();
            received.get(text, 0, length);
            SipHead message = SipHead.of(new String(text, 0, length, StandardCharsets.ISO_8859_1));
            if (message.status() > 0) {
                registered(message);
            } else {
                request(message);
            }
        }
    }

    private void registered(SipHead response) {
        String id = response.callId();
        int dot = id.indexOf('.');
        if (!response.method().equals("REGISTER") || dot < 2 || response.status() < 200) {
            return;
        }
        Desk desk = desks.get(Integer.parseInt(id.substring(1, dot)));
        RegisterRun run = desk.run();
        if (run == null || !desk.awaits(response)) {
            return;
        }
        long now = clock.nanos();
        String next = response.status() == 401 ? desk.respond(response, now) : null;
        if (next != null) {
            send(next);
            return;
        }
        if (response.status() < 300) {
            run.accepted(now - desk.since(), now);
        } else {
            run.refused(response.status(), now);
        }
        desk.done();
        registering.remove(desk);
    }

    private void request(SipHead request) {
        DeskCall call = calls.get(request.callId());
        long now = clock.nanos();
        switch (request.method()) {
            case "INVITE" -> invited(request, call, now);
            case "ACK" -> {
                if (call != null) {
                    call.acknowledged();
                }
            }
            case "CANCEL" -> {
                send(request.ok());
                if (call != null && !call.answered()) {
                    send(call.cancelled());
                    end(request.callId(), call);
                }
            }
            case "BYE" -> {
                send(request.ok());
                if (call != null) {
                    end(request.callId(), call);
                }
            }
            default -> send(request.ok());
        }
    }

    private void invited(SipHead invite, @Nullable DeskCall known, long now) {
        if (known != null) {
            send(known.resend(now));
            return;
        }
        DeskCall call = new DeskCall(invite, seats++, self);
        calls.put(invite.callId(), call);
        lastRungNanos = now;
        rung++;
        send(call.ringing());
        if (answers) {
            answer(call, now);
        }
    }

    private void answer(DeskCall call, long now) {
        MediaLeg leg = media.join(call.seat, call.audioPort(), call.seat * 104_729 + 1, true);
        send(call.answer(media.portOf(call.seat), leg, now));
    }

    private void end(String callId, DeskCall call) {
        MediaLeg leg = call.leg();
        if (leg != null) {
            media.leave(call.seat, leg);
        }
        calls.remove(callId);
        over++;
    }

    private void send(String message) {
        sending.clear();
        sending.put(message.getBytes(StandardCharsets.ISO_8859_1)).flip();
        try {
            channel.write(sending);
        } catch (PortUnreachableException e) {
            return; // the run shows it as unanswered
        } catch (IOException e) {
            throw new UncheckedIOException("the telephones cannot send", e);
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
        channel.close();
    }
}
