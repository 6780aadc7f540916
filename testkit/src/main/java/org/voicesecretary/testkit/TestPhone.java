package org.voicesecretary.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.SessionOptions;
import org.voicesecretary.media.net.PortsExhaustedException;
import org.voicesecretary.sip.InviteHandler;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.UserAgentConfig;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
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

    private TestPhone(UserAgent agent, MediaEngine media, InetAddress address, PhoneEvents events) {
        this.agent = agent;
        this.media = media;
        this.address = address;
        this.events = events;
    }

    /** On 127.0.0.1, over UDP and TCP, on free ports. */
    public static TestPhone onLoopback() {
        return at(InetAddress.getLoopbackAddress(), PhoneEvents.IGNORED);
    }

    /** At an address of this machine, over UDP and TCP, on free ports. */
    public static TestPhone at(InetAddress address, PhoneEvents events) {
        String host = HostPort.bracketed(address);
        var config = UserAgentConfig.listening("udp:" + host + ":0", "tcp:" + host + ":0")
                .userAgent("VoiceSecretary-Phone")
                .build();
        try {
            UserAgent agent = UserAgent.start(config, InviteHandler.NONE);
            return new TestPhone(agent, MediaEngine.start(MediaConfig.at(address)), address, events);
        } catch (IOException e) {
            throw new IllegalStateException("the phone cannot listen at " + host + ": " + e.getMessage(), e);
        }
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
