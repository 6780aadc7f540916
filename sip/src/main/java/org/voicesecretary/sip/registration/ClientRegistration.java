package org.voicesecretary.sip.registration;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.Transport;

/**
 * Keeps us registered with a provider (RFC 3261 §10.2): refreshes in time, tries again after failures with growing pauses (RFC 5626
 * §4.5) or when the provider says, at once when its connection is lost, and says goodbye when closed.
 */
public final class ClientRegistration implements AutoCloseable {

    /** Sends REGISTERs of one registration: always the same Call-ID, and with credentials. */
    public interface Exchange {

        /** Sends one; {@code done} is told once, on any thread. */
        void register(long seconds, Consumer<Result> done);
    }

    /** What came of one REGISTER. */
    public sealed interface Result {

        /**
         * @param contact of ours in the request
         * @param flow the way it went
         */
        record Accepted(SipResponse response, SipUri contact, Flow flow) implements Result {}

        record Refused(SipResponse response) implements Result {}

        record NoAnswer(String why) implements Result {}
    }

    private static final byte[] PING = "\r\n\r\n".getBytes(US_ASCII);
    private static final long LONG_REGISTRATION_SECONDS = 1200;
    private static final long GOODBYE_SECONDS = 3;

    private final ClientRegistrationConfig config;
    private final Exchange exchange;
    private final Timers timers;
    private final RandomGenerator random;
    private final RegistrationListener listener;
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    private RegistrationState state = new RegistrationState.Unregistered();
    private long expires;
    private int failures;
    private boolean known;
    private boolean inFlight;
    private boolean closing;
    private boolean goodbye;
    private @Nullable Flow flow;
    private Timers.@Nullable Timer next;
    private Timers.@Nullable Timer ping;

    /** {@link #start} begins. */
    public ClientRegistration(
            ClientRegistrationConfig config,
            Exchange exchange,
            Timers timers,
            RandomGenerator random,
            RegistrationListener listener) {
        this.config = config;
        this.exchange = exchange;
        this.timers = timers;
        this.random = random;
        this.listener = listener;
        this.expires = config.expires().toSeconds();
    }

    public synchronized void start() {
        become(new RegistrationState.Registering());
        send();
    }

    public synchronized RegistrationState state() {
        return state;
    }

    /** Tries now, whatever pause is on: the network is back, or the password was corrected. */
    public synchronized void retryNow() {
        if (!closing && !inFlight) {
            failures = 0;
            send();
        }
    }

    private void become(RegistrationState now) {
        state = now;
        listener.onState(now);
    }

    private synchronized void send() {
        if (closing || inFlight) {
            return;
        }
        cancelTimers();
        inFlight = true;
        exchange.register(expires, this::onResult);
    }

    private synchronized void onResult(Result result) {
        inFlight = false;
        if (goodbye) {
            finish();
            return;
        }
        switch (result) {
            case Result.Accepted accepted -> onAccepted(accepted);
            case Result.Refused(SipResponse response) -> onRefused(response);
            case Result.NoAnswer(String why) -> fail(OptionalInt.empty(), why, Duration.ZERO);
        }
        if (closing) {
            sayGoodbye();
        }
    }

    private void onAccepted(Result.Accepted accepted) {
        failures = 0;
        known = true;
        flow = accepted.flow();
        long granted = Math.max(1, granted(accepted));
        become(new RegistrationState.Registered(Duration.ofSeconds(granted)));
        if (!closing) {
            next = timers.schedule(refreshAfter(granted), this::send);
            keepAlive(accepted.flow());
        }
    }

    /** RFC 3261 §10.2.4: what our Contact says in the answer, which may list others. */
    private long granted(Result.Accepted accepted) {
        SipResponse response = accepted.response();
        NameAddr own = null;
        for (NameAddr contact : response.contacts()) {
            if (contact.uri().equivalent(accepted.contact())
                    || response.contacts().size() == 1) {
                own = contact;
            }
        }
        String value = own == null ? null : own.params().value("expires");
        if (value != null && value.matches("\\d{1,9}")) {
            return Long.parseLong(value);
        }
        return response.expires().orElse(expires);
    }

    /** In time for a second and a third try, and not with all others at once. */
    private Duration refreshAfter(long granted) {
        if (granted > LONG_REGISTRATION_SECONDS) {
            return Duration.ofSeconds(granted - LONG_REGISTRATION_SECONDS / 2 - random.nextInt(60));
        }
        return Duration.ofMillis(granted * (750 + random.nextInt(100)));
    }

    private void onRefused(SipResponse response) {
        String least = response.headers().first(HeaderName.MIN_EXPIRES);
        long minimum = least != null && least.matches("\\d{1,9}") ? Long.parseLong(least) : 0;
        if (response.status() == 423 && minimum > expires && !closing) {
            // RFC 3261 §10.2.8
            expires = minimum;
            send();
            return;
        }
        Duration wanted = response.retryAfter()
                .map(after -> Duration.ofSeconds(after.seconds()))
                .orElse(Duration.ZERO);
        fail(OptionalInt.of(response.status()), response.status() + " " + response.reason(), wanted);
    }

    private void fail(OptionalInt status, String why, Duration wanted) {
        Duration pause = config.longestRetry();
        if (failures < 16) {
            Duration doubled = config.firstRetry().multipliedBy(1L << failures);
            pause = doubled.compareTo(pause) < 0 ? doubled : pause;
        }
        failures++;
        // RFC 5626 §4.5: half of it to all of it, by chance.
        Duration chosen = pause.dividedBy(2).plusMillis(random.nextLong(pause.toMillis() / 2 + 1));
        Duration retryIn = wanted.compareTo(chosen) > 0 ? wanted : chosen;
        become(new RegistrationState.Failed(status, why, retryIn));
        if (!closing) {
            next = timers.schedule(retryIn, this::send);
        }
    }

    private void keepAlive(Flow by) {
        boolean wanted = by.transport() == Transport.UDP && !config.keepAlive().isZero();
        ping = wanted ? timers.schedule(config.keepAlive(), () -> ping(by)) : null;
    }

    private synchronized void ping(Flow by) {
        if (by.equals(flow) && !closing) {
            by.send(PING, e -> {});
            keepAlive(by);
        }
    }

    /** A connection is closed: when it was ours, the provider cannot reach us any more. */
    public synchronized void onFlowClosed(Flow lost) {
        if (lost.equals(flow) && !closing) {
            flow = null;
            cancelTimers();
            fail(OptionalInt.empty(), "connection " + lost + " was closed", Duration.ZERO);
        }
    }

    /** Tells the provider that we are gone, and waits some seconds for it to agree. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closing) {
                closing = true;
                cancelTimers();
                if (!inFlight) {
                    sayGoodbye();
                }
            }
        }
        closed.completeOnTimeout(false, GOODBYE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void sayGoodbye() {
        if (known) {
            goodbye = true;
            exchange.register(0, this::onResult);
        } else {
            finish();
        }
    }

    private void finish() {
        if (!(state instanceof RegistrationState.Unregistered)) {
            become(new RegistrationState.Unregistered());
        }
        closed.complete(true);
    }

    private void cancelTimers() {
        if (next != null) {
            next.cancel();
            next = null;
        }
        if (ping != null) {
            ping.cancel();
            ping = null;
        }
    }
}
