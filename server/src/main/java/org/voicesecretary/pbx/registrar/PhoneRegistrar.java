package org.voicesecretary.pbx.registrar;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.observe.SparseLog;
import org.voicesecretary.pbx.registrar.RegistrationCounts.Outcome;
import org.voicesecretary.pbx.registrar.Subscribers.Subscriber;
import org.voicesecretary.sip.RequestAuthenticator;
import org.voicesecretary.sip.RequestHandler;
import org.voicesecretary.sip.RequestReply;
import org.voicesecretary.sip.auth.DecoyAlgorithms;
import org.voicesecretary.sip.auth.DigestAlgorithm;
import org.voicesecretary.sip.auth.DigestChallenger;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Binding;
import org.voicesecretary.sip.registration.BindingChange;
import org.voicesecretary.sip.registration.BindingStore;
import org.voicesecretary.sip.registration.Registrar;
import org.voicesecretary.sip.registration.RegistrarPolicy;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;

/**
 * Where the telephones of all extensions are: lets those register that know their password, keeps that in memory and in the database, and
 * knows their calls by the same password.
 */
public final class PhoneRegistrar implements RequestHandler, Devices {
    private static final Logger LOG = LoggerFactory.getLogger(PhoneRegistrar.class);
    /** Part of what passwords are hashed with: changing it would lock out telephones that keep only the hash. */
    private static final String REALM = "voice-secretary";

    private static final Duration NONCE_LIFE = Duration.ofMinutes(5);

    /** @param random a secure source: nonces come from it */
    public record Surroundings(InstantSource clock, Timers timers, RandomGenerator random) {}

    private final Subscribers subscribers;
    private final DeviceAddresses addresses;
    private final WrongPasswords wrong;
    private final Surroundings around;
    private final StoredBindings stored;
    private final BindingStore store;
    private final RequestAuthenticator registering;
    private final RequestAuthenticator calling;
    private final RegistrationCounts counts = new RegistrationCounts();
    private final SparseLog log;
    private final SparseLog refused;
    /** As they were when they registered; a telephone whose password changes meanwhile has to register again. */
    private final ConcurrentMap<String, Subscriber> registered = new ConcurrentHashMap<>();

    private PhoneRegistrar(
            Subscribers subscribers,
            DeviceAddresses addresses,
            WrongPasswords wrong,
            StoredBindings stored,
            Surroundings around) {
        this.subscribers = subscribers;
        this.addresses = addresses;
        this.wrong = wrong;
        this.stored = stored;
        this.around = around;
        this.log = new SparseLog(20, Duration.ofSeconds(1), around.timers::nanoTime, LOG::info);
        this.refused = new SparseLog(5, Duration.ofSeconds(1), around.timers::nanoTime, LOG::warn);
        this.store = new BindingStore(around.clock, around.timers, this::changed);
        var secrets = new Passwords(stored.seed(around.random));
        this.registering = new RequestAuthenticator(challenger(false), secrets);
        this.calling = new RequestAuthenticator(challenger(true), secrets);
    }

    /** With the telephones that were registered before a restart. */
    public static PhoneRegistrar open(
            Subscribers subscribers,
            DeviceAddresses addresses,
            WrongPasswords wrong,
            Database database,
            GroupCommitWriter writer,
            Surroundings around) {
        var registrar = new PhoneRegistrar(subscribers, addresses, wrong, new StoredBindings(database, writer), around);
        registrar.restore();
        return registrar;
    }

    private void restore() {
        List<Binding> there = stored.restore(store);
        there.forEach(addresses::add);
        for (String login : store.addressesOfRecord()) {
            subscribers.of(login).ifPresent(subscriber -> registered.put(login, subscriber));
        }
        subscribersChanged();
        if (!there.isEmpty()) {
            LOG.info("{} telephones are registered from before the restart", store.size());
        }
    }

    private DigestChallenger challenger(boolean call) {
        return new DigestChallenger(REALM, call, List.of(DigestAlgorithm.MD5), NONCE_LIFE, around.clock, around.random);
    }

    /** Where telephones get what their passwords are checked against. */
    private final class Passwords implements DigestChallenger.Secrets {
        private final byte[] seed;

        Passwords(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public Optional<String> password(String username, String realm) {
            return subscribers.of(username).map(known -> known.password().value());
        }

        @Override
        public List<DigestAlgorithm> algorithms(String username, String realm) {
            List<DigestAlgorithm> decoy = new DecoyAlgorithms(seed, subscribers.digests()).of(username);
            return subscribers
                    .of(username)
                    .map(known -> List.of(known.digest()))
                    .orElse(decoy);
        }
    }

    // ---- REGISTER

    @Override
    public RequestReply onRequest(SipRequest request, Flow source) throws InterruptedException {
        if (!request.method().equals(Method.REGISTER)) {
            return RequestHandler.NONE.onRequest(request, source);
        }
        return switch (authenticated(registering, request, source)) {
            case RequestAuthenticator.Result.Unknown(RequestReply reply) -> reply;
            case RequestAuthenticator.Result.Wrong(String _, RequestReply reply) -> reply;
            case RequestAuthenticator.Result.Known(String login) -> register(login, request, source);
        };
    }

    private RequestReply register(String login, SipRequest request, Flow source) {
        Optional<Subscriber> subscriber = subscribers.of(login);
        boolean own = request.to().uri() instanceof SipUri to && login.equals(to.user());
        if (subscriber.isEmpty() || !own) {
            return refuse(
                    login,
                    source,
                    403,
                    "Forbidden",
                    "it wants to register " + request.to().uri().text());
        }
        registered.put(login, subscriber.get());
        var registrar = new Registrar(policy(subscriber.get()), store, around.clock);
        Registrar.Answer answer = registrar.register(login, request, source);
        if (answer.status() == 200) {
            counts.add(Outcome.ACCEPTED);
            return RequestReply.of(answer.status(), answer.reason(), answer.headers());
        }
        RequestReply refusal = refuse(login, source, answer.status(), answer.reason(), answer.reason());
        return RequestReply.of(refusal.status(), refusal.reason(), answer.headers());
    }

    private static RegistrarPolicy policy(Subscriber subscriber) {
        RegistrarPolicy usual = RegistrarPolicy.DEFAULT;
        return new RegistrarPolicy(
                usual.minimum(), usual.maximum(), usual.usual(), subscriber.devices(), usual.flowTimer());
    }

    private RequestReply refuse(String login, Flow source, int status, String reason, String why) {
        counts.add(Outcome.REFUSED);
        refused.add("a telephone of " + login + " at "
                + source.remote().getAddress().getHostAddress() + " was refused with " + status + ": " + why);
        return RequestReply.of(status, reason);
    }

    @Override
    public void onFlowClosed(Flow flow) {
        store.onFlowClosed(flow);
    }

    // ---- calls

    /** Whether a call says it is of a telephone that is registered where it comes from. */
    public boolean isOfTelephone(SipRequest invite, InetAddress source) {
        return invite.from().uri() instanceof SipUri from
                && from.user() != null
                && of(from.user()).stream().anyMatch(binding -> source.equals(DeviceAddresses.sourceOf(binding)));
    }

    /** Who calls, by the password; what the header fields say plays no part. */
    public RequestAuthenticator.Result caller(SipRequest invite, Flow source) {
        return authenticated(calling, invite, source);
    }

    /** Whose telephone wants something outside of calls, by the password. */
    public RequestAuthenticator.Result telephone(SipRequest request, Flow source) {
        return authenticated(registering, request, source);
    }

    private RequestAuthenticator.Result authenticated(
            RequestAuthenticator authenticator, SipRequest request, Flow source) {
        RequestAuthenticator.Result result = authenticator.check(request);
        if (result instanceof RequestAuthenticator.Result.Wrong(var username, var _)) {
            InetAddress address = source.remote().getAddress();
            counts.add(Outcome.WRONG_PASSWORD);
            refused.add(
                    address.getHostAddress() + " gave a wrong password, or a login that does not exist: " + username);
            wrong.tried(address, username);
        }
        return result;
    }

    // ---- who is where

    @Override
    public List<Binding> of(String login) {
        return store.of(login);
    }

    /** Telephones in all. */
    public int size() {
        return store.size();
    }

    public RegistrationCounts counts() {
        return counts;
    }

    /** Accounts have changed: what is registered with a password that is none any more is forgotten. */
    public void subscribersChanged() {
        for (String login : store.addressesOfRecord()) {
            Optional<Subscriber> now = subscribers.of(login);
            Subscriber before = registered.get(login);
            if (now.isEmpty() || before == null || !now.get().password().equals(before.password())) {
                registered.remove(login);
                store.remove(login);
            }
        }
    }

    /** In the order of the changes of a login; the telephone waits meanwhile. */
    private void changed(BindingChange change) {
        stored.keep(change);
        Binding binding = change.binding();
        switch (change) {
            case BindingChange.Added(var added) -> {
                addresses.add(added);
                log.add("telephone registered for " + described(added));
            }
            case BindingChange.Refreshed(var after, var before) -> {
                addresses.add(after);
                addresses.remove(before);
                LOG.debug("telephone still there for {}", described(binding));
            }
            case BindingChange.Removed(var removed, var cause) -> {
                addresses.remove(removed);
                log.add("telephone gone for " + described(removed) + ": "
                        + switch (cause) {
                            case UNREGISTERED -> "it said goodbye, or its extension was changed";
                            case EXPIRED -> "it did not register again in time";
                            case FLOW_FAILED -> "its connection is closed";
                        });
            }
        }
    }

    private static String described(Binding binding) {
        return binding.addressOfRecord() + " at " + binding.source()
                + (binding.userAgent().isEmpty() ? "" : " (" + binding.userAgent() + ")");
    }
}
