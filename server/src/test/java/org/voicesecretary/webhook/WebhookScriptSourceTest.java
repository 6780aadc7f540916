package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.protocol.EventType.NOTIFY_IVR;
import static org.voicesecretary.protocol.EventType.NOTIFY_START;
import static org.voicesecretary.testkit.DoubleReply.body;
import static org.voicesecretary.testkit.DoubleReply.closed;
import static org.voicesecretary.testkit.DoubleReply.endless;
import static org.voicesecretary.testkit.DoubleReply.hangUp;
import static org.voicesecretary.testkit.DoubleReply.json;
import static org.voicesecretary.testkit.DoubleReply.never;
import static org.voicesecretary.testkit.DoubleReply.redirectTo;
import static org.voicesecretary.testkit.DoubleReply.reset;
import static org.voicesecretary.testkit.DoubleReply.status;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.call.ScriptAnswer;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.protocol.StandardWebhook;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookSecret;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.TimelineEvent;

/** Asking a script over real sockets, with a budget of one second. */
@Tag("wire")
@Timeout(30)
class WebhookScriptSourceTest extends AskingFixture {
    @Test
    void a2TheEventIsPostedUrlencodedWithItsSignatureInExactCase() throws Exception {
        script.on(NOTIFY_START, hangUp());
        assertThat(source().next(START)).isEqualTo(HANG_UP);

        WebhookRequest request = script.requests().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.bodyText())
                .isEqualTo(
                        "event=NOTIFY_START&caller_id=442037691880&called_did=442037691881"
                                + "&call_start=2025-03-04+10%3A11%3A12&pbx_call_id=in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d");
        assertThat(request.header("Content-Type")).contains("application/x-www-form-urlencoded");
        // Vector W1.
        assertThat(request.header("Signature")).contains("ZjIzMGQxZWY5ZDI3YzdlZjRmNWEyYTVjMDQxMDFkZjAzYWMxM2NkNg==");
        assertThat(request.headers())
                .extracting(WebhookRequest.Header::name)
                .contains("Host", "Content-Length")
                .doesNotContain("Upgrade", "Accept-Encoding", "Cookie", "Expect", "Transfer-Encoding");
    }

    @Test
    void a2MultipartAndRawSignatureOnDemand() throws Exception {
        script.on(NOTIFY_START, hangUp());
        source(new WebhookEndpoint(
                        script.url(), null, BUDGET, WebhookEndpoint.Body.MULTIPART, SignatureForm.RAW_BASE64, SECRET))
                .next(START);

        WebhookRequest request = script.requests().getFirst();
        assertThat(request.header("Content-Type").orElseThrow()).startsWith("multipart/form-data; boundary=");
        assertThat(request.field("called_did")).isEqualTo("442037691881");
        assertThat(Signature.verify(
                        SECRET,
                        "4420376918804420376918812025-03-04 10:11:12",
                        request.header("Signature").orElseThrow(),
                        EnumSet.of(SignatureForm.RAW_BASE64)))
                .isTrue();
    }

    @Test
    void everyRequestSaysWhichOneItIsAndIsSignedByAllSecretsOfTheAccount() throws Exception {
        secrets.add(WebhookSecret.make(new Random(1)));
        secrets.add(WebhookSecret.make(new Random(2)));
        script.on(NOTIFY_START, closed(), status(500), hangUp());
        script.on(NOTIFY_IVR, hangUp());
        var source = source();
        source.next(START);
        source.next(new ScriptEvent.RedirectReturned());

        List<WebhookRequest> requests = script.requests();
        assertThat(requests)
                .extracting(request -> request.header("webhook-id").orElseThrow())
                .as("a retry has the identity of what it repeats")
                .containsExactly(
                        "in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d_1",
                        "in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d_1",
                        "in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d_2");
        for (WebhookRequest request : requests) {
            for (WebhookSecret secret : secrets) {
                assertThat(StandardWebhook.problem(
                                request.header("webhook-id"),
                                request.header("webhook-timestamp"),
                                request.header("webhook-signature"),
                                request.body(),
                                List.of(secret),
                                clock.now(),
                                StandardWebhook.TOLERANCE))
                        .isEmpty();
            }
        }
    }

    @Test
    void a25WithoutASecretThereIsNoSignature() throws Exception {
        script.on(NOTIFY_START, hangUp());
        source(WebhookEndpoint.of(script.url(), null)).next(START);

        assertThat(script.requests().getFirst().header("Signature")).isEmpty();
        assertThat(script.requests().getFirst().header("webhook-signature")).isEmpty();
    }

    @Test
    void connectionsAreKept() throws Exception {
        script.otherwise(hangUp());
        var source = source();
        source.next(START);
        source.next(START);
        source.next(START);

        assertThat(script.connectionCount()).isEqualTo(1);
    }

    @Test
    void theStepBeforeIsReportedWithItsKeys() throws Exception {
        script.on(NOTIFY_IVR, hangUp());
        source().next(new ScriptEvent.StepDone(
                List.of(AnnouncementKind.IVR_PLAY), new WaitDtmfResult("main.1", "", true), false));

        WebhookRequest request = script.requests().getFirst();
        assertThat(request.field("ivr_play")).isEqualTo("COMPLETE");
        assertThat(request.field("wait_dtmf[name]")).isEqualTo("main.1");
        assertThat(request.field("wait_dtmf[default_behaviour]")).isEqualTo("1");
    }

    @Test
    void a11ARedirectThatCameBackIsReported() throws Exception {
        script.on(NOTIFY_IVR, hangUp());
        source().next(new ScriptEvent.RedirectReturned());

        assertThat(script.requests().getFirst().field("redirect")).isEqualTo("NOANSWER");
    }

    @Test
    void sensitiveKeysReachTheScriptButNotTheTimeline() throws Exception {
        script.on(NOTIFY_IVR, hangUp());
        source().next(new ScriptEvent.StepDone(List.of(), new WaitDtmfResult("pin", "4711", false), true));

        assertThat(script.requests().getFirst().field("wait_dtmf[digits]")).isEqualTo("4711");
        assertThat(timeline.toString()).doesNotContain("4711");
        assertThat(events(TimelineEvent.WebhookRequest.class)).hasSize(1);
    }

    @Test
    void a3AReplyWithinTheBudgetCounts() throws Exception {
        script.on(NOTIFY_START, hangUp().late(Duration.ofMillis(600)));

        assertThat(source().next(START)).isEqualTo(HANG_UP);
        assertThat(events(TimelineEvent.WebhookReply.class).getFirst().latencyMillis())
                .isBetween(600L, 1000L);
    }

    @Test
    void a3ALateReplyIsAFaultAndIsNotTriedAgain() throws Exception {
        script.on(NOTIFY_START, never());
        long start = clock.nanoTime();

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(Duration.ofNanos(clock.nanoTime() - start)).isBetween(BUDGET, BUDGET.plusMillis(500));
        assertThat(script.requests()).hasSize(1);
        assertFault("no complete reply within");
    }

    @Test
    void a3AReplyThatDribblesIsHeldToTheSameBudget() throws Exception {
        script.on(NOTIFY_START, hangUp().dribbling(1, Duration.ofMillis(100)));
        long start = clock.nanoTime();

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(Duration.ofNanos(clock.nanoTime() - start)).isBetween(BUDGET, BUDGET.plusMillis(500));
        assertFault("no complete reply within");
    }

    @Test
    void aReplyInChunksIsAReply() throws Exception {
        script.on(NOTIFY_START, hangUp().chunked(3));

        assertThat(source().next(START)).isEqualTo(HANG_UP);
    }

    @Test
    void anEndlessReplyIsCutAtItsLimit() throws Exception {
        script.on(NOTIFY_START, endless("x".repeat(1000)));

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertFault("longer than 64 KB");
    }

    @Test
    void aReplyOfExactlyTheLimitIsRead() throws Exception {
        String json = "{\"hangup\":1}";
        script.on(NOTIFY_START, body(json + " ".repeat(WebhookClient.MAX_BODY - json.length())));

        assertThat(source().next(START)).isEqualTo(HANG_UP);
    }

    @Test
    void aHeadOfTooManyLinesIsAFaultAndNotReadToItsEnd() throws Exception {
        var many = hangUp();
        for (int i = 0; i < 120; i++) {
            many = many.header("X-" + i, "value");
        }
        script.on(NOTIFY_START, many);

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertFault("the reply broke off");
    }

    @Test
    void aHeadWithALineThatIsTooLongIsAFault() throws Exception {
        script.on(NOTIFY_START, hangUp().header("X-Long", "v".repeat(9_000)));

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertFault("the reply broke off");
    }

    @Test
    void anOrdinaryHeadWithALongCookieIsFine() throws Exception {
        script.on(NOTIFY_START, hangUp().header("Set-Cookie", "v".repeat(8_000)));

        assertThat(source().next(START)).isEqualTo(HANG_UP);
    }

    @Test
    void a3AConnectionThatBreaksBeforeAnyByteIsTriedAgainOnceWithTheSameBody() throws Exception {
        script.on(NOTIFY_START, reset(), hangUp());

        assertThat(source().next(START)).isEqualTo(HANG_UP);
        List<WebhookRequest> requests = script.requests();
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
        assertThat(requests.get(1).header("Signature"))
                .isEqualTo(requests.get(0).header("Signature"));
        assertThat(events(TimelineEvent.WebhookRequest.class))
                .extracting(TimelineEvent.WebhookRequest::attempt)
                .containsExactly(1, 2);
        assertThat(events(TimelineEvent.Fault.class)).isEmpty();
    }

    @Test
    void a3AConnectionThatIsClosedBeforeAnyByteIsTriedAgainToo() throws Exception {
        script.on(NOTIFY_START, closed(), hangUp());

        assertThat(source().next(START)).isEqualTo(HANG_UP);
        assertThat(script.requests()).hasSize(2);
    }

    @Test
    void a3ThereIsNoThirdTry() throws Exception {
        script.on(NOTIFY_START, reset(), reset(), hangUp());

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(script.requests()).hasSize(2);
        assertThat(events(TimelineEvent.Fault.class)).hasSize(1);
    }

    @Test
    void a3TheRetryHasOnlyWhatIsLeftOfTheBudget() throws Exception {
        script.on(NOTIFY_START, reset().late(Duration.ofMillis(600)), hangUp().late(Duration.ofMillis(600)));
        long start = clock.nanoTime();

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(Duration.ofNanos(clock.nanoTime() - start)).isLessThan(BUDGET.plusMillis(500));
        assertThat(script.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 16, 30, 60, 85})
    void a3AReplyThatBreaksOffIsNotTriedAgain(int afterBytes) throws Exception {
        script.on(NOTIFY_START, hangUp().closeAfter(afterBytes), hangUp());

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(script.requests()).hasSize(1);
        assertThat(events(TimelineEvent.Fault.class)).hasSize(1);
    }

    @Test
    void aBrokenReplyOnAKeptConnectionIsToldFromABrokenConnection() throws Exception {
        script.on(NOTIFY_START, hangUp(), hangUp().closeAfter(12), hangUp(), closed(), hangUp());
        var source = source();

        assertThat(source.next(START)).isEqualTo(HANG_UP);
        assertThat(source.next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(source.next(START)).isEqualTo(HANG_UP);
        assertThat(source.next(START)).isEqualTo(HANG_UP);
        assertThat(script.requests()).hasSize(5);
    }

    @Test
    void a3ARedirectIsNotFollowed() throws Exception {
        script.on(NOTIFY_START, redirectTo(fallback.url().toString()));

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(fallback.requests()).isEmpty();
        assertFault("status 302");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500, 503})
    void a3AnErrorStatusIsAFaultWhateverTheBodySays(int status) throws Exception {
        script.on(NOTIFY_START, json("{\"hangup\":1}").withStatus(status));

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(script.requests()).hasSize(1);
        assertFault("status " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "[]", "{}", "null", "false", "{\"status\":\"ok\"}"})
    void a3AnEmptyReplyIsNoInstructionAndNoFaultAndNoFallback(String text) throws Exception {
        script.on(NOTIFY_START, body(text));

        assertThat(sourceWithFallback().next(START)).isInstanceOf(ScriptAnswer.NoInstruction.class);
        assertThat(events(TimelineEvent.Fault.class)).isEmpty();
        assertThat(fallback.requests()).isEmpty();
    }

    @Test
    void a3StatusNoContentIsNoInstruction() throws Exception {
        script.on(NOTIFY_START, status(204));

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.NoInstruction.class);
    }

    @Test
    void a3JsonBehindHtmlWarningsIsUsedWithANote() throws Exception {
        script.on(NOTIFY_START, body("<br />\n<b>Warning</b>: Undefined index in x.php\n{\"hangup\":1}"));

        assertThat(source().next(START)).isEqualTo(HANG_UP);
        assertThat(events(TimelineEvent.Lint.class)).isNotEmpty();
    }

    @Test
    void a3ABodyWithoutAnyJsonObjectIsAFault() throws Exception {
        script.on(NOTIFY_START, body("<html><body>It works!</body></html>"));

        assertThat(source().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(events(TimelineEvent.Fault.class)).hasSize(1);
    }

    @Test
    void a3AFaultGoesToTheFallback() throws Exception {
        script.on(NOTIFY_START, status(500));
        fallback.on(NOTIFY_START, hangUp());

        assertThat(sourceWithFallback().next(START)).isEqualTo(HANG_UP);
        assertThat(events(TimelineEvent.Fault.class)).hasSize(1);
    }

    @Test
    void a3TheFallbackHasABudgetOfItsOwn() throws Exception {
        script.on(NOTIFY_START, never());
        fallback.on(NOTIFY_START, hangUp().late(Duration.ofMillis(600)));

        assertThat(sourceWithFallback().next(START)).isEqualTo(HANG_UP);
    }

    @Test
    void a3WhenTheFallbackFailsTooTheScriptHasFailed() throws Exception {
        script.on(NOTIFY_START, status(500));
        fallback.on(NOTIFY_START, status(500));

        assertThat(sourceWithFallback().next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(events(TimelineEvent.Fault.class)).hasSize(2);
    }

    @Test
    void a28WhenTheCallerIsGoneNeitherRetryNorFallbackIsTried() throws Exception {
        script.on(NOTIFY_START, reset(), hangUp());
        var source = sourceWithFallback();
        source.callerGone();

        assertThat(source.next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(script.requests()).hasSize(1);
        assertThat(fallback.requests()).isEmpty();
    }

    @Test
    void aRefusedConnectionIsTriedAgainOnceAndIsAFault() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = taken.getLocalPort();
        }

        assertThat(source(endpoint(URI.create("http://127.0.0.1:" + port + "/"), null))
                        .next(START))
                .isInstanceOf(ScriptAnswer.Failed.class);
        assertThat(events(TimelineEvent.WebhookFailure.class)).hasSize(2);
        assertThat(events(TimelineEvent.Fault.class).getFirst().mend()).contains("web server runs");
    }

    @Test
    void aNumberWithoutAWebhookHasNothingToSay() throws Exception {
        assertThat(ScriptSource.none().next(START)).isInstanceOf(ScriptAnswer.NoInstruction.class);
    }
}
