package org.voicesecretary.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code multipart/form-data} (RFC 7578), for text fields; parts with a file name are read as text, too. */
final class MultipartForm {
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
    private static final Pattern NAME = Pattern.compile("(?i);\\s*name\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]+))");
    private static final int MAX_PART_HEADER = 8192;

    private MultipartForm() {}

    static FormBody encode(List<FormField> fields) {
        String boundary = boundaryFor(fields);
        var text = new StringBuilder();
        for (FormField field : fields) {
            text.append("--").append(boundary).append("\r\n");
            text.append("Content-Disposition: form-data; name=\"")
                    .append(escape(field.name()))
                    .append("\"\r\n\r\n");
            text.append(field.value()).append("\r\n");
        }
        text.append("--").append(boundary).append("--\r\n");
        return new FormBody(
                "multipart/form-data; boundary=" + boundary, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A hash of the content: the same on a retry, and found in no value that was not made from its own hash. */
    private static String boundaryFor(List<FormField> fields) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(FormBody.urlencode(fields).getBytes(StandardCharsets.US_ASCII));
            return "VoiceSecretary" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java: every JDK has it", e);
        }
    }

    /** As browsers escape names (WHATWG form submission; RFC 7578 §2 leaves it open). */
    private static String escape(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    private static String unescape(String name) {
        return name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }

    /**
     * Bytes are handled as ISO 8859-1 text, one char each, until a value is cut out. A boundary that does not occur in
     * the body, or is not named, is read from the first line instead: senders that disagree with themselves exist.
     */
    static List<FormField> decode(String contentType, byte[] body) throws MalformedFormException {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary(contentType, text);
        var fields = new ArrayList<FormField>();
        int at = delimiterAt(text, delimiter, 0);
        while (at >= 0) {
            int start = at + delimiter.length();
            if (text.startsWith("--", start)) {
                break;
            }
            int next = delimiterAt(text, delimiter, start);
            if (fields.size() == FormBody.MAX_FIELDS) {
                throw FormBody.tooManyFields();
            }
            FormField field = part(text, start, next < 0 ? text.length() : next);
            if (field != null) {
                fields.add(field);
            }
            at = next;
        }
        return List.copyOf(fields);
    }

    private static String boundary(String contentType, String text) throws MalformedFormException {
        Matcher named = BOUNDARY.matcher(contentType);
        if (named.find()) {
            String boundary = named.group(1) != null ? named.group(1) : named.group(2);
            if (delimiterAt(text, "--" + boundary, 0) >= 0 || text.isBlank()) {
                return boundary;
            }
        }
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
            end++;
        }
        String line = text.substring(start, end).stripTrailing();
        if (line.length() < 3 || line.length() > 72 || !line.startsWith("--")) {
            throw new MalformedFormException(
                    "multipart body does not start with a boundary; expected a line of -- and the boundary of Content-Type '%s'"
                            .formatted(FormBody.shortened(contentType)));
        }
        return line.substring(2);
    }

    /** A delimiter counts at the start of a line only (RFC 2046 §5.1.1). */
    private static int delimiterAt(String text, String delimiter, int from) {
        int at = text.indexOf(delimiter, from);
        while (at > 0 && text.charAt(at - 1) != '\n') {
            at = text.indexOf(delimiter, at + 1);
        }
        return at;
    }

    /** One part; null where it has no name. */
    private static @Nullable FormField part(String text, int start, int end) throws MalformedFormException {
        int headerStart = text.indexOf('\n', start);
        if (headerStart < 0 || headerStart >= end) {
            return null;
        }
        String name = null;
        int line = headerStart + 1;
        while (line < end) {
            int lineEnd = text.indexOf('\n', line);
            if (lineEnd < 0 || lineEnd >= end) {
                return null;
            }
            if (lineEnd - headerStart > MAX_PART_HEADER) {
                throw new MalformedFormException(
                        "multipart body has a part whose header is too large; expected at most %d bytes"
                                .formatted(MAX_PART_HEADER));
            }
            String header = text.substring(line, lineEnd).stripTrailing();
            line = lineEnd + 1;
            if (header.isEmpty()) {
                break;
            }
            if (header.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                name = name(header);
            }
        }
        return name == null
                ? null
                : new FormField(unescape(name), utf8(text.substring(line, contentEnd(text, line, end))));
    }

    /** The line break before a delimiter belongs to the delimiter. */
    private static int contentEnd(String text, int start, int end) {
        int last = end;
        if (last > start && text.charAt(last - 1) == '\n') {
            last--;
            if (last > start && text.charAt(last - 1) == '\r') {
                last--;
            }
        }
        return last;
    }

    private static @Nullable String name(String disposition) {
        Matcher matcher = NAME.matcher(disposition);
        if (!matcher.find()) {
            return null;
        }
        return utf8(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
