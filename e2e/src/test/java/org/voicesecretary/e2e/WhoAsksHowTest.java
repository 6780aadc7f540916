package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.TimelineEvent;

/** What the account and the installation say about webhooks, as the scripts of real calls see it. */
@Tag("e2e")
@Timeout(60)
class WhoAsksHowTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String HANG_UP = "{\"hangup\":1}";
    private static final int LIMIT = 64 * 1024;

    @TempDir
    Path directory;

    private static WebhookDouble hangsUp() {
        return WebhookDouble.start()
                .on(EventType.NOTIFY_START, _ -> DoubleReply.json(HANG_UP))
                .otherwise(DoubleReply.empty());
    }

    private static String signed(WebhookRequest request) {
        return request.field("caller_id") + request.field("called_did") + request.field("call_start");
    }

    private static void isSigned(WebhookRequest request, SignatureForm form) {
        assertThat(Signature.verify(
                        RunningServer.SECRET,
                        signed(request),
                        request.header("Signature").orElseThrow(),
                        EnumSet.of(form)))
                .as("signature of %s as %s", request.type(), form)
                .isTrue();
    }

    /** Calls a number whose script hangs up, and waits until it knows that this is over. */
    private static WebhookRequest endOf(String number, RunningServer server, TestPhone phone, WebhookDouble script)
            throws InterruptedException {
        try (var call = phone.dial(server.sip(number))) {
            WebhookRequest end = script.awaitRequest(EventType.NOTIFY_END, SOON);
            call.await(SOON);
            return end;
        }
    }

    @Test
    void withoutASecretNothingIsSigned() throws Exception {
        try (var script = hangsUp();
                var server = RunningServer.start(directory, """
                        account: {name: Test shop, key: %s, time-zone: Europe/Berlin, language: en}
                        webhook: {url: "%s"}
                        trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                        numbers: [{number: "442037691881"}]
                        """.formatted(RunningServer.KEY, script.url()));
                var phone = TestPhone.onLoopback()) {
            endOf("442037691881", server, phone, script);

            assertThat(script.requests())
                    .hasSize(2)
                    .allSatisfy(
                            request -> assertThat(request.header("Signature")).isEmpty());
        }
    }

    @Test
    void aNumberOverridesTheAccountFieldByField() throws Exception {
        try (var script = hangsUp();
                var other = hangsUp();
                var server = RunningServer.start(
                        directory, """
                        account: {name: Test shop, key: %s, secret: %s, time-zone: Europe/Berlin, language: en}
                        webhook: {url: "%s", body: multipart, signature: raw-base64}
                        trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                        numbers:
                          - {number: "442037691881"}
                          - {number: "442037691882", webhook: {body: urlencoded}}
                          - {number: "442037691883", webhook: {signature: hex}}
                          - {number: "442037691884", webhook: {url: "%s"}}
                        """.formatted(RunningServer.KEY, RunningServer.SECRET, script.url(), other.url()));
                var phone = TestPhone.onLoopback()) {
            WebhookRequest plain = endOf("442037691881", server, phone, script);
            assertThat(plain.header("Content-Type").orElseThrow()).startsWith("multipart/form-data");
            isSigned(plain, SignatureForm.RAW_BASE64);

            WebhookRequest body = endOf("442037691882", server, phone, script);
            assertThat(body.header("Content-Type").orElseThrow()).startsWith("application/x-www-form-urlencoded");
            isSigned(body, SignatureForm.RAW_BASE64);

            WebhookRequest signature = endOf("442037691883", server, phone, script);
            assertThat(signature.header("Content-Type").orElseThrow()).startsWith("multipart/form-data");
            isSigned(signature, SignatureForm.HEX);

            WebhookRequest url = endOf("442037691884", server, phone, other);
            assertThat(url.header("Content-Type").orElseThrow()).startsWith("multipart/form-data");
            isSigned(url, SignatureForm.RAW_BASE64);
            assertThat(script.requests())
                    .allSatisfy(
                            request -> assertThat(request.field("called_did")).isNotEqualTo("442037691884"));
            assertThat(other.requests()).hasSize(2).allSatisfy(request -> isSigned(request, SignatureForm.RAW_BASE64));
        }
    }

    @Test
    void aCallerWithoutANumberIsCalledAsTheInstallationSays() throws Exception {
        try (var script = hangsUp();
                var server = RunningServer.start(
                        directory,
                        RunningServer.account(script.url().toString()),
                        Map.of("VOICE_SECRETARY_WEBHOOK_ANONYMOUS_CALLER", "anonymous"));
                var phone = TestPhone.onLoopback();
                var call = phone.dial(server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from("anonymous"))) {
            WebhookRequest end = script.awaitRequest(EventType.NOTIFY_END, SOON);
            call.await(SOON);

            assertThat(end.field("caller_id")).isEqualTo("anonymous");
            assertThat(script.requests(EventType.NOTIFY_START))
                    .singleElement()
                    .satisfies(start -> assertThat(start.field("caller_id")).isEqualTo("anonymous"));
            script.requests().forEach(request -> isSigned(request, SignatureForm.HEX));
        }
    }

    /** A reply of so many bytes. */
    private static DoubleReply ofLength(String json, int bytes) {
        return DoubleReply.body(json + " ".repeat(bytes - json.getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void aReplyOfExactlyTheLimitIsHeardAndOneByteMoreIsAFault() throws Exception {
        String hello = "{\"ivr_saytext\":\"Hello from the shop.\",\"language\":\"en\",\"hangup\":1}";
        try (var board = Switchboard.in(directory).lines(2).open()) {
            Line full = board.line().replies(ofLength(hello, LIMIT));
            try (var call = full.call()) {
                call.hungUpByTheRobot();
                assertThat(call.said()).containsExactly("Hello from the shop.");
                call.hears(call.events(TimelineEvent.Said.class).getFirst());
                assertThat(call.ended().fault()).isNull();
            }

            Line over = board.line().replies(ofLength(hello, LIMIT + 1));
            try (var call = over.call()) {
                call.apologises("en");
                assertThat(call.said()).doesNotContain("Hello from the shop.");
                assertThat(call.events(TimelineEvent.Fault.class))
                        .singleElement()
                        .satisfies(fault -> assertThat(fault.problem()).contains("longer than 64 KB"));
                assertThat(over.awaits(EventType.NOTIFY_END).field("disposition"))
                        .isEqualTo("answered");
            }
        }
    }
}
