package org.voicesecretary.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a REST request: {@code base64(hex(HMAC-SHA1(secret, path + q + md5hex(q))))}, where {@code q} is the
 * parameters, sorted by their top-level names and encoded as PHP does.
 *
 * <p>There is no timestamp and no nonce in it, so it protects only what TLS or loopback protects already.
 */
public final class RestSignature {
    private static final Pattern PHP_INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    /** PHP's {@code ksort}: whole numbers by value and first, all else by bytes. */
    private static final Comparator<String> BY_NAME = (a, b) -> {
        boolean aNumeric = PHP_INTEGER.matcher(a).matches();
        boolean bNumeric = PHP_INTEGER.matcher(b).matches();
        if (aNumeric && bNumeric) {
            return Long.compare(Long.parseLong(a), Long.parseLong(b));
        }
        if (aNumeric != bNumeric) {
            return aNumeric ? -1 : 1;
        }
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    };

    private RestSignature() {}

    /** Signs a request. {@code path} is as requested, with or without the final slash; {@code q} is canonical. */
    public static String sign(String secret, String path, String q) {
        byte[] mac = Signature.hmacSha1(secret, path + q + md5Hex(q));
        return Base64.getEncoder().encodeToString(HexFormat.of().formatHex(mac).getBytes(StandardCharsets.US_ASCII));
    }

    /** The value of the {@code Authorization} header. */
    public static String authorization(String key, String secret, String path, Map<String, ?> parameters) {
        return key + ":" + sign(secret, path, canonicalQuery(parameters));
    }

    /**
     * {@code ksort} and {@code http_build_query}. Values are text, numbers, booleans (1 and 0), lists and maps of such;
     * null and what is empty vanishes.
     */
    public static String canonicalQuery(Map<String, ?> parameters) {
        var pairs = new ArrayList<String>();
        parameters.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, ?> entry) -> entry.getKey(), BY_NAME))
                .forEach(entry -> append(pairs, entry.getKey(), entry.getValue()));
        return String.join("&", pairs);
    }

    private static void append(List<String> pairs, String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((key, inner) -> append(pairs, name + "[" + key + "]", inner));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    append(pairs, name + "[" + i + "]", list.get(i));
                }
            }
            case Boolean bool -> pairs.add(PhpEncoding.encode(name) + "=" + (bool ? "1" : "0"));
            default -> pairs.add(PhpEncoding.encode(name) + "=" + PhpEncoding.encode(value.toString()));
        }
    }

    /**
     * Whether a signature fits the pairs as they were received, raw and in any order: either sorted and encoded anew as
     * PHP does, or sorted and otherwise untouched, which is what the Python and TypeScript clients sign.
     *
     * @param rawPairs a query or an urlencoded body, undecoded
     * @throws MalformedFormException if there are too many pairs
     */
    public static boolean verify(String secret, String path, String rawPairs, String signature)
            throws MalformedFormException {
        var decoded = FormBody.decodeUrlencoded(rawPairs);
        boolean canonical = verify(secret, path, decoded, signature);
        var raw = new ArrayList<Map.Entry<String, String>>();
        for (String pair : rawPairs.split("&")) {
            if (!pair.isEmpty()) {
                raw.add(Map.entry(topLevel(PhpEncoding.decode(pair.split("=", 2)[0])), pair));
            }
        }
        raw.sort(Map.Entry.comparingByKey(BY_NAME));
        String untouched =
                String.join("&", raw.stream().map(Map.Entry::getValue).toList());
        return canonical | equal(sign(secret, path, untouched), signature);
    }

    /** Whether a signature fits decoded parameters, files left out: what a multipart request has. */
    public static boolean verify(String secret, String path, List<FormField> parameters, String signature) {
        var indexes = new HashMap<String, Integer>();
        var numbered = new ArrayList<FormField>();
        for (FormField parameter : parameters) {
            numbered.add(new FormField(numbered(parameter.name(), indexes), parameter.value()));
        }
        numbered.sort(Comparator.comparing(field -> topLevel(field.name()), BY_NAME));
        return equal(sign(secret, path, FormBody.urlencode(numbered)), signature);
    }

    /** {@code a[]} is {@code a[0]}, {@code a[1]} …, as PHP reads it. */
    private static String numbered(String name, Map<String, Integer> indexes) {
        if (!name.endsWith("[]")) {
            return name;
        }
        String list = name.substring(0, name.length() - 2);
        int index = indexes.merge(list, 1, Integer::sum) - 1;
        return list + "[" + index + "]";
    }

    private static String topLevel(String name) {
        int bracket = name.indexOf('[');
        return bracket > 0 ? name.substring(0, bracket) : name;
    }

    private static boolean equal(String expected, String received) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), received.strip().getBytes(StandardCharsets.UTF_8));
    }

    static String md5Hex(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("MD5 is missing from this Java: every JDK has it", e);
        }
    }
}
