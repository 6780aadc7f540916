package org.voicesecretary.sip;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.dialog.DialogId;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.Replaces;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.message.Uri;
import org.voicesecretary.sip.message.Via;
import org.voicesecretary.sip.registration.ClientRegistration;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transaction.TransactionKey;
import org.voicesecretary.sip.transaction.TransactionLayer;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.Hop;
import org.voicesecretary.sip.transport.HostPort;
import org.voicesecretary.sip.transport.SipCounters;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.sip.transport.TransportLayer;

/** What all calls of one user agent share. */
final class Agent {

    private static final int TOKEN_BYTES = 10;

    private final UserAgentConfig config;
    private final Timers timers;
    private final SipCounters counters;
    private final TransactionLayer transactions;
    private final TransportLayer transport;
    private final TargetResolver resolver;

    private final ConcurrentMap<DialogId, Dialog> dialogs = new ConcurrentHashMap<>();
    private final ConcurrentMap<DialogId, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final ConcurrentMap<TransactionKey, Consumer<SipRequest>> cancellable = new ConcurrentHashMap<>();
    private final AtomicInteger pendingInvites = new AtomicInteger();
    private final Set<OutboundInvite> calling = ConcurrentHashMap.newKeySet();
    private final Set<ClientRegistration> registrations = ConcurrentHashMap.newKeySet();

    Agent(
            UserAgentConfig config,
            Timers timers,
            SipCounters counters,
            TransactionLayer transactions,
            TransportLayer transport) {
        this.config = config;
        this.timers = timers;
        this.counters = counters;
        this.transactions = transactions;
        this.transport = transport;
        this.resolver =
                config.resolver().orElseGet(() -> new LocatingResolver(transport.listeningPoints(), config.random()));
    }

    UserAgentConfig config() {
        return config;
    }

    Timers timers() {
        return timers;
    }

    SipCounters counters() {
        return counters;
    }

    TransactionLayer transactions() {
        return transactions;
    }

    TransportLayer transport() {
        return transport;
    }

    AtomicInteger pendingInvites() {
        return pendingInvites;
    }

    void execute(Runnable task) {
        Thread.ofVirtual().name("sip").start(task);
    }

    // ---- dialogs

    void remember(Dialog dialog) {
        dialogs.put(dialog.id(), dialog);
    }

    void forget(Dialog dialog) {
        dialogs.remove(dialog.id(), dialog);
    }

    @Nullable
    Dialog dialog(DialogId id) {
        return dialogs.get(id);
    }

    /** RFC 3891 §3: the call whose place somebody wants to take. */
    @Nullable
    Dialog dialog(Replaces replaces) {
        return dialogs.get(new DialogId(replaces.callId(), tag(replaces.toTag()), tag(replaces.fromTag())));
    }

    private static String tag(String tag) {
        return tag.equals("0") ? "" : tag;
    }

    int calls() {
        return dialogs.size();
    }

    List<Dialog> allDialogs() {
        return List.copyOf(dialogs.values());
    }

    void remember(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
    }

    void forget(Subscription subscription) {
        subscriptions.remove(subscription.id(), subscription);
    }

    @Nullable
    Subscription subscription(DialogId id) {
        return subscriptions.get(id);
    }

    List<Subscription> allSubscriptions() {
        return List.copyOf(subscriptions.values());
    }

    int subscriptions() {
        return subscriptions.size();
    }

    /** Our INVITEs without an outcome. */
    Set<OutboundInvite> calling() {
        return calling;
    }

    /** What we have with providers. */
    Set<ClientRegistration> registrations() {
        return registrations;
    }

    /** An INVITE that may be cancelled until {@link #notCancellable}. */
    void cancellable(TransactionKey invite, Consumer<SipRequest> onCancel) {
        cancellable.put(invite, onCancel);
    }

    void notCancellable(TransactionKey invite) {
        cancellable.remove(invite);
    }

    @Nullable
    Consumer<SipRequest> cancelled(TransactionKey invite) {
        return cancellable.get(invite);
    }

    // ---- what every message needs

    /** 80 random bits as text: for tags, branches and Call-IDs. */
    String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        config.random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A start for CSeq or RSeq numbers: small, so that they never overflow 2³¹. */
    long firstNumber() {
        return config.random().nextInt(1, 1 << 16);
    }

    /** Our address for the peer behind {@code flow}, as the URI of a Contact. */
    SipUri contact(Flow flow) {
        HostPort self = transport.advertised(flow);
        var uri = "sip:" + self
                + (flow.transport() == Transport.UDP
                        ? ""
                        : ";transport=" + flow.transport().parameter());
        try {
            return SipUri.parse(uri);
        } catch (SipParseException e) {
            throw new IllegalStateException("our own address " + self + " is no SIP host: check sip.public-address", e);
        }
    }

    /**
     * As {@link #contact(Flow)}.
     *
     * @param secure for a peer that was, or asked for us, by a sips URI ours is one, too (RFC 3261 §8.1.1.8)
     * @param user null: none
     */
    SipUri contact(Flow flow, boolean secure, @Nullable String user) {
        SipUri plain = contact(flow);
        Params params = secure ? plain.params().without("transport") : plain.params();
        return new SipUri(secure, user, null, plain.host(), plain.port(), params, Map.of());
    }

    static boolean isSecure(Uri uri) {
        return uri instanceof SipUri sip && sip.secure();
    }

    /** The request with our Via on top: a fresh branch, and rport (RFC 3581 §3). */
    SipRequest withVia(SipRequest request, Flow flow) {
        HostPort self = transport.advertised(flow);
        String host = self.host().startsWith("[")
                ? self.host().substring(1, self.host().length() - 1)
                : self.host();
        Params params = Params.of("branch", Via.MAGIC_COOKIE + token()).with("rport", null);
        Via via = new Via(flow.transport().name(), host, self.port(), params);
        return request.withHeaders(request.headers().toBuilder()
                .prepend(HeaderName.VIA, via.text())
                .build());
    }

    /** A response without body, with our Server header and the given ones. */
    SipResponse response(
            SipRequest request,
            int status,
            String reason,
            @Nullable String toTag,
            List<RequestReply.HeaderField> extra) {
        SipResponse bare = SipResponse.answering(request, status, reason, toTag);
        Headers.Builder headers = bare.headers().toBuilder();
        for (RequestReply.HeaderField field : extra) {
            headers.add(field.name(), field.value());
        }
        if (status == 405 && !headers.has(HeaderName.ALLOW)) {
            headers.add(HeaderName.ALLOW, config.capabilities().allow());
        }
        if (status > 100) {
            config.introduce(headers, HeaderName.SERVER);
        }
        return bare.withHeaders(headers.build());
    }

    /** The answer to OPTIONS (RFC 3261 §11.2). */
    RequestReply abilities() {
        return RequestReply.of(
                200,
                "OK",
                new RequestReply.HeaderField(
                        HeaderName.ALLOW, config.capabilities().allow()),
                new RequestReply.HeaderField(
                        HeaderName.ACCEPT, config.capabilities().acceptOfAll()),
                new RequestReply.HeaderField(
                        HeaderName.SUPPORTED, config.capabilities().supported()));
    }

    SipResponse response(SipRequest request, int status, String reason, @Nullable String toTag) {
        return response(request, status, reason, toTag, List.of());
    }

    SipResponse response(SipRequest request, RequestReply reply, @Nullable String toTag) {
        SipResponse response = response(request, reply.status(), reply.reason(), toTag, reply.headers());
        return reply.contentType() == null ? response : response.withBody(reply.contentType(), reply.body());
    }

    // ---- ways

    /** Whether {@link #resolve} answers without asking anybody. */
    static boolean resolvesAtOnce(SipUri uri) {
        return uri.host().isNumeric();
    }

    List<Hop> resolve(SipUri uri) throws IOException {
        List<Hop> hops = resolver.resolve(uri);
        if (hops.isEmpty()) {
            throw new IOException("no address is known for " + uri);
        }
        return hops;
    }
}
