package org.voicesecretary.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.HostPort;

@Tag("wire")
@Timeout(60)
class OperationsServerTest {
    private final Health health = new Health();
    private final Metrics metrics = new Metrics();
    private final HttpClient client = HttpClient.newHttpClient();
    private OperationsServer server;

    @BeforeEach
    void start() {
        server = OperationsServer.start(new HostPort("127.0.0.1", 0), health, metrics.registry(), config -> {});
    }

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
        client.close();
    }

    @Test
    void readyFollowsTheChecksAndTellsWhatIsMissing() throws Exception {
        var sip = new AtomicReference<Health.Check>(new Health.Check.Failing("udp:0.0.0.0:5060 is not bound"));
        health.check("sip", sip::get);
        health.check("speech", () -> new Health.Check.Fine("rendered"));

        HttpResponse<String> before = get("/health/ready");
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.body())
                .isEqualTo("{\"status\":\"not ready\",\"checks\":["
                        + "{\"name\":\"sip\",\"ok\":false,\"problem\":\"udp:0.0.0.0:5060 is not bound\"},"
                        + "{\"name\":\"speech\",\"ok\":true,\"note\":\"rendered\"}]}");
        assertThat(before.headers().firstValue("Content-Type")).contains("application/json");

        sip.set(new Health.Check.Fine("udp:0.0.0.0:5060"));
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        health.drain();
        HttpResponse<String> draining = get("/health/ready");
        assertThat(draining.statusCode()).isEqualTo(503);
        assertThat(draining.body()).startsWith("{\"status\":\"draining\"");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aCheckThatThrowsHasFailedAndTheOthersStillAnswer() throws Exception {
        health.check("broken", () -> {
            throw new IllegalStateException("no");
        });
        health.check("fine", () -> new Health.Check.Fine(""));

        assertThat(get("/health/ready").body())
                .contains("the check itself failed")
                .contains("\"name\":\"fine\",\"ok\":true");
    }

    @Test
    void metricsAreInPrometheusForm() throws Exception {
        metrics.registry().counter("calls.started", "account", "a").increment();

        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("calls_started_total{account=\"a\"} 1.0")
                .contains("jvm_memory_used_bytes");
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void anAddressThatIsTakenIsAProblemOfTheConfiguration() {
        assertThatThrownBy(() -> OperationsServer.start(
                        new HostPort("127.0.0.1", server.port()), health, metrics.registry(), config -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.listen: 127.0.0.1:" + server.port() + " cannot be bound");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
