package org.voicesecretary.server;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.config.RtpConfig;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.net.PortRange;
import org.voicesecretary.media.sdp.LocalCapabilities;
import org.voicesecretary.reception.FullHouse;
import org.voicesecretary.reception.SipTimelines;
import org.voicesecretary.sip.UserAgentConfig;
import org.voicesecretary.sip.UserAgentLimits;
import org.voicesecretary.sip.dialog.SessionTimerPolicy;
import org.voicesecretary.sip.message.Capabilities;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.storage.DataDirectory;

/** What the installation's configuration means for SIP and for sound. */
final class Lines {
    private static final Capabilities WITH_REGISTRAR = new Capabilities(
            Stream.concat(
                            UserAgentConfig.CALLS_ONLY.methods().stream(),
                            Stream.of(Method.REGISTER, Method.REFER, Method.SUBSCRIBE))
                    .toList(),
            List.of("100rel", "timer", "path", "outbound"),
            UserAgentConfig.CALLS_ONLY.uriSchemes(),
            UserAgentConfig.CALLS_ONLY.bodies());

    private Lines() {}

    static MediaConfig media(InstallationConfig config) throws IOException {
        RtpConfig rtp = config.rtp();
        InetAddress bind = InetAddress.getByName(
                rtp.listen().orElse(config.sip().listen().getFirst().address().host()));
        // What the session description of a call names is decided call by call; this is where nothing else is known.
        InetAddress advertised = bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind;
        MediaConfig defaults = MediaConfig.at(advertised);
        return new MediaConfig(
                bind,
                advertised,
                rtp.ports().first() == 0
                        ? PortRange.ephemeral()
                        : new PortRange(rtp.ports().first(), rtp.ports().last()),
                defaults.portRest(),
                LocalCapabilities.DEFAULT.withCodecs(rtp.codecs().stream()
                        .map(codec -> AudioCodec.valueOf(codec.name()))
                        .toArray(AudioCodec[]::new)),
                defaults.idle(),
                rtp.timeout(),
                defaults.threads(),
                defaults.pacing());
    }

    static UserAgentConfig sip(
            InstallationConfig config,
            FullHouse gate,
            SipTimelines timelines,
            OfficeRoom office,
            SecureRandom random,
            DataDirectory data)
            throws IOException, InterruptedException {
        List<ListeningPoint> points = config.sip().listen().stream()
                .map(listen -> ListeningPoint.parse(listen.toString()))
                .toList();
        var builder = UserAgentConfig.listening(points);
        SipTlsFiles.of(config.sip(), data.path()).ifPresent(builder::tls);
        return builder.publicAddress(config.sip().publicAddress())
                .userAgent(config.sip().userAgent())
                .sessionTimers(new SessionTimerPolicy(
                        Optional.of(config.sip().sessionTimer()), config.sip().minSessionTimer()))
                .limits(UserAgentLimits.DEFAULTS)
                .random(random)
                .filter(gate)
                .tap(timelines)
                .capabilities(WITH_REGISTRAR)
                .requests(office.registrar())
                .subscriptions(office.lights())
                .build();
    }
}
