package org.voicesecretary.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.MessageCheck;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.Replaces;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Binding;
import org.voicesecretary.sip.registration.ClientRegistration;
import org.voicesecretary.sip.registration.ClientRegistrationConfig;
import org.voicesecretary.sip.registration.RegistrationListener;
import org.voicesecretary.sip.registration.RegistrationState;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.time.WheelTimers;
import org.voicesecretary.sip.transaction.TransactionLayer;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.sip.transport.SipCounters;
import org.voicesecretary.sip.transport.TransportLayer;

/**
 * A SIP user agent: takes calls and makes them.
 *
 * <pre>{@code
 * try (var ua = UserAgent.start(UserAgentConfig.listening("udp:0.0.0.0:5060").build(), invite -> {
 *     invite.ring();
 *     var dialog = invite.answer(sdp);
 *     ...
 *     dialog.bye();
 * })) { ... }
 * }</pre>
 */
public final class UserAgent implements AutoCloseable {

    private static final Duration STALLED = Duration.ofSeconds(5);

    private final Agent agent;
    private final Inbox inbox;
    private final TransportLayer transport;
    private final SipCounters counters;
    private final AutoCloseable timers;

    private UserAgent(Agent agent, Inbox inbox, TransportLayer transport, SipCounters counters, AutoCloseable timers) {
        this.agent = agent;
        this.inbox = inbox;
        this.transport = transport;
        this.counters = counters;
        this.timers = timers;
    }

    /**
     * Opens the listening points and takes calls.
     *
     * @throws IOException with a sentence for the operator when one cannot be opened
     */
    public static UserAgent start(UserAgentConfig config, InviteHandler handler) throws IOException {
        var counters = new SipCounters();
        Timers timers;
        AutoCloseable closing;
        if (config.timers().isPresent()) {
            timers = config.timers().get();
            closing = () -> {};
        } else {
            var wheel =
                    new WheelTimers(task -> Thread.ofVirtual().name("sip-timer").start(task));
            timers = wheel;
            closing = wheel;
        }
        var inbox = new Inbox(config, handler, counters);
        var transactions = new TransactionLayer(
                timers, config.timerValues(), counters, new MessageCheck(config.capabilities()), inbox);
        try {
            var transport = new TransportLayer(
                    config.listen(),
                    config.publicAddress(),
                    config.tls(),
                    config.transportLimits(),
                    timers,
                    counters,
                    config.filter(),
                    config.tap(),
                    transactions);
            transactions.connect(transport);
            var agent = new Agent(config, timers, counters, transactions, transport);
            inbox.connect(agent);
            transport.start();
            return new UserAgent(agent, inbox, transport, counters, closing);
        } catch (IOException e) {
            closeQuietly(closing);
            throw e;
        }
    }

    /** What is open, with the real ports. */
    public List<ListeningPoint> listeningPoints() {
        return transport.listeningPoints();
    }

    /**
     * Calls {@code target}. Returns at once; {@link OutboundInvite#await} waits, and the listener hears what happens.
     *
     * @param offer our session description; empty: the peer makes the offer, and {@link CallListener#onOffer} answers it
     */
    public OutboundInvite invite(SipUri target, byte[] offer, InviteOptions options, CallListener listener) {
        return invite(Destination.of(target, options), offer, options, listener);
    }

    /**
     * Calls a registered device: by its Path, or back by the connection it registered by. When that is closed and there is no other
     * way, the outcome is {@link InviteOutcome.Unreachable} at once (430 of RFC 5626).
     *
     * @param options their route is not followed; {@link InviteOptions#withTo} says who is called, where it is not the Contact
     */
    public OutboundInvite invite(Binding device, byte[] offer, InviteOptions options, CallListener listener) {
        return invite(Destination.of(agent, device), offer, options, listener);
    }

    private OutboundInvite invite(Destination to, byte[] offer, InviteOptions options, CallListener listener) {
        var invite = new OutboundInvite(agent, new InviteDraft(agent, to, offer, options), listener);
        invite.start();
        return invite;
    }

    /** Sends a request outside of calls (OPTIONS, MESSAGE, REGISTER …) and waits for its answer. */
    public RequestOutcome request(
            Method method,
            SipUri target,
            InviteOptions options,
            List<RequestReply.HeaderField> headers,
            @Nullable String contentType,
            byte[] body)
            throws InterruptedException {
        return new LoneRequest(agent, method, Destination.of(target, options), options, headers, contentType, body)
                .await();
    }

    /** Sends a request outside of calls to a registered device, by the way an {@link #invite(Binding, byte[], InviteOptions, CallListener)} takes. */
    public RequestOutcome request(
            Method method,
            Binding device,
            InviteOptions options,
            List<RequestReply.HeaderField> headers,
            @Nullable String contentType,
            byte[] body)
            throws InterruptedException {
        return new LoneRequest(agent, method, Destination.of(agent, device), options, headers, contentType, body)
                .await();
    }

    /**
     * Tells a device something it has not subscribed to, as phones take it for {@link MessageSummary}. Waits for its answer.
     *
     * @param event the event package
     */
    public RequestOutcome notify(Binding device, InviteOptions options, String event, Notification state)
            throws InterruptedException {
        return request(Method.NOTIFY, device, options, unsolicited(event), state.contentType(), state.body());
    }

    /** As {@link #notify(Binding, InviteOptions, String, Notification)}, to an address. */
    public RequestOutcome notify(SipUri target, InviteOptions options, String event, Notification state)
            throws InterruptedException {
        return request(Method.NOTIFY, target, options, unsolicited(event), state.contentType(), state.body());
    }

    private static List<RequestReply.HeaderField> unsolicited(String event) {
        return List.of(
                new RequestReply.HeaderField(HeaderName.EVENT, event),
                // There is no subscription, and so none that goes on.
                new RequestReply.HeaderField(HeaderName.SUBSCRIPTION_STATE, "terminated;reason=noresource"));
    }

    /**
     * Registers with a provider and keeps it so, until {@link ClientRegistration#close}. Returns at once.
     *
     * @param listener hears how it fares, {@link RegistrationState.Registering} first
     */
    public ClientRegistration register(ClientRegistrationConfig config, RegistrationListener listener) {
        var exchange = new RegisterExchange(agent, config);
        var whole = new AtomicReference<@Nullable ClientRegistration>();
        var registration = new ClientRegistration(
                config, exchange, agent.timers(), agent.config().random(), state -> {
                    ClientRegistration ended = whole.get();
                    if (state instanceof RegistrationState.Unregistered && ended != null) {
                        agent.registrations().remove(ended);
                    }
                    listener.onState(state);
                });
        whole.set(registration);
        agent.registrations().add(registration);
        registration.start();
        return registration;
    }

    /**
     * Where requests to a URI go (RFC 3263), the first choice first. May ask the DNS, and wait for it.
     *
     * @throws IOException where nobody knows the host
     */
    public List<InetAddress> addresses(SipUri uri) throws IOException {
        return agent.resolve(uri).stream()
                .map(hop -> hop.address().getAddress())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The call of ours that a Replaces names (RFC 3891), as somebody says it to us: in an INVITE, or in the target of a REFER. */
    public Optional<Dialog> dialog(Replaces replaces) {
        return Optional.ofNullable(agent.dialog(replaces));
    }

    /** Calls that ring or stand. */
    public int calls() {
        return agent.calls();
    }

    /**
     * What keeps this user agent from working, as sentences: threads that have ended or hang, timers that stand still. Empty as
     * long as all is well.
     */
    public List<String> stalled() {
        var complaints = new ArrayList<String>();
        transport.stalled(STALLED.toNanos(), complaints::add);
        if (timers instanceof WheelTimers wheel && wheel.behindNanos() > STALLED.toNanos()) {
            complaints.add("timers have stood still for "
                    + Duration.ofNanos(wheel.behindNanos()).toSeconds() + " s");
        }
        return complaints;
    }

    /** Transactions of the peers' requests that live or linger (for 32 s after their answer). */
    public int serverTransactions() {
        return agent.transactions().serverTransactions();
    }

    public SipCounters.Snapshot counters() {
        return counters.snapshot();
    }

    /** Takes no new calls from now on (503 with Retry-After); those that go on are not touched. */
    public void drain() {
        inbox.drain();
    }

    /**
     * Waits until no call is left; {@link #drain} first, or new ones keep coming.
     *
     * @return false when the time passed first
     */
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        long deadline = agent.timers().nanoTime() + timeout.toNanos();
        while (agent.calls() > 0) {
            if (agent.timers().nanoTime() - deadline >= 0) {
                return false;
            }
            Waiting.pause(agent.timers(), Duration.ofMillis(20));
        }
        return true;
    }

    /** Says goodbye to providers, hangs up all calls without waiting for the peers to agree, and closes all sockets. */
    @Override
    public void close() {
        inbox.drain();
        goodbye();
        agent.allSubscriptions().forEach(subscription -> subscription.end("deactivated"));
        agent.allDialogs().forEach(Dialog::bye);
        agent.calling().forEach(OutboundInvite::abandon);
        transport.close();
        agent.transactions().close();
        closeQuietly(timers);
    }

    /** All providers at once: each may take some seconds to answer. */
    private void goodbye() {
        List<Thread> closing = agent.registrations().stream()
                .map(registration -> Thread.ofVirtual().start(registration::close))
                .toList();
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(UserAgent.class).debug("closing: {}", e.toString());
        }
    }
}
