package org.voicesecretary.media.sdp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session description (RFC 8866), as far as telephony uses it. What is not kept here (titles, times, bandwidths, keys) is read over.
 *
 * @param connection the {@code c=} line of the session, for every media section that has none of its own
 */
public record SessionDescription(
        Origin origin, @Nullable Connection connection, List<Attribute> attributes, List<MediaDescription> media) {

    /** The media type of the body. */
    public static final String CONTENT_TYPE = "application/sdp";

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /** The value of the first attribute of this name at session level; an empty string for one without a value. */
    public Optional<String> attribute(String name) {
        return attribute(attributes, name);
    }

    /** The first audio section, refused or not. */
    public Optional<MediaDescription> audio() {
        return media.stream()
                .filter(section -> section.type().equalsIgnoreCase("audio"))
                .findFirst();
    }

    /** The text, with CRLF after each line. */
    public String encode() {
        StringBuilder out = new StringBuilder(512);
        out.append("v=0\r\n");
        out.append("o=").append(origin).append("\r\n");
        out.append("s=-\r\n");
        if (connection != null) {
            out.append("c=").append(connection).append("\r\n");
        }
        out.append("t=0 0\r\n");
        for (Attribute attribute : attributes) {
            out.append("a=").append(attribute).append("\r\n");
        }
        for (MediaDescription section : media) {
            section.encode(out);
        }
        return out.toString();
    }

    public byte[] toBytes() {
        return encode().getBytes(StandardCharsets.UTF_8);
    }

    static Optional<String> attribute(List<Attribute> attributes, String name) {
        return attributes.stream()
                .filter(attribute -> attribute.isNamed(name))
                .map(attribute -> attribute.value() == null ? "" : attribute.value())
                .findFirst();
    }

    static List<String> attributes(List<Attribute> attributes, String name) {
        return attributes.stream()
                .filter(attribute -> attribute.isNamed(name))
                .map(attribute -> attribute.value() == null ? "" : attribute.value())
                .toList();
    }
}
