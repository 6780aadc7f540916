package org.voicesecretary.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.FormField;

/** A {@code multipart/form-data} request (RFC 7578): text fields, and files, which the signature leaves out. */
record Multipart(List<FormField> fields, Map<String, Parameters.Upload> files) {
    static final String TYPE = "multipart/form-data";

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
    private static final Pattern NAME = Pattern.compile("(?i);\\s*name\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]+))");
    private static final Pattern FILE_NAME =
            Pattern.compile("(?i);\\s*filename\\*?\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]+))");
    private static final int MOST_PARTS = 100;
    private static final int LONGEST_HEADER = 4096;
    private static final int LONGEST_FIELD = 64 * 1024;

    static Multipart read(String contentType, byte[] body) throws RestFault {
        Matcher named = BOUNDARY.matcher(contentType);
        if (!named.find()) {
            throw malformed("Content-Type names no boundary");
        }
        byte[] delimiter = ("--" + (named.group(1) != null ? named.group(1) : named.group(2)))
                .getBytes(StandardCharsets.ISO_8859_1);
        List<FormField> fields = new ArrayList<>();
        Map<String, Parameters.Upload> files = new LinkedHashMap<>();
        int at = next(body, delimiter, 0);
        while (at >= 0 && !startsWith(body, at + delimiter.length, "--")) {
            int start = at + delimiter.length;
            int end = next(body, delimiter, start);
            if (end < 0) {
                throw malformed("it is cut off: the last boundary is missing");
            }
            if (fields.size() + files.size() == MOST_PARTS) {
                throw malformed("it has more than " + MOST_PARTS + " parts");
            }
            part(body, start, end, fields, files);
            at = end;
        }
        if (at < 0) {
            throw malformed("the boundary of Content-Type does not occur in it");
        }
        return new Multipart(fields, files);
    }

    private static void part(
            byte[] body, int start, int end, List<FormField> fields, Map<String, Parameters.Upload> files)
            throws RestFault {
        int content = -1;
        for (int i = start; i + 3 < end && i - start <= LONGEST_HEADER; i++) {
            if (body[i] == '\r' && body[i + 1] == '\n' && body[i + 2] == '\r' && body[i + 3] == '\n') {
                content = i + 4;
                break;
            }
        }
        if (content < 0) {
            throw malformed("a part has no head that ends, or one of more than " + LONGEST_HEADER + " bytes");
        }
        String disposition = disposition(new String(body, start, content - start, StandardCharsets.UTF_8));
        String name = value(NAME.matcher(disposition));
        if (name == null) {
            throw malformed("a part has no name");
        }
        int last = end >= content + 2 && body[end - 2] == '\r' && body[end - 1] == '\n' ? end - 2 : end;
        int length = Math.max(0, last - content);
        String file = value(FILE_NAME.matcher(disposition));
        if (file != null) {
            files.put(name, new Parameters.Upload(file, Arrays.copyOfRange(body, content, content + length)));
            return;
        }
        if (length > LONGEST_FIELD) {
            throw malformed("the field " + name + " has " + length + " bytes; at most " + LONGEST_FIELD);
        }
        fields.add(new FormField(name, new String(body, content, length, StandardCharsets.UTF_8)));
    }

    private static String disposition(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                return line;
            }
        }
        return "";
    }

    private static @Nullable String value(Matcher matcher) {
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /** Where the next delimiter begins: at the begin of a line only (RFC 2046 §5.1.1). */
    private static int next(byte[] body, byte[] delimiter, int from) {
        for (int i = from; i + delimiter.length <= body.length; i++) {
            if (body[i] == delimiter[0]
                    && (i == 0 || body[i - 1] == '\n')
                    && Arrays.equals(body, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] body, int at, String text) {
        return at + text.length() <= body.length
                && new String(body, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    private static RestFault malformed(String problem) {
        return new RestFault(400, "Wrong parameters: the multipart body cannot be read: " + problem);
    }
}
