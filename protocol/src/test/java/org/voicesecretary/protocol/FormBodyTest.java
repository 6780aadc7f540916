package org.voicesecretary.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class FormBodyTest {
    private static final List<FormField> FIELDS = List.of(
            new FormField("event", "NOTIFY_IVR"),
            new FormField("wait_dtmf[name]", "main.1 «é» \r\n--x"),
            new FormField("wait_dtmf[digits]", "*12#"),
            new FormField("empty", ""));

    @Test
    void urlencodedFormsComeBackAsTheyWere() throws Exception {
        FormBody body = FormBody.urlencoded(FIELDS);
        assertThat(body.contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(FormBody.decode(body.contentType(), body.bytes())).isEqualTo(FIELDS);
    }

    @Test
    void multipartFormsComeBackAsTheyWere() throws Exception {
        FormBody body = FormBody.multipart(FIELDS);
        assertThat(body.contentType()).startsWith("multipart/form-data; boundary=");
        assertThat(FormBody.decode(body.contentType(), body.bytes())).isEqualTo(FIELDS);
    }

    @Test
    void aRetryOfTheSameFieldsHasTheSameBytes() {
        assertThat(FormBody.multipart(FIELDS).bytes())
                .isEqualTo(FormBody.multipart(FIELDS).bytes());
    }

    @Test
    void encodingIsThatOfPhp() {
        var fields = List.of(new FormField("a b", "~t *s* (p) 'q' + & = % / ? _-. П €"));
        assertThat(FormBody.urlencode(fields))
                .isEqualTo("a+b=%7Et+%2As%2A+%28p%29+%27q%27+%2B+%26+%3D+%25+%2F+%3F+_-.+%D0%9F+%E2%82%AC");
    }

    @Test
    void brokenPercentSignsStandForThemselves() throws Exception {
        assertThat(FormBody.decodeUrlencoded("a=100%&b=%zz&c=%4&&=x&d"))
                .containsExactly(
                        new FormField("a", "100%"),
                        new FormField("b", "%zz"),
                        new FormField("c", "%4"),
                        new FormField("", "x"),
                        new FormField("d", ""));
    }

    @Test
    void aBodyWithoutContentTypeIsTakenAsUrlencoded() throws Exception {
        assertThat(FormBody.decode(null, bytes("a=1"))).containsExactly(new FormField("a", "1"));
    }

    @Test
    void aMultipartBodyWhoseHeaderNamesAnotherBoundaryIsReadByItsFirstLine() throws Exception {
        byte[] body = bytes("--real\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--real--\r\n");
        assertThat(FormBody.decode("multipart/form-data; boundary=other", body))
                .containsExactly(new FormField("a", "1"));
        assertThat(FormBody.decode("multipart/form-data", body)).containsExactly(new FormField("a", "1"));
    }

    @Test
    void multipartIsReadWithQuotedBoundaryBareLineFeedsAndWithoutItsEnd() throws Exception {
        byte[] body = bytes("preamble\n--b 1\ncontent-disposition: form-data; name=a\nX: y\n\none\ntwo\n--b 1\n"
                + "Content-Type: text/plain\n\nnameless\n--b 1\nContent-Disposition: form-data; name=\"b\"\n\nlast");
        assertThat(FormBody.decode("multipart/form-data; boundary=\"b 1\"", body))
                .containsExactly(new FormField("a", "one\ntwo"), new FormField("b", "last"));
    }

    @Test
    void whatIsTooMuchOrNoFormIsRefusedWithAReason() {
        assertThatThrownBy(() -> FormBody.decode(null, new byte[FormBody.MAX_BYTES + 1]))
                .isInstanceOf(MalformedFormException.class)
                .hasMessageContaining("too large");
        assertThatThrownBy(() -> FormBody.decode(null, bytes("a&".repeat(1001))))
                .isInstanceOf(MalformedFormException.class)
                .hasMessageContaining("more than 1000 fields");
        assertThatThrownBy(() -> FormBody.decode("application/json", bytes("{}")))
                .isInstanceOf(MalformedFormException.class)
                .hasMessageContaining("application/json");
        assertThatThrownBy(() -> FormBody.decode("multipart/form-data; boundary=b", bytes("a=1")))
                .isInstanceOf(MalformedFormException.class)
                .hasMessageContaining("boundary");
        byte[] longHeader = bytes("--b\r\nX: " + "y".repeat(9000) + "\r\n\r\n1\r\n--b--");
        assertThatThrownBy(() -> FormBody.decode("multipart/form-data; boundary=b", longHeader))
                .isInstanceOf(MalformedFormException.class)
                .hasMessageContaining("header");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
