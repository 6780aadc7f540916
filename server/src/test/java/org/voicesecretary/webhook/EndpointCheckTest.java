package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.testkit.WebhookDouble;

@Tag("wire")
@Timeout(30)
class EndpointCheckTest {
    private static final Duration BUDGET = Duration.ofSeconds(2);

    @Test
    void aScriptThatEchoesTheTokenIsFine() throws Exception {
        try (var client = new WebhookClient(UrlGuard.PRIVATE_TOO);
                var script = WebhookDouble.start()) {
            var check = new EndpointCheck(client, new SecureRandom());

            assertThat(check.check(script.url("/hook?crmkey=1"), BUDGET)).isEqualTo(new EndpointCheck.Result.Echoed());
            var request = script.requests().getFirst();
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.target()).matches("/hook\\?crmkey=1&zd_echo=[A-Za-z0-9]{16,32}");
            assertThat(request.header("Signature")).isEmpty();
        }
    }

    @Test
    void aPageThatSaysSomethingElseIsShown() throws Exception {
        HttpServer page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext("/", exchange -> {
            byte[] body = "It works!".getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        page.start();
        try (var client = new WebhookClient(UrlGuard.PRIVATE_TOO)) {
            var url = URI.create("http://127.0.0.1:" + page.getAddress().getPort() + "/");

            assertThat(new EndpointCheck(client, new SecureRandom()).check(url, BUDGET))
                    .isEqualTo(new EndpointCheck.Result.Different(200, "It works!"));
        } finally {
            page.stop(0);
        }
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() throws Exception {
        try (var client = new WebhookClient(UrlGuard.PRIVATE_TOO)) {
            URI url;
            try (var script = WebhookDouble.start()) {
                url = script.url();
            }

            assertThat(new EndpointCheck(client, new SecureRandom()).check(url, BUDGET))
                    .isInstanceOf(EndpointCheck.Result.Unreachable.class);
        }
    }

    @Test
    void theTokenJoinsWhateverQueryThereIs() {
        assertThat(EndpointCheck.withEcho(URI.create("http://h/"), "T")).hasToString("http://h/?zd_echo=T");
        assertThat(EndpointCheck.withEcho(URI.create("http://h/?a=b"), "T")).hasToString("http://h/?a=b&zd_echo=T");
        assertThat(EndpointCheck.withEcho(URI.create("http://h/?"), "T")).hasToString("http://h/?zd_echo=T");
        assertThat(EndpointCheck.withEcho(URI.create("http://h/#x"), "T")).hasToString("http://h/?zd_echo=T");
    }
}
