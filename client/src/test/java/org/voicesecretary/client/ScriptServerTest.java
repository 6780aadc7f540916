package org.voicesecretary.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.Reply;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

@Tag("wire")
class ScriptServerTest {
    private static final NotifyStart START = new NotifyStart("2025-03-04 10:11:12", "in_1", "1", "2");

    private final WebhookHandler handler = new WebhookHandler(SignatureCheck.with("secret"), new CallScript() {
        @Override
        public Reply onStart(NotifyStart call) {
            return Reply.builder().sayText("Grüße").build();
        }
    });

    @Test
    void aScriptIsServedOnAFreePort() throws Exception {
        try (var server = ScriptServer.start(0, handler);
                var http = HttpClient.newHttpClient()) {
            HttpRequest post = HttpRequest.newBuilder(server.url())
                    .header("Content-Type", FormBody.URLENCODED)
                    .header("Signature", Signature.sign("secret", START, SignatureForm.HEX))
                    .POST(BodyPublishers.ofByteArray(
                            FormBody.urlencoded(START.fields()).bytes()))
                    .build();
            HttpResponse<String> reply = http.send(post, BodyHandlers.ofString());
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("{\"ivr_saytext\":\"Grüße\"}");

            HttpRequest echo = HttpRequest.newBuilder(server.url().resolve("/hook?zd_echo=Zz123"))
                    .build();
            assertThat(http.send(echo, BodyHandlers.ofString()).body()).isEqualTo("Zz123");
            HttpRequest head = HttpRequest.newBuilder(echo.uri()).HEAD().build();
            assertThat(http.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        try (var server = ScriptServer.start(0, handler);
                var http = HttpClient.newHttpClient()) {
            HttpRequest post = HttpRequest.newBuilder(server.url())
                    .POST(BodyPublishers.ofByteArray(new byte[FormBody.MAX_BYTES + 1]))
                    .build();
            assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var server = ScriptServer.start(0, handler)) {
            assertThatThrownBy(() -> ScriptServer.start(server.port(), handler))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on")
                    .hasMessageContaining(Integer.toString(server.port()));
        }
    }
}
