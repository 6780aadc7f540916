package org.voicesecretary.rest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.MalformedFormException;
import org.voicesecretary.protocol.RestSignature;

/**
 * A request as it was received, and the ways in which its signature may be right (docs/protocol.md, A22).
 *
 * @param path undecoded, exactly as requested
 * @param query undecoded; empty if there is none
 * @param contentType null if the client did not say
 */
record SignedRequest(
        Verb verb, String path, String query, @Nullable String contentType, byte[] body) {
    private static final String JSON = "application/json";

    /** @param key names the account; what is before the colon of {@code Authorization} */
    record Credentials(String key, String signature) {
        private static final int LONGEST = 300;

        static Optional<Credentials> read(@Nullable String header) {
            if (header == null || header.length() > LONGEST) {
                return Optional.empty();
            }
            int colon = header.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new Credentials(
                            header.substring(0, colon).strip(),
                            header.substring(colon + 1).strip()));
        }
    }

    /** Where clients put parameters: some in the query although they should be in the body, some in both. */
    private sealed interface Source {
        /** The query, or an urlencoded body. */
        record Pairs(String raw) implements Source {}

        record Parts(Multipart multipart) implements Source {}
    }

    /**
     * The parameters of the source that the signature fits; empty if it fits none. Parameters elsewhere in the request are not signed and
     * count for nothing.
     *
     * @throws RestFault if there is a body that cannot be read
     */
    Optional<Parameters> verified(String secret, String signature) throws RestFault {
        Source ofBody = bodySource();
        Source ofQuery = new Source.Pairs(query);
        List<Source> sources = verb == Verb.GET ? List.of(ofQuery, ofBody) : List.of(ofBody, ofQuery);
        try {
            for (Source source : sources) {
                switch (source) {
                    case Source.Pairs(var raw) -> {
                        if (RestSignature.verify(secret, path, raw, signature)) {
                            return Optional.of(new Parameters(FormBody.decodeUrlencoded(raw), files(ofBody)));
                        }
                    }
                    case Source.Parts(var multipart) -> {
                        if (fits(secret, multipart, signature)) {
                            return Optional.of(new Parameters(multipart.fields(), multipart.files()));
                        }
                    }
                }
            }
        } catch (MalformedFormException e) {
            throw new RestFault(400, "Wrong parameters: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** How the client spelt the fields when it signed them is lost: {@code ~} (Python) or {@code *} (browsers, Node) may have been bare. */
    private boolean fits(String secret, Multipart multipart, String signature) throws MalformedFormException {
        String php = FormBody.urlencode(multipart.fields());
        boolean fits = RestSignature.verify(secret, path, multipart.fields(), signature);
        for (String spelling : List.of(
                php.replace("%7E", "~"),
                php.replace("%2A", "*"),
                php.replace("%7E", "~").replace("%2A", "*"))) {
            fits |= RestSignature.verify(secret, path, spelling, signature);
        }
        return fits;
    }

    private static Map<String, Parameters.Upload> files(Source source) {
        return source instanceof Source.Parts(var multipart) ? multipart.files() : Map.of();
    }

    private Source bodySource() throws RestFault {
        String type = mediaType();
        if (type.equals(Multipart.TYPE)) {
            return new Source.Parts(Multipart.read(String.valueOf(contentType), body));
        }
        // Without a type it is a form: some clients forget to say so.
        boolean form = type.isEmpty() || type.equals(FormBody.URLENCODED) || type.equals("text/plain");
        return new Source.Pairs(form ? new String(body, StandardCharsets.UTF_8) : "");
    }

    private String mediaType() {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The body where it is a document of its own, which no signature covers. */
    byte[] document() {
        return mediaType().equals(JSON) ? body : new byte[0];
    }

    /** Asked for before anybody is trusted: only how the refusal is written depends on it. */
    boolean wantsXml() {
        return asksForXml(query)
                || mediaType().equals(FormBody.URLENCODED) && asksForXml(new String(body, StandardCharsets.UTF_8));
    }

    private static boolean asksForXml(String raw) {
        try {
            return FormBody.decodeUrlencoded(raw).stream()
                    .filter(field -> field.name().equals("format"))
                    .map(FormField::value)
                    .reduce((first, last) -> last)
                    .filter("xml"::equals)
                    .isPresent();
        } catch (MalformedFormException e) {
            return false;
        }
    }
}
