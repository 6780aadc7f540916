package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class HeadersTest {
    private final Headers headers = Headers.of(
            "Via",
            "SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b",
            "v",
            "SIP/2.0/UDP c",
            "k",
            "100rel, timer",
            "X-Own",
            " padded ",
            "SUPPORTED",
            "path,,");

    @Test
    void namesHaveNoCaseAndCompactFormsAreTheSameName() {
        assertThat(headers.has("supported")).isTrue();
        assertThat(headers.has("k")).isTrue();
        assertThat(headers.name(2)).isEqualTo("Supported");
        assertThat(headers.first("VIA")).startsWith("SIP/2.0/UDP a");
        assertThat(headers.first("x-own")).isEqualTo("padded");
        assertThat(headers.first("Route")).isNull();
    }

    @Test
    void fieldsAndListElementsAreDifferentThings() {
        assertThat(headers.all("Via")).hasSize(2);
        assertThat(headers.count("v")).isEqualTo(2);
        assertThat(headers.list("Via"))
                .containsExactly("SIP/2.0/UDP a;branch=z9hG4bK1", "SIP/2.0/UDP b", "SIP/2.0/UDP c");
        assertThat(headers.list("Supported")).containsExactly("100rel", "timer", "path");
    }

    @Test
    void commasInQuotesAndBracketsDoNotSeparate() {
        var contacts = Headers.of("Contact", "\"Bell, \\\"A\\\"\" <sip:a,b@c>;q=0.1, <sip:d@e>");
        assertThat(contacts.list("Contact")).containsExactly("\"Bell, \\\"A\\\"\" <sip:a,b@c>;q=0.1", "<sip:d@e>");
    }

    @Test
    void aBuilderKeepsTheOrder() {
        Headers changed = headers.toBuilder()
                .set("k", "x")
                .prepend("Route", "<sip:r>")
                .remove("X-Own")
                .add("Z", "1")
                .build();
        assertThat(changed.toString()).isEqualTo("""
                Route: <sip:r>
                Via: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b
                Via: SIP/2.0/UDP c
                Supported: x
                Z: 1
                """.replace("\n", "\r\n"));
        assertThat(headers.size()).isEqualTo(5);
    }

    @Test
    void manyFieldsFit() {
        var builder = Headers.builder();
        for (int i = 0; i < 100; i++) builder.add("X-" + i, "v" + i);
        assertThat(builder.build().first("x-99")).isEqualTo("v99");
    }

    @Test
    void onlyTheTopmostViaIsReplaced() throws SipParseException {
        Via noted = headers.topVia().withSource("192.0.2.9", 4711);
        Headers changed = headers.withTopVia(noted);
        assertThat(changed.list("Via"))
                .containsExactly("SIP/2.0/UDP a;branch=z9hG4bK1;received=192.0.2.9", "SIP/2.0/UDP b", "SIP/2.0/UDP c");
        assertThat(changed.topVia()).isEqualTo(noted);
        assertThat(headers.topVia().received()).isNull();
    }

    @Test
    void namesAndValuesThatWouldForgeFieldsAreRefused() {
        assertThatThrownBy(() -> Headers.of("X Y", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Headers.of("X:", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Headers.of("X", "1\nVia: y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line end");
    }

    @Test
    void equalityLooksAtNamesWithoutCaseAndAtValuesInOrder() {
        assertThat(Headers.of("to", "a", "X", "b"))
                .isEqualTo(Headers.of("TO", "a", "x", "b"))
                .hasSameHashCodeAs(Headers.of("TO", "a", "x", "b"));
        assertThat(Headers.of("A", "1", "B", "2")).isNotEqualTo(Headers.of("B", "2", "A", "1"));
    }

    @Test
    void bytesThatAreNotUtf8AreTakenAsLatin1() throws SipParseException {
        byte[] bytes = SipParserTest.INVITE
                .replace("Max-Forwards: 70", "Subject: Gr\u00fc\u00dfe")
                .getBytes(StandardCharsets.ISO_8859_1);
        SipMessage message = SipParser.parseDatagram(bytes, 0, bytes.length);
        assertThat(message.headers().first("Subject")).isEqualTo("Grüße");
        assertThat(SipParserTest.parse(new String(message.encode(), StandardCharsets.ISO_8859_1)))
                .isNotNull();
    }
}
