package org.voicesecretary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Vectors made by running the official PHP classes; the secrets are those of its published examples. */
@Tag("unit")
class ProtocolVectorsTest {
    private static final String WEBHOOK_SECRET = "YOURSECRET";
    private static final String REST_KEY = "1a2b3c4d5e6f7a8b9c0d";
    private static final String REST_SECRET = "0d1c2b3a4f5e6d7c8b9a";
    private static final JsonNode VECTORS = read();

    private static JsonNode read() {
        try (InputStream in = ProtocolVectorsTest.class.getResourceAsStream("/protocol-vectors.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noVectorIsLeftOut() {
        assertThat(VECTORS.propertyNames()).containsExactlyInAnyOrder("rest", "webhook");
        assertThat(restVectors().count()).isEqualTo(VECTORS.get("rest").size()).isEqualTo(14);
        assertThat(webhookVectors().count())
                .isEqualTo(VECTORS.get("webhook").size())
                .isEqualTo(10);
        for (JsonNode vector : VECTORS.get("rest")) {
            assertThat(vector.propertyNames())
                    .containsExactlyInAnyOrder(
                            "path", "params", "sorted_query", "md5", "hmac_sha1_hex", "authorization");
        }
        for (JsonNode vector : VECTORS.get("webhook")) {
            assertThat(vector.propertyNames())
                    .containsExactlyInAnyOrder(
                            "fields",
                            "form",
                            "signed_string",
                            "hmac_sha1_hex",
                            "Signature",
                            "accepted_by_official_php",
                            "bad_rejected");
        }
    }

    @TestFactory
    Stream<DynamicTest> webhookVectors() {
        return numbered("W", "webhook")
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> webhook(entry.getValue())));
    }

    private static void webhook(JsonNode vector) throws MalformedFormException {
        String form = vector.get("form").asString();
        List<FormField> fields = FormBody.decodeUrlencoded(form);
        assertThat(fields).isEqualTo(flat(vector.get("fields")));
        assertThat(FormBody.urlencode(fields)).isEqualTo(form);

        WebhookEvent event = EventReader.read(fields).orElseThrow();
        assertThat(event.type().name())
                .isEqualTo(vector.get("fields").get("event").asString());
        assertThat(event.signedString()).isEqualTo(vector.get("signed_string").asString());
        // The one thing we write otherwise: false is the empty text.
        String written = form.replace("default_behaviour%5D=0", "default_behaviour%5D=");
        assertThat(FormBody.urlencode(event.fields())).isEqualTo(written);

        String signature = vector.get("Signature").asString();
        assertThat(Signature.sign(WEBHOOK_SECRET, event, SignatureForm.HEX)).isEqualTo(signature);
        assertThat(new String(Base64.getDecoder().decode(signature), StandardCharsets.US_ASCII))
                .isEqualTo(vector.get("hmac_sha1_hex").asString());
        Set<SignatureForm> hex = Set.of(SignatureForm.HEX);
        boolean accepted = Signature.verify(WEBHOOK_SECRET, event.signedString(), signature, hex);
        assertThat(accepted).isEqualTo(vector.get("accepted_by_official_php").asBoolean());
        String bad = "xx" + signature.substring(2);
        assertThat(Signature.verify(WEBHOOK_SECRET, event.signedString(), bad, hex))
                .isNotEqualTo(vector.get("bad_rejected").asBoolean());
    }

    @TestFactory
    Stream<DynamicTest> restVectors() {
        return numbered("R", "rest")
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> rest(entry.getValue())));
    }

    private static void rest(JsonNode vector) throws MalformedFormException {
        Map<String, Object> params = new LinkedHashMap<>();
        if (vector.get("params").isObject()) {
            vector.get("params").forEachEntry((key, value) -> params.put(key, plain(value)));
        } else {
            assertThat(vector.get("params").isEmpty()).isTrue();
        }
        String path = vector.get("path").asString();
        String query = vector.get("sorted_query").asString();
        assertThat(RestSignature.canonicalQuery(params)).isEqualTo(query);
        String authorization = vector.get("authorization").asString();
        assertThat(RestSignature.authorization(REST_KEY, REST_SECRET, path, params))
                .isEqualTo(authorization);

        String signature = authorization.substring(authorization.indexOf(':') + 1);
        assertThat(new String(Base64.getDecoder().decode(signature), StandardCharsets.US_ASCII))
                .isEqualTo(vector.get("hmac_sha1_hex").asString());
        assertThat(RestSignature.md5Hex(query)).isEqualTo(vector.get("md5").asString());
        assertThat(RestSignature.verify(REST_SECRET, path, query, signature)).isTrue();
        assertThat(RestSignature.verify(REST_SECRET, path, reversedNames(query), signature))
                .isTrue();
        assertThat(RestSignature.verify(REST_SECRET, path, query, "xx" + signature.substring(2)))
                .isFalse();
        assertThat(RestSignature.verify(REST_SECRET, path + "x", query, signature))
                .isFalse();
    }

    /** The same pairs with their top-level names in another order. */
    private static String reversedNames(String query) {
        if (query.isEmpty()) {
            return query;
        }
        var groups = new LinkedHashMap<String, String>();
        for (String pair : query.split("&")) {
            groups.merge(pair.split("%5B|=")[0], pair, (a, b) -> a + "&" + b);
        }
        return String.join("&", new ArrayList<>(groups.values()).reversed());
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.forEachEntry((key, value) -> map.put(key, plain(value)));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(item)));
            return list;
        }
        return node.isNull()
                ? null
                : node.isBoolean() ? (Object) node.asBoolean() : node.isNumber() ? node.numberValue() : node.asString();
    }

    private static List<FormField> flat(JsonNode fields) {
        List<FormField> flat = new ArrayList<>();
        fields.forEachEntry((name, value) -> {
            if (value.isObject()) {
                value.forEachEntry((inner, text) -> flat.add(new FormField(name + "[" + inner + "]", text.asString())));
            } else {
                flat.add(new FormField(name, value.asString()));
            }
        });
        return flat;
    }

    private static Stream<Map.Entry<String, JsonNode>> numbered(String letter, String group) {
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>();
        for (JsonNode vector : VECTORS.get(group)) {
            entries.add(Map.entry(letter + (entries.size() + 1), vector));
        }
        return entries.stream();
    }

    @Test
    void theRawFormOfW1IsTheOneTheTypescriptClientWants() {
        String signed = VECTORS.get("webhook").get(0).get("signed_string").asString();
        assertThat(Signature.sign(WEBHOOK_SECRET, signed, SignatureForm.RAW_BASE64))
                .isEqualTo("8jDR750nx+9PWipcBBAd8DrBPNY=");
    }

    @Test
    void vectorsPublishedByOtherClientsHoldToo() {
        assertThat(RestSignature.sign(
                        "dbf5606ea4c1f2234201",
                        "/v1/statistics/",
                        "end=2018-10-04+08%3A00%3A00&start=2018-09-01+08%3A00%3A00"))
                .isEqualTo("ZmI3YzA1MmJkNzQyYmE1YzI3OWY3OTRjNTlmZDFkMTE2MmI4YmI0Yg==");
        assertThat(RestSignature.sign("d78f2a12cc1fc5effe71", "/v1/info/balance/", ""))
                .isEqualTo("YWUxNGEzODcyZjNiM2YyMDkyZjA3NmE2M2VmZTliZDZkZDdkZjQ0MA==");
    }
}
