package org.voicesecretary.pbx.voicemail;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.pbx.registrar.Devices;
import org.voicesecretary.sip.InboundSubscribe;
import org.voicesecretary.sip.MessageSummary;
import org.voicesecretary.sip.RequestAuthenticator;
import org.voicesecretary.sip.RequestReply;
import org.voicesecretary.sip.SubscribeHandler;
import org.voicesecretary.sip.Subscription;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Binding;
import org.voicesecretary.sip.transport.Flow;

/**
 * The lamps of telephones (RFC 3842): those that subscribe to their messages are told of every change, those that have only registered are
 * told unasked, as most take it.
 */
public final class MessageLights implements SubscribeHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MessageLights.class);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** How a telephone is told unasked; waits for its answer. */
    @FunctionalInterface
    public interface Way {
        void tell(Binding telephone, MessageSummary messages) throws InterruptedException;
    }

    /** Whose request it is, by the password. */
    @FunctionalInterface
    public interface Gate {
        RequestAuthenticator.Result check(SipRequest request, Flow source);
    }

    private record Subscriber(Subscription subscription, InetSocketAddress from) {}

    private final MessageStore store;
    private final Devices devices;
    private final Gate gate;
    private final Way way;
    /** By login, for as long as somebody is subscribed. */
    private final ConcurrentMap<String, List<Subscriber>> subscribers = new ConcurrentHashMap<>();
    /** By login, what subscribers are told: SIP asks on threads that must not wait for the disk. */
    private final ConcurrentMap<String, MessageSummary> known = new ConcurrentHashMap<>();

    private final ExecutorService work = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("message-lights").factory());

    private MessageLights(MessageStore store, Devices devices, Gate gate, Way way) {
        this.store = store;
        this.devices = devices;
        this.gate = gate;
        this.way = way;
    }

    /** Lights from now on. */
    public static MessageLights start(MessageStore store, Devices devices, Gate gate, Way way) {
        var lights = new MessageLights(store, devices, gate, way);
        store.onChange(lights::changed);
        return lights;
    }

    private void changed(long pbxId, String extension) {
        try {
            work.execute(() -> update(pbxId, extension));
        } catch (RejectedExecutionException e) {
            LOG.debug("the server stops: no lamp is switched for {}", extension);
        }
    }

    private void update(long pbxId, String extension) {
        try {
            String login = pbxId + "-" + extension;
            MessageSummary now = count(pbxId, extension);
            known.put(login, now);
            List<Subscriber> asked = subscribers.getOrDefault(login, List.of());
            asked.forEach(one -> one.subscription().changed());
            for (Binding telephone : devices.of(login)) {
                InetSocketAddress there = telephone.source().address();
                if (asked.stream().noneMatch(one -> one.from().equals(there))) {
                    Thread.ofVirtual().name("message-light-" + login).start(() -> tell(telephone, now));
                }
            }
        } catch (RuntimeException e) {
            LOG.error("the lamps of {} cannot be switched", extension, e);
        }
    }

    private void tell(Binding telephone, MessageSummary now) {
        try {
            way.tell(telephone, now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("{} was not told of its messages: {}", telephone.addressOfRecord(), e.toString());
        }
    }

    private MessageSummary count(long pbxId, String extension) {
        List<VoicemailMessage> messages = store.of(pbxId, extension);
        int heard = (int) messages.stream().filter(VoicemailMessage::heard).count();
        return MessageSummary.of("", messages.size() - heard, heard);
    }

    @Override
    public void onSubscribe(InboundSubscribe subscribe) {
        if (!subscribe.event().type().equals(MessageSummary.EVENT)) {
            subscribe.rejectEvent(MessageSummary.EVENT);
            return;
        }
        switch (gate.check(subscribe.request(), subscribe.source())) {
            case RequestAuthenticator.Result.Unknown(RequestReply reply) -> subscribe.reject(reply);
            case RequestAuthenticator.Result.Wrong(String _, RequestReply reply) -> subscribe.reject(reply);
            case RequestAuthenticator.Result.Known(String login) -> accept(login, subscribe);
        }
    }

    private void accept(String login, InboundSubscribe subscribe) {
        int dash = login.indexOf('-');
        boolean own = subscribe.request().to().uri() instanceof SipUri to && login.equals(to.user());
        if (!own || dash < 0) {
            subscribe.reject(RequestReply.of(403, "Forbidden"));
            return;
        }
        known.put(login, count(Long.parseLong(login.substring(0, dash)), login.substring(dash + 1)));
        List<Subscriber> all = subscribers.computeIfAbsent(login, any -> new CopyOnWriteArrayList<>());
        all.removeIf(one -> !one.subscription().isOpen());
        Optional<Subscription> accepted = subscribe.accept(
                LONGEST,
                () -> known.getOrDefault(login, MessageSummary.of("", 0, 0)).notification(),
                () -> all.removeIf(one -> !one.subscription().isOpen()));
        accepted.filter(Subscription::isOpen)
                .ifPresent(subscription ->
                        all.add(new Subscriber(subscription, subscribe.source().remote())));
    }

    @Override
    public void close() {
        store.onChange((pbxId, extension) -> {});
        work.shutdownNow();
    }
}
