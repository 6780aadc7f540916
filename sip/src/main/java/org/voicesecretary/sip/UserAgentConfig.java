package org.voicesecretary.sip;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.voicesecretary.sip.auth.DigestClient;
import org.voicesecretary.sip.dialog.SessionTimerPolicy;
import org.voicesecretary.sip.message.Capabilities;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transaction.TimerValues;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.sip.transport.MessageTap;
import org.voicesecretary.sip.transport.RequestFilter;
import org.voicesecretary.sip.transport.TlsConfig;
import org.voicesecretary.sip.transport.TransportLimits;

/**
 * All that makes up a {@link UserAgent}. {@code UserAgentConfig.listening("udp:127.0.0.1:0").build()} is enough for a test.
 *
 * @param listen where it listens; port 0 takes any free port
 * @param publicAddress the IP address or name that Via and Contact carry for peers on other machines; empty: the address on which
 *     the peer reaches us
 * @param tls certificate, key and authorities; needed by a {@code tls:} listening point, without which nothing goes out by TLS
 * @param userAgent the text of User-Agent and Server; empty: neither is sent
 * @param timers time; empty: real time, with timers of its own
 * @param random for tags, branches and Call-IDs
 * @param logins what we answer 401 and 407 with, where a call has no others
 * @param tap sees the messages; empty: nobody does, at no cost
 * @param resolver where URIs lead; empty: RFC 3263 with the name servers of the machine
 * @param capabilities what requests are held to, and what Allow, Supported and Accept say; methods beyond those of calls go to
 *     {@code requests} and {@link CallListener#onRequest}
 * @param requests answers requests outside of calls
 * @param subscriptions decides about SUBSCRIBEs
 */
public record UserAgentConfig(
        List<ListeningPoint> listen,
        Optional<String> publicAddress,
        Optional<TlsConfig> tls,
        String userAgent,
        Optional<Timers> timers,
        TimerValues timerValues,
        SessionTimerPolicy sessionTimers,
        UserAgentLimits limits,
        TransportLimits transportLimits,
        SecureRandom random,
        DigestClient.Logins logins,
        Optional<TargetResolver> resolver,
        Capabilities capabilities,
        RequestFilter filter,
        Optional<MessageTap> tap,
        RequestHandler requests,
        SubscribeHandler subscriptions) {

    /** What a user agent that takes and makes calls can do, and no more. */
    public static final Capabilities CALLS_ONLY = new Capabilities(
            List.of(
                    Method.INVITE,
                    Method.ACK,
                    Method.BYE,
                    Method.CANCEL,
                    Method.OPTIONS,
                    Method.UPDATE,
                    Method.INFO,
                    Method.PRACK),
            List.of("100rel", "timer"),
            List.of("sip", "sips", "tel"),
            Map.of(
                    Method.INVITE, List.of(SessionBody.TYPE),
                    Method.UPDATE, List.of(SessionBody.TYPE),
                    Method.PRACK, List.of(SessionBody.TYPE)));

    /** What an office exchange can do beside calls: its phones register, subscribe, transfer and write. */
    public static final Capabilities OFFICE = new Capabilities(
            Stream.concat(
                            CALLS_ONLY.methods().stream(),
                            Stream.of(Method.REGISTER, Method.SUBSCRIBE, Method.NOTIFY, Method.REFER, Method.MESSAGE))
                    .toList(),
            List.of("100rel", "timer", "replaces", "path", "outbound"),
            CALLS_ONLY.uriSchemes(),
            CALLS_ONLY.bodies());

    public UserAgentConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("a user agent needs a listening point, such as udp:0.0.0.0:5060");
        }
    }

    /** Says who we are in {@code header}, User-Agent or Server, unless that is nobody's business. */
    void introduce(Headers.Builder headers, String header) {
        if (!userAgent.isBlank()) {
            headers.add(header, userAgent);
        }
    }

    /** @param points as {@link ListeningPoint#parse} reads them */
    public static Builder listening(String... points) {
        return new Builder(Arrays.stream(points).map(ListeningPoint::parse).toList());
    }

    public static Builder listening(List<ListeningPoint> points) {
        return new Builder(points);
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private final List<ListeningPoint> listen;
        private Optional<String> publicAddress = Optional.empty();
        private Optional<TlsConfig> tls = Optional.empty();
        private String userAgent = "VoiceSecretary";
        private Optional<Timers> timers = Optional.empty();
        private TimerValues timerValues = TimerValues.RFC_3261;
        private SessionTimerPolicy sessionTimers = SessionTimerPolicy.DEFAULT;
        private UserAgentLimits limits = UserAgentLimits.DEFAULTS;
        private TransportLimits transportLimits = TransportLimits.DEFAULTS;
        private SecureRandom random = new SecureRandom();
        private DigestClient.Logins logins = realm -> Optional.empty();
        private Optional<TargetResolver> resolver = Optional.empty();
        private Capabilities capabilities = CALLS_ONLY;
        private RequestFilter filter = RequestFilter.ALL;
        private Optional<MessageTap> tap = Optional.empty();
        private RequestHandler requests = RequestHandler.NONE;
        private SubscribeHandler subscriptions = SubscribeHandler.NONE;

        private Builder(List<ListeningPoint> listen) {
            this.listen = listen;
        }

        public Builder publicAddress(Optional<String> address) {
            publicAddress = address;
            return this;
        }

        public Builder tls(TlsConfig files) {
            tls = Optional.of(files);
            return this;
        }

        public Builder userAgent(String name) {
            userAgent = name;
            return this;
        }

        public Builder timers(Timers port) {
            timers = Optional.of(port);
            return this;
        }

        public Builder timerValues(TimerValues values) {
            timerValues = values;
            return this;
        }

        public Builder sessionTimers(SessionTimerPolicy policy) {
            sessionTimers = policy;
            return this;
        }

        public Builder limits(UserAgentLimits chosen) {
            limits = chosen;
            return this;
        }

        public Builder transportLimits(TransportLimits chosen) {
            transportLimits = chosen;
            return this;
        }

        public Builder random(SecureRandom source) {
            random = source;
            return this;
        }

        public Builder logins(DigestClient.Logins lookup) {
            logins = lookup;
            return this;
        }

        public Builder resolver(TargetResolver chosen) {
            resolver = Optional.of(chosen);
            return this;
        }

        public Builder capabilities(Capabilities chosen) {
            capabilities = chosen;
            return this;
        }

        public Builder filter(RequestFilter chosen) {
            filter = chosen;
            return this;
        }

        public Builder tap(MessageTap listener) {
            tap = Optional.of(listener);
            return this;
        }

        public Builder requests(RequestHandler handler) {
            requests = handler;
            return this;
        }

        public Builder subscriptions(SubscribeHandler handler) {
            subscriptions = handler;
            return this;
        }

        public UserAgentConfig build() {
            return new UserAgentConfig(
                    listen,
                    publicAddress,
                    tls,
                    userAgent,
                    timers,
                    timerValues,
                    sessionTimers,
                    limits,
                    transportLimits,
                    random,
                    logins,
                    resolver,
                    capabilities,
                    filter,
                    tap,
                    requests,
                    subscriptions);
        }
    }
}
