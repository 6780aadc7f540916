package org.voicesecretary.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A form as it goes over the wire.
 *
 * @param contentType value of the {@code Content-Type} header
 */
public record FormBody(String contentType, byte[] bytes) {
    public static final String URLENCODED = "application/x-www-form-urlencoded";
    /** More is refused before anything is read. */
    public static final int MAX_BYTES = 1 << 20;
    /** PHP's own limit ({@code max_input_vars}). */
    public static final int MAX_FIELDS = 1000;

    /** {@code application/x-www-form-urlencoded}, UTF-8, space as {@code +}. */
    public static FormBody urlencoded(List<FormField> fields) {
        return new FormBody(URLENCODED, urlencode(fields).getBytes(StandardCharsets.US_ASCII));
    }

    /** {@code multipart/form-data}; equal fields give equal bytes, so that a retry repeats the body exactly. */
    public static FormBody multipart(List<FormField> fields) {
        return MultipartForm.encode(fields);
    }

    /** The pairs joined by {@code &}. */
    public static String urlencode(List<FormField> fields) {
        var text = new StringBuilder();
        for (FormField field : fields) {
            if (!text.isEmpty()) {
                text.append('&');
            }
            text.append(PhpEncoding.encode(field.name())).append('=').append(PhpEncoding.encode(field.value()));
        }
        return text.toString();
    }

    /**
     * Reads either form. A body without a content type is taken as urlencoded: some clients forget to say so.
     *
     * @throws MalformedFormException if it is too large, has too many fields, is of another type or is not a form at all
     */
    public static List<FormField> decode(@Nullable String contentType, byte[] body) throws MalformedFormException {
        if (body.length > MAX_BYTES) {
            throw new MalformedFormException(
                    "form body is too large: %d bytes; expected at most %d".formatted(body.length, MAX_BYTES));
        }
        String type = contentType == null ? "" : contentType.strip();
        String mediaType = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (mediaType) {
            case "", URLENCODED -> decodeUrlencoded(new String(body, StandardCharsets.UTF_8));
            case "multipart/form-data" -> MultipartForm.decode(type, body);
            default ->
                throw new MalformedFormException("form body has Content-Type '%s'; expected %s or multipart/form-data"
                        .formatted(shortened(mediaType), URLENCODED));
        };
    }

    /**
     * Splits and decodes a query or an urlencoded body.
     *
     * @throws MalformedFormException if there are more than {@value #MAX_FIELDS} fields
     */
    public static List<FormField> decodeUrlencoded(String text) throws MalformedFormException {
        var fields = new ArrayList<FormField>();
        int from = 0;
        while (from <= text.length()) {
            int to = text.indexOf('&', from);
            String pair = text.substring(from, to < 0 ? text.length() : to);
            from = to < 0 ? text.length() + 1 : to + 1;
            if (pair.isEmpty()) {
                continue;
            }
            if (fields.size() == MAX_FIELDS) {
                throw tooManyFields();
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            fields.add(new FormField(PhpEncoding.decode(name), PhpEncoding.decode(value)));
        }
        return List.copyOf(fields);
    }

    static MalformedFormException tooManyFields() {
        return new MalformedFormException("form body has more than %d fields; expected fewer".formatted(MAX_FIELDS));
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
