package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.InviteOutcome;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.PhoneEvents;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;

/** What the operator writes reaches the wire. */
@Tag("e2e")
class InstallationKeysTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private static WebhookDouble asksForAKey() {
        return WebhookDouble.start()
                .on(
                        EventType.NOTIFY_START,
                        DoubleReply.json("{\"ivr_saytext\":\"Please press a key.\",\"language\":\"en\","
                                + "\"wait_dtmf\":{\"timeout\":5,\"maxdigits\":1,\"name\":\"menu\"}}"))
                .on(
                        EventType.NOTIFY_IVR,
                        DoubleReply.json("{\"ivr_saytext\":\"Thank you.\",\"language\":\"en\",\"hangup\":1}"))
                .otherwise(DoubleReply.empty());
    }

    private static void isHeardAndHears(PhoneCall call) throws InterruptedException {
        assertThat(call.heard().awaitSound(0, SOON)).as("the question is heard").isTrue();
        call.press("5");
        assertThat(call.awaitEnd(SOON))
                .as("the key is heard, and the script hangs up")
                .containsInstanceOf(DialogEnd.RemoteBye.class);
    }

    @Test
    void onePointForBothFamiliesServesCallersOfBoth() throws Exception {
        try (var script = asksForAKey();
                var server = RunningServer.start(
                        directory,
                        RunningServer.account(script.url().toString()),
                        Map.of("VOICE_SECRETARY_SIP_LISTEN", "udp:[::]:0"))) {
            for (String host : new String[] {"127.0.0.1", "::1"}) {
                InetAddress address = InetAddress.ofLiteral(host);
                String uri = "sip:" + RunningServer.NUMBER + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                        + server.port(Transport.UDP);
                try (var phone = TestPhone.at(address, PhoneEvents.IGNORED);
                        var call = phone.dial(uri).answered()) {
                    isHeardAndHears(call);
                }
            }
        }
    }

    @Test
    void behindNatAPhoneOnThisMachineIsServedAndTheHeadersSayWhatTheyAreToldTo() throws Exception {
        try (var script = asksForAKey();
                var server = RunningServer.start(
                        directory,
                        RunningServer.account(script.url().toString()),
                        Map.of(
                                "VOICE_SECRETARY_SIP_PUBLIC_ADDRESS", "203.0.113.9",
                                "VOICE_SECRETARY_SIP_USER_AGENT", "",
                                "VOICE_SECRETARY_SIP_SESSION_TIMER", "15m",
                                "VOICE_SECRETARY_RTP_CODECS", "g722,pcmu"));
                var phone = TestPhone.onLoopback();
                var call = phone.dial(server.sip(RunningServer.NUMBER))) {
            assertThat(call.await(SOON)).isInstanceOfSatisfying(InviteOutcome.Answered.class, answered -> {
                SipResponse ok = answered.response();
                assertThat(ok.headers().first("Contact")).contains("sip:127.0.0.1:");
                assertThat(ok.headers().has("Server")).isFalse();
                assertThat(ok.headers().first("Session-Expires")).startsWith("900;");
                assertThat(new String(ok.body(), StandardCharsets.UTF_8))
                        .contains("c=IN IP4 127.0.0.1")
                        .doesNotContain("PCMA");
            });
            isHeardAndHears(call);
        }
    }

    @Test
    void metricsTellHowCallsGo() throws Exception {
        try (var script = asksForAKey();
                var server = RunningServer.start(
                        directory, RunningServer.account(script.url().toString()));
                var phone = TestPhone.onLoopback()) {
            try (var call = phone.dial(server.sip(RunningServer.NUMBER)).answered()) {
                isHeardAndHears(call);
            }
            script.awaitRequest(EventType.NOTIFY_END, SOON);
            try (var call = phone.dial(server.sip("440000000000"))) {
                assertThat(call.refused().status()).isEqualTo(404);
            }

            assertThat(get(server, "/metrics"))
                    .contains(
                            "calls_started_total 1.0",
                            "calls_ended_total{disposition=\"answered\",fault=\"none\"} 1.0",
                            "calls_refused_total{reason=\"number\"} 1.0",
                            "calls_refused_total{reason=\"overload\"} 0.0",
                            "calls_overload 0.0",
                            "calls_faults_total{kind=\"script\"} 0.0",
                            "script_reply_seconds_count 2",
                            "key_to_sound_seconds_count 1",
                            "sip_malformed_total 0.0")
                    .containsPattern("media_packets_total [1-9]");
            assertThat(get(server, "/health/ready")).contains("\"status\":\"ready\"", "udp:127.0.0.1:");
        }
    }

    @Test
    void metricsCountWhatScriptsAnswerWrongly() throws Exception {
        List<DoubleReply> wrong = List.of(
                DoubleReply.body("HTTP is fine, but this is no JSON"),
                DoubleReply.status(500),
                DoubleReply.json("{\"hangup\":1}").closeAfter(4));
        try (var script = WebhookDouble.start()
                        .on(EventType.NOTIFY_START, wrong.toArray(DoubleReply[]::new))
                        .otherwise(DoubleReply.empty());
                var server = RunningServer.start(
                        directory, RunningServer.account(script.url().toString()));
                var phone = TestPhone.onLoopback()) {
            for (int i = 0; i < wrong.size(); i++) {
                try (var call = phone.dial(server.sip(RunningServer.NUMBER)).answered()) {
                    assertThat(call.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
                }
            }

            Eventually.that(
                    "three faults of the script are counted",
                    () -> get(server, "/metrics").contains("calls_faults_total{kind=\"script\"} 3.0"));
            assertThat(get(server, "/metrics"))
                    .as("two were whole responses, one broke off")
                    .contains("script_reply_seconds_count 2", "script_failures_total 1.0");
        }
    }

    private static String get(RunningServer server, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.assembly().httpPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
