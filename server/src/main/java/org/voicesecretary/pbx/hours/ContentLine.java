package org.voicesecretary.pbx.hours;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of an iCalendar file, RFC 5545 §3.1, unfolded.
 *
 * @param line where it begins in the file, from 1
 * @param name in upper case
 * @param parameters names in upper case, values without quotes
 */
record ContentLine(int line, String name, Map<String, String> parameters, String value) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern PARAMETER = Pattern.compile(";([A-Za-z0-9-]+)=(\"[^\"]*\"|[^\";:]*)");

    /** A line before it is taken apart. */
    record Unfolded(int line, String text) {
        /** @throws IllegalArgumentException with a sentence for the person who made the file */
        ContentLine parse() {
            Matcher start = NAME.matcher(text);
            if (!start.lookingAt()) {
                throw malformed();
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            int at = start.end();
            Matcher parameter = PARAMETER.matcher(text);
            while (parameter.region(at, text.length()).lookingAt()) {
                String value = parameter.group(2);
                parameters.put(
                        parameter.group(1).toUpperCase(Locale.ROOT),
                        value.startsWith("\"") ? value.substring(1, value.length() - 1) : value);
                at = parameter.end();
            }
            if (at >= text.length() || text.charAt(at) != ':') {
                throw malformed();
            }
            return new ContentLine(
                    line,
                    start.group().toUpperCase(Locale.ROOT),
                    parameters,
                    text.substring(at + 1).strip());
        }

        private IllegalArgumentException malformed() {
            String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
            return new IllegalArgumentException(
                    "\"" + shown + "\" is no line of a calendar; expected NAME:value or NAME;PARAMETER=x:value");
        }
    }

    /**
     * Joins folded lines; empty ones are left out. Joined as bytes, since a fold may stand inside a character (RFC 5545 §3.1).
     */
    static List<Unfolded> unfold(byte[] content) {
        List<Unfolded> lines = new ArrayList<>();
        var text = new ByteArrayOutputStream();
        int number = 0;
        int began = 1;
        for (int at = byteOrderMark(content); at < content.length; ) {
            int end = at;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            int stop = end > at && content[end - 1] == '\r' ? end - 1 : end;
            number++;
            boolean folded = number > 1 && at < content.length && (content[at] == ' ' || content[at] == '\t');
            if (!folded) {
                add(lines, began, text);
                began = number;
            }
            int skip = folded ? 1 : 0;
            text.write(content, at + skip, Math.max(0, stop - at - skip));
            at = end + 1;
        }
        add(lines, began, text);
        return lines;
    }

    private static int byteOrderMark(byte[] content) {
        return content.length >= 3
                        && (content[0] & 0xff) == 0xef
                        && (content[1] & 0xff) == 0xbb
                        && (content[2] & 0xff) == 0xbf
                ? 3
                : 0;
    }

    private static void add(List<Unfolded> lines, int began, ByteArrayOutputStream text) {
        String line = text.toString(StandardCharsets.UTF_8);
        if (!line.isBlank()) {
            lines.add(new Unfolded(began, line));
        }
        text.reset();
    }

    /** {@link #value} as TEXT of RFC 5545 §3.3.11. */
    String plainText() {
        return value.replaceAll("\\\\[nN]", " ").replaceAll("\\\\(.)", "$1").strip();
    }
}
