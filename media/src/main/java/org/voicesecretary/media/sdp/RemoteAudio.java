package org.voicesecretary.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;

/** One audio section of the other side, read within its session: what it speaks, where it listens, which way it is open. */
final class RemoteAudio {
    private static final int MOST_CRYPTOS = 20;

    private final SessionDescription session;
    private final MediaDescription section;
    private final List<Integer> payloadTypes;

    /** Read once: an offer of strangers may have a thousand lines for each of 128 payload types. */
    private final Map<Integer, RtpMap> maps;

    RemoteAudio(SessionDescription session, MediaDescription section) {
        this.session = session;
        this.section = section;
        this.payloadTypes = section.payloadTypes();
        this.maps = section.rtpMaps();
    }

    MediaDescription section() {
        return section;
    }

    /** A codec of theirs that exists here. */
    record Spoken(int payloadType, AudioCodec codec) {}

    /** RTP without encryption; feedback (AVPF) is allowed to be left unused. */
    static boolean isPlainRtp(String protocol) {
        return protocol.equalsIgnoreCase("RTP/AVP") || protocol.equalsIgnoreCase("RTP/AVPF");
    }

    /** RTP/SAVP, RTP/SAVPF and both over DTLS. */
    static boolean isSecureRtp(String protocol) {
        String upper = protocol.toUpperCase(Locale.ROOT);
        return upper.endsWith("RTP/SAVP") || upper.endsWith("RTP/SAVPF");
    }

    /** Encrypted with keys in the description (RFC 4568), not by a handshake. */
    static boolean isSdesRtp(String protocol) {
        return protocol.equalsIgnoreCase("RTP/SAVP") || protocol.equalsIgnoreCase("RTP/SAVPF");
    }

    /** Their keys that can be used here, best first. */
    List<Crypto> cryptos() {
        return section.attributes("crypto").stream()
                .limit(MOST_CRYPTOS)
                .map(Crypto::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The crypto suites that they name, for an error message. */
    List<String> cryptoNames() {
        return section.attributes("crypto").stream()
                .limit(MOST_CRYPTOS)
                .map(value -> value.strip().split("\\s+", 3))
                .map(parts -> parts.length < 2 ? "?" : parts[1])
                .map(name -> name.length() > 40 ? name.substring(0, 40) + "…" : name)
                .toList();
    }

    /** Their codecs that exist here, best first. */
    List<Spoken> codecs() {
        List<Spoken> codecs = new ArrayList<>();
        for (int payloadType : payloadTypes) {
            rtpMap(payloadType)
                    .flatMap(RemoteAudio::codec)
                    .ifPresent(codec -> codecs.add(new Spoken(payloadType, codec)));
        }
        return codecs;
    }

    private static Optional<AudioCodec> codec(RtpMap map) {
        if (map.channels() != 1) {
            return Optional.empty();
        }
        // Some call G.722's clock 16000, after its sample rate; they mean the same stream (RFC 3551 §4.5.2).
        if (map.encoding().equalsIgnoreCase(AudioCodec.G722.rtpName()) && map.clockRate() == 16_000) {
            return Optional.of(AudioCodec.G722);
        }
        return AudioCodec.named(map.encoding(), map.clockRate());
    }

    private Optional<RtpMap> rtpMap(int payloadType) {
        return Optional.ofNullable(maps.get(payloadType)).or(() -> SdpNumbers.staticRtpMap(payloadType));
    }

    /** What they speak, for an error message. */
    List<String> codecNames() {
        return payloadTypes.stream()
                .limit(20)
                .map(type -> rtpMap(type)
                        .map(map -> map.encoding() + "/" + map.clockRate())
                        .orElse("payload type " + type))
                .toList();
    }

    /** The payload type of events that run on this clock; {@link NegotiatedAudio#NONE} if they have none. */
    // RFC 4733 §2.1: events use the clock of the audio they are sent along with.
    int telephoneEvent(int clockRate) {
        for (int payloadType : payloadTypes) {
            Optional<RtpMap> map = rtpMap(payloadType);
            if (map.isPresent() && map.get().isTelephoneEvent() && map.get().clockRate() == clockRate) {
                return payloadType;
            }
        }
        return NegotiatedAudio.NONE;
    }

    /** Which way it is open as they say it, old-style hold included. */
    Direction direction() {
        Direction stated = stated(section.attributes())
                .or(() -> stated(session.attributes()))
                .orElse(Direction.SENDRECV);
        Connection connection = connection();
        // RFC 3264 §8.4: an address of zeros means that nothing is to be sent there.
        return connection != null && connection.isUnspecified() ? stated.and(Direction.SENDONLY) : stated;
    }

    private static Optional<Direction> stated(List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            for (Direction direction : Direction.values()) {
                if (attribute.isNamed(direction.attribute())) {
                    return Optional.of(direction);
                }
            }
        }
        return Optional.empty();
    }

    private @Nullable Connection connection() {
        return section.connection() != null ? section.connection() : session.connection();
    }

    TransportAddress rtp() throws NotAcceptableException {
        Connection connection = connection();
        if (connection == null) {
            throw new NotAcceptableException(new NotAcceptable.NoAddress(""));
        }
        TransportAddress address = new TransportAddress(connection.address(), section.port());
        if (address.literal().map(literal -> literal.isMulticastAddress()).orElse(false)
                || address.host().equals("255.255.255.255")) {
            throw new NotAcceptableException(new NotAcceptable.NoAddress(connection.address()));
        }
        return address;
    }

    /** Where their RTCP is received when it is not multiplexed; null where no such port exists. */
    @Nullable
    TransportAddress rtcp(TransportAddress rtp) {
        // RFC 3605 §2.1: a=rtcp:port [nettype addrtype address]
        String[] stated = section.attribute("rtcp").orElse("").strip().split("\\s+", 5);
        int port = SdpNumbers.parse(stated[0], 65_535);
        if (port > 0) {
            boolean hasAddress = stated.length >= 4 && stated[1].equalsIgnoreCase("IN") && stated[3].length() <= 255;
            return new TransportAddress(hasAddress ? stated[3] : rtp.host(), port);
        }
        // RFC 3550 §11: the next higher port.
        return rtp.port() < 65_535 ? new TransportAddress(rtp.host(), rtp.port() + 1) : null;
    }

    boolean offersRtcpMux() {
        return section.attribute("rtcp-mux").isPresent();
    }

    /** How much sound each packet to them should hold: whole frames of 20 ms up to 60, or half a frame where they take no more. */
    int ptimeMillis() {
        int max = milliseconds("maxptime", Integer.MAX_VALUE);
        if (max < AudioCodec.FRAME_MILLIS) {
            return AudioCodec.FRAME_MILLIS / 2;
        }
        int wanted = Math.min(milliseconds("ptime", AudioCodec.FRAME_MILLIS), max);
        return Math.clamp(wanted / AudioCodec.FRAME_MILLIS, 1, 3) * AudioCodec.FRAME_MILLIS;
    }

    /** The attribute's whole milliseconds, fractions cut off, where it is a positive number. */
    private int milliseconds(String name, int otherwise) {
        String value = section.attribute(name)
                .or(() -> session.attribute(name))
                .orElse("")
                .strip();
        int dot = value.indexOf('.');
        int millis = SdpNumbers.parse(dot < 0 ? value : value.substring(0, dot), 999_999);
        return millis > 0 ? millis : otherwise;
    }
}
