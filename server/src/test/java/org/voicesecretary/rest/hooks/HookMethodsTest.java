package org.voicesecretary.rest.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.rest.TestRest;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.webhook.EndpointCheck;
import org.voicesecretary.webhook.WebhookClient;

@Tag("wire")
@Timeout(60)
class HookMethodsTest {
    private final WebhookClient client = new WebhookClient(UrlGuard.PRIVATE_TOO);
    private TestRest rest;

    @BeforeEach
    void start(@TempDir Path directory) {
        rest = new TestRest(
                directory,
                "numbers: [{number: \"442037691881\"}]\n",
                r -> new HookMethods(
                                r.accounts(),
                                new OfficeChanges(r.accountOperations(), r.accounts(), new SecureRandom()),
                                new EndpointCheck(client, new SecureRandom()),
                                Duration.ofSeconds(2))
                        .routes());
    }

    @AfterEach
    void stop() throws Exception {
        rest.close();
        client.close();
    }

    private NumberRoute number() {
        return rest.accounts().snapshot().number("442037691881").orElseThrow();
    }

    @Test
    void aScriptThatEchoesIsAskedFromThenOn() throws Exception {
        try (var script = WebhookDouble.start()) {
            String url = script.url("/hook").toString();
            assertThat(rest.get("pbx/callinfo").body())
                    .isEqualTo("{\"status\":\"success\",\"url\":\"\",\"notifications\":{\"notify_start\":\"true\","
                            + "\"notify_internal\":\"true\",\"notify_end\":\"true\",\"notify_out_start\":\"true\","
                            + "\"notify_out_end\":\"true\",\"notify_answer\":\"true\"}}");
            assertThat(rest.post("pbx/callinfo/url", Map.of("url", url)).body())
                    .isEqualTo("{\"status\":\"success\",\"url\":\"" + url + "\"}");
            assertThat(script.requests().getFirst().target()).contains("zd_echo=");
            assertThat(number().webhook().url()).hasToString(url);
            assertThat(rest.delete("pbx/callinfo/url", Map.of()).body())
                    .isEqualTo("{\"status\":\"success\",\"url\":\"\"}");
            assertThat(number().webhook().url()).isNull();
        }
    }

    @Test
    void aScriptThatDoesNotEchoIsTakenOnlyWhenToldSo() throws Exception {
        String gone;
        try (var script = WebhookDouble.start()) {
            gone = script.url().toString();
        }
        assertThat(rest.post("pbx/callinfo/url", Map.of("url", gone)).status()).isEqualTo(400);
        assertThat(number().webhook().url()).isNull();
        assertThat(rest.post("pbx/callinfo/url", Map.of("url", gone, "unchecked", "1"))
                        .status())
                .isEqualTo(200);
        assertThat(number().webhook().url()).hasToString(gone);
        for (String wrong : new String[] {"file:///etc/passwd", "http://", "gopher://x/", "http://u:p@h/", "x"}) {
            assertThat(rest.post("pbx/callinfo/url", Map.of("url", wrong, "unchecked", "1"))
                            .status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void anAddressThatNoScriptHasIsNamed() {
        TestRest.Got got = rest.post("pbx/callinfo/url", Map.of("url", "http://169.254.169.254/latest"));
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.body()).contains("Wrong parameters: url: ", "169.254.169.254");
    }

    @Test
    void singleEventsAreSwitchedOffAndOnAgain() {
        assertThat(rest.post("pbx/callinfo/notifications", Map.of("notify_internal", "false", "notify_record", "false"))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"notifications\":{\"notify_start\":\"true\","
                        + "\"notify_internal\":\"false\",\"notify_end\":\"true\",\"notify_out_start\":\"true\","
                        + "\"notify_out_end\":\"true\",\"notify_answer\":\"true\",\"notify_record\":\"false\"}}");
        assertThat(number().webhook().mute()).isEqualTo(Set.of(EventType.NOTIFY_INTERNAL, EventType.NOTIFY_RECORD));
        rest.post("pbx/callinfo/notifications", Map.of("notify_internal", "true", "notify_start", "false"));
        assertThat(number().webhook().mute()).isEqualTo(Set.of(EventType.NOTIFY_START, EventType.NOTIFY_RECORD));
        assertThat(rest.get("pbx/callinfo").body()).contains("\"notify_start\":\"false\"");
        assertThat(rest.post("pbx/callinfo/notifications", Map.of("notify_end", "maybe"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whereOtherEventsGoIsKept() {
        String none = "\"hooks\":{\"number_lookup\":\"false\",\"call_tracking\":\"false\",\"sms\":\"false\","
                + "\"speech_recognition\":\"false\",\"document\":\"false\"}}";
        assertThat(rest.get("pbx/webhooks").body()).isEqualTo("{\"status\":\"success\",\"url\":\"\"," + none);
        assertThat(rest.post("pbx/webhooks/url", Map.of("url", "https://example.com/x"))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"url\":\"https://example.com/x\"}");
        assertThat(rest.post("pbx/webhooks/hooks", Map.of("sms", "true")).body())
                .isEqualTo("{\"status\":\"success\"," + none.replace("\"sms\":\"false\"", "\"sms\":\"true\""));
        assertThat(rest.get("pbx/webhooks/url").body())
                .contains("\"url\":\"https://example.com/x\"", "\"sms\":\"true\"");
        assertThat(rest.delete("pbx/webhooks/url", Map.of()).body()).isEqualTo("{\"status\":\"success\",\"url\":\"\"}");
        assertThat(rest.get("pbx/webhooks").body()).contains("\"url\":\"\"", "\"sms\":\"true\"");
    }
}
