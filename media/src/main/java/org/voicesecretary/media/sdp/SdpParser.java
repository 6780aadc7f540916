package org.voicesecretary.media.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads session descriptions (RFC 8866) as strangers send them: any line ending, missing {@code s=} and {@code t=}, unknown lines and
 * doubled spaces do no harm. Wrong is only what would make the answer wrong: a media line that is no media line, a connection line
 * without address. Time and memory are bounded by {@link #MAX_BYTES}.
 */
public final class SdpParser {
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    /** The longest description that is read, in bytes. */
    public static final int MAX_BYTES = 65_536;

    /** The most media sections; each must be answered. */
    public static final int MAX_MEDIA = 64;

    private static final int MAX_LINES = 2000;

    private final List<Attribute> sessionAttributes = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private Origin origin = new Origin("-", "0", "0", "IP4", "0.0.0.0");
    private @Nullable Connection sessionConnection;

    private SdpParser() {}

    /** Reads a body of a SIP message. */
    public static SessionDescription parse(byte[] body) throws SdpParseException {
        if (body.length > MAX_BYTES) {
            throw new SdpParseException(
                    "session description is too long: " + body.length + " bytes, expected at most " + MAX_BYTES);
        }
        return parse(new String(body, StandardCharsets.UTF_8));
    }

    /** Reads a text. */
    public static SessionDescription parse(String text) throws SdpParseException {
        if (text.length() > MAX_BYTES) {
            throw new SdpParseException(
                    "session description is too long: " + text.length() + " characters, expected at most " + MAX_BYTES);
        }
        SdpParser parser = new SdpParser();
        int number = 0;
        boolean anything = false;
        int at = 0;
        while (at < text.length()) {
            int end = lineEnd(text, at);
            String line = text.substring(at, end).strip();
            at = end + 1;
            if (line.isEmpty()) {
                continue; // also what lies between CR and LF
            }
            if (++number > MAX_LINES) {
                throw new SdpParseException("session description has more than " + MAX_LINES + " lines");
            }
            anything |= parser.line(number, line);
        }
        if (!anything) {
            throw new SdpParseException("session description has no line of the form x=value");
        }
        return parser.description();
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    private boolean line(int number, String line) throws SdpParseException {
        if (line.length() < 2 || line.charAt(1) != '=') {
            return false;
        }
        String value = line.substring(2).strip();
        switch (line.charAt(0)) {
            case 'v' -> version(number, value);
            case 'o' -> origin(value);
            case 'c' -> connection(number, value);
            case 'm' -> media(number, value);
            case 'a' -> attribute(value);
            default -> {} // RFC 8866 §5: what is unknown is ignored
        }
        return true;
    }

    private static void version(int number, String value) throws SdpParseException {
        if (!value.equals("0")) {
            throw wrong(number, "v", value, "version 0");
        }
    }

    private void origin(String value) {
        String[] fields = fields(value, 7);
        // An origin that cannot be read says only that nothing is known of versions.
        if (fields.length >= 6) {
            origin = new Origin(fields[0], fields[1], fields[2], fields[4], fields[5]);
        }
    }

    private void connection(int number, String value) throws SdpParseException {
        String[] fields = fields(value, 4);
        if (fields.length < 3 || !fields[0].equalsIgnoreCase("IN")) {
            throw wrong(number, "c", value, "IN IP4 or IN IP6 and an address");
        }
        int slash = fields[2].indexOf('/'); // RFC 8866 §5.7: TTL and number of multicast groups
        String address = slash < 0 ? fields[2] : fields[2].substring(0, slash);
        if (address.isEmpty() || address.length() > 255) {
            throw wrong(number, "c", value, "an address");
        }
        Connection connection = new Connection(fields[1].equalsIgnoreCase("IP6") ? "IP6" : "IP4", address);
        if (sections.isEmpty()) {
            sessionConnection = connection;
        } else if (sections.getLast().connection == null) {
            sections.getLast().connection = connection;
        }
    }

    private void media(int number, String value) throws SdpParseException {
        String[] fields = fields(value, 0);
        if (fields.length < 3) {
            throw wrong(number, "m", value, "type, port, protocol and formats");
        }
        int slash = fields[1].indexOf('/');
        int port = SdpNumbers.parse(slash < 0 ? fields[1] : fields[1].substring(0, slash), 65_535);
        if (port < 0) {
            throw wrong(number, "m", value, "a port from 0 to 65535");
        }
        if (sections.size() == MAX_MEDIA) {
            throw new SdpParseException("session description has more than " + MAX_MEDIA + " media sections");
        }
        sections.add(new Section(fields[0], port, fields[2], List.of(fields).subList(3, fields.length)));
    }

    private void attribute(String value) {
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon).strip();
        if (name.isEmpty()) {
            return;
        }
        Attribute attribute = colon < 0
                ? Attribute.flag(name)
                : Attribute.of(name, value.substring(colon + 1).strip());
        (sections.isEmpty() ? sessionAttributes : sections.getLast().attributes).add(attribute);
    }

    private SessionDescription description() {
        List<MediaDescription> media =
                sections.stream().map(Section::description).toList();
        return new SessionDescription(origin, sessionConnection, sessionAttributes, media);
    }

    private static String[] fields(String value, int limit) {
        return BLANKS.split(value, limit);
    }

    private static SdpParseException wrong(int number, String type, String value, String expected) {
        String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
        return new SdpParseException("session description, line " + number + ": " + type + "=" + shown
                + " is not understood, expected " + expected);
    }

    /** A media section while its lines come in. */
    private static final class Section {
        private final String type;
        private final int port;
        private final String protocol;
        private final List<String> formats;
        private final List<Attribute> attributes = new ArrayList<>();
        private @Nullable Connection connection;

        Section(String type, int port, String protocol, List<String> formats) {
            this.type = type;
            this.port = port;
            this.protocol = protocol;
            this.formats = formats;
        }

        MediaDescription description() {
            return new MediaDescription(type, port, protocol, formats, connection, attributes);
        }
    }
}
