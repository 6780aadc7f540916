package org.voicesecretary.media.sdp;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A section that begins with an {@code m=} line.
 *
 * @param type {@code audio}, {@code video}, …
 * @param port 0 means refused or not wanted
 * @param protocol such as {@code RTP/AVP}
 * @param formats payload types for RTP, as written
 * @param connection its own {@code c=} line, if any
 * @param attributes in the order written
 */
public record MediaDescription(
        String type,
        int port,
        String protocol,
        List<String> formats,
        @Nullable Connection connection,
        List<Attribute> attributes) {

    public MediaDescription {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    /** The value of the first attribute of this name; an empty string for one without a value. */
    public Optional<String> attribute(String name) {
        return SessionDescription.attribute(attributes, name);
    }

    /** The values of all attributes of this name, in order. */
    public List<String> attributes(String name) {
        return SessionDescription.attributes(attributes, name);
    }

    /** The payload types offered, in order of preference; what is no number from 0 to 127 is left out. */
    public List<Integer> payloadTypes() {
        Set<Integer> types = new LinkedHashSet<>();
        for (String format : formats) {
            int type = SdpNumbers.parse(format, 127);
            if (type >= 0) {
                types.add(type);
            }
        }
        return List.copyOf(types);
    }

    /** What a payload type means: its {@code a=rtpmap}, else the static meaning of RFC 3551 for those spoken here. */
    public Optional<RtpMap> rtpMap(int payloadType) {
        return Optional.ofNullable(rtpMaps().get(payloadType)).or(() -> SdpNumbers.staticRtpMap(payloadType));
    }

    /** The first {@code a=rtpmap} of each payload type that has one. */
    Map<Integer, RtpMap> rtpMaps() {
        Map<Integer, RtpMap> maps = new HashMap<>();
        for (String value : attributes("rtpmap")) {
            SdpNumbers.rtpMap(value).ifPresent(map -> maps.putIfAbsent(map.payloadType(), map));
        }
        return maps;
    }

    /** The {@code a=fmtp} of a payload type, without the payload type. */
    public Optional<String> formatParameters(int payloadType) {
        String prefix = payloadType + " ";
        return attributes("fmtp").stream()
                .filter(value -> value.startsWith(prefix))
                .map(value -> value.substring(prefix.length()).strip())
                .findFirst();
    }

    void encode(StringBuilder out) {
        out.append("m=").append(type).append(' ').append(port).append(' ').append(protocol);
        for (String format : formats) {
            out.append(' ').append(format);
        }
        out.append("\r\n");
        if (connection != null) {
            out.append("c=").append(connection).append("\r\n");
        }
        for (Attribute attribute : attributes) {
            out.append("a=").append(attribute).append("\r\n");
        }
    }
}
