package org.voicesecretary.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.SessionOptions;
import org.voicesecretary.media.net.PortsExhaustedException;
import org.voicesecretary.sip.InboundInvite;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.UserAgentConfig;
import org.voicesecretary.sip.auth.DigestClient;
import org.voicesecretary.sip.auth.DigestCredentials;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.ClientRegistrationConfig;
import org.voicesecretary.sip.registration.RegistrationState;
import org.voicesecretary.sip.transport.HostPort;

/**
 * A phone for tests and scripts: dials, presses keys, hears, hangs up, over real SIP and RTP.
 *
 * <pre>{@code
 * try (var phone = TestPhone.onLoopback(); var call = phone.dial("sip:442037691884@127.0.0.1:5060").answered()) {
 *     call.press("1042#");
 *     call.heard().awaitQuiet(Duration.ofSeconds(1), Duration.ofSeconds(20));
 * }
 * }</pre>
 */
public final class TestPhone implements AutoCloseable {
    private final UserAgent agent;
    private final MediaEngine media;
    private final InetAddress address;
    private final PhoneEvents events;
    private final BlockingQueue<PhoneCall> ringing = new LinkedBlockingQueue<>();

    private TestPhone(UserAgentConfig config, MediaEngine media, InetAddress address, PhoneEvents events)
            throws IOException {
        this.media = media;
        this.address = address;
        this.events = events;
        this.agent = UserAgent.start(config, this::ring);
    }

    /** On 127.0.0.1, over UDP and TCP, on free ports. */
    public static TestPhone onLoopback() {
        return at(InetAddress.getLoopbackAddress(), PhoneEvents.IGNORED);
    }

    /** At an address of this machine, over UDP and TCP, on free ports. */
    public static TestPhone at(InetAddress address, PhoneEvents events) {
        return start(config(address).build(), address, events);
    }

    /**
     * A telephone of an extension on 127.0.0.1: it registers, calls with its password, and rings. Comes back when it is registered.
     *
     * @param registrar such as {@code sip:127.0.0.1:5060}
     * @param login such as {@code 123456-101}
     */
    public static TestPhone registered(String registrar, String login, String password) throws InterruptedException {
        InetAddress address = InetAddress.getLoopbackAddress();
        DigestClient.Logins logins = realm -> Optional.of(new DigestCredentials(login, password));
        TestPhone phone = start(
                config(address)
                        .capabilities(UserAgentConfig.OFFICE)
                        .logins(logins)
                        .build(),
                address,
                PhoneEvents.IGNORED);
        var registered = new CountDownLatch(1);
        SipUri target = parse(registrar);
        var config = ClientRegistrationConfig.of(
                target, new NameAddr(null, SipUri.of(login, target.host(), -1), Params.NONE), login, logins);
        phone.agent.register(config, state -> {
            if (state instanceof RegistrationState.Registered) {
                registered.countDown();
            }
        });
        if (!registered.await(20, TimeUnit.SECONDS)) {
            phone.close();
            throw new IllegalStateException(login + " could not register at " + registrar + " within 20 s");
        }
        return phone;
    }

    private static UserAgentConfig.Builder config(InetAddress address) {
        String host = HostPort.bracketed(address);
        return UserAgentConfig.listening("udp:" + host + ":0", "tcp:" + host + ":0")
                .userAgent("VoiceSecretary-Phone");
    }

    private static TestPhone start(UserAgentConfig config, InetAddress address, PhoneEvents events) {
        try {
            return new TestPhone(config, MediaEngine.start(MediaConfig.at(address)), address, events);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the phone cannot listen at " + HostPort.bracketed(address) + ": " + e.getMessage(), e);
        }
    }

    /** Waits for the next call that comes in; it rings until {@link PhoneCall#pickUp} or {@link PhoneCall#refuse}. */
    public PhoneCall awaitCall(Duration timeout) throws InterruptedException {
        PhoneCall call = ringing.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (call == null) {
            throw new IllegalStateException("no call came within " + timeout.toSeconds() + " s");
        }
        return call;
    }

    private void ring(InboundInvite invite) {
        var heard = new HeardAudio(media.clock());
        PhoneCall call;
        try {
            call = new PhoneCall(
                    media.open(PhoneCall.mediaListener(), SessionOptions.of(media.config())), heard, events);
        } catch (PortsExhaustedException e) {
            invite.reject(500, "Server Internal Error");
            return;
        }
        call.received(invite);
        ringing.add(call);
    }

    /** Calls; the result rings until {@link PhoneCall#answered} or {@link PhoneCall#await} says more. */
    public PhoneCall dial(String uri) {
        return dial(uri, DialOptions.DEFAULTS);
    }

    /** Calls in a certain way. */
    public PhoneCall dial(String uri, DialOptions options) {
        SipUri target = parse(uri);
        var heard = new HeardAudio(media.clock());
        MediaSession session;
        try {
            session = media.open(
                    PhoneCall.mediaListener(), SessionOptions.of(media.config()).withCapabilities(options.spoken()));
        } catch (PortsExhaustedException e) {
            throw new IllegalStateException("the phone has no port for the call's audio: " + e.getMessage(), e);
        }
        var call = new PhoneCall(session, heard, events);
        byte[] offer = options.offerLater() ? new byte[0] : session.offer().toBytes();
        call.placed(agent.invite(target, offer, inviteOptions(options), call.listener()));
        return call;
    }

    private InviteOptions inviteOptions(DialOptions options) {
        SipUri self = parse("sip:" + options.callerId() + "@" + HostPort.bracketed(address));
        Optional<String> name = Optional.of(options.displayName()).filter(n -> !n.isEmpty());
        return InviteOptions.DEFAULTS
                .withFrom(new NameAddr(name.orElse(null), self, Params.NONE))
                .withHeaders(options.headers())
                .withReliability(options.reliability());
    }

    private static SipUri parse(String uri) {
        try {
            return SipUri.parse(uri);
        } catch (SipParseException e) {
            throw new IllegalArgumentException(
                    "\"" + uri + "\" is no SIP address: expected one such as sip:442037691884@127.0.0.1:5060 ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    @Override
    public void close() {
        agent.close();
        media.close();
    }
}
