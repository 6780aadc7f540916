package org.voicesecretary.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Disposition;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.Reply;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.protocol.StandardWebhook;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.protocol.WebhookEvent.NotifyAnswer;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyInternal;
import org.voicesecretary.protocol.WebhookEvent.NotifyInternalEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutStart;
import org.voicesecretary.protocol.WebhookEvent.NotifyRecord;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;
import org.voicesecretary.protocol.WebhookSecret;

@Tag("unit")
class WebhookHandlerTest {
    private static final String SECRET = "0d1c2b3a4f5e6d7c8b9a";
    private static final String AT = "2025-03-04 10:11:12";
    private static final String IN = "in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d";
    private static final NotifyStart START = new NotifyStart(AT, IN, "1", "2");
    private static final NotifyIvr PRESSED = new NotifyIvr(
            AT, IN, "1", "2", List.of(AnnouncementKind.IVR_PLAY), new WaitDtmfResult("main", "7", false), false);

    private final List<WebhookEvent> told = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();

    private final CallScript script = new CallScript() {
        @Override
        public Reply onStart(NotifyStart call) {
            return Reply.builder()
                    .play("welcome")
                    .waitDtmf(5, 1, 1, "main", "hangup")
                    .build();
        }

        @Override
        public Reply onIvr(NotifyIvr step) {
            return new Request().setIvrSayDigits(step.waitDtmf().digits(), "en").toReply();
        }

        @Override
        public void onInternal(NotifyInternal ringing) {
            told.add(ringing);
        }

        @Override
        public void onInternalEnd(NotifyInternalEnd ringing) {
            told.add(ringing);
        }

        @Override
        public void onAnswer(NotifyAnswer answer) {
            told.add(answer);
        }

        @Override
        public void onEnd(NotifyEnd end) {
            told.add(end);
        }

        @Override
        public void onOutStart(NotifyOutStart call) {
            told.add(call);
        }

        @Override
        public void onOutEnd(NotifyOutEnd end) {
            told.add(end);
        }

        @Override
        public void onRecord(NotifyRecord recording) {
            told.add(recording);
        }

        @Override
        public void onFailure(WebhookEvent event, RuntimeException failure) {
            failures.add(failure);
        }
    };

    private final WebhookHandler handler = new WebhookHandler(SignatureCheck.with(SECRET), script);

    @Test
    void aCallIsAnsweredWithInstructions() {
        HttpAnswer answer = handler.handle(HttpCall.of(START, SECRET));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json; charset=utf-8");
        assertThat(answer.bodyText()).startsWith("{\"ivr_play\":\"welcome\",\"wait_dtmf\":{");
    }

    @Test
    void keysReachTheScript() {
        assertThat(handler.handle(HttpCall.of(PRESSED, SECRET)).bodyText())
                .isEqualTo("{\"ivr_saydigits\":\"7\",\"language\":\"en\"}");
    }

    @Test
    void everyOtherEventIsToldAndAnsweredWithNothing() {
        List<WebhookEvent> events = List.of(
                new NotifyInternal(AT, IN, "1", "2", "100"),
                new NotifyInternalEnd(AT, IN, "1", "2", "100"),
                new NotifyAnswer(AT, IN, "1", "100", "100"),
                new NotifyEnd(AT, IN, "1", "2", null, 3, Disposition.ANSWERED, 16, false, null),
                new NotifyOutStart(AT, IN, null, "2", "100"),
                new NotifyOutEnd(AT, IN, "1", "2", "100", 3, Disposition.BUSY, 17, false, null),
                new NotifyRecord("1.2", IN));
        for (WebhookEvent event : events) {
            HttpAnswer answer = handler.handle(HttpCall.of(event, SECRET));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.bodyText()).isEqualTo("[]");
        }
        assertThat(told).isEqualTo(events);
    }

    @Test
    void anUnsignedOrWronglySignedRequestIsRefused() {
        assertThat(handler.handle(HttpCall.of(START, null)).status()).isEqualTo(403);
        assertThat(handler.handle(HttpCall.of(START, "another")).status()).isEqualTo(403);
    }

    @Test
    void theCheckTakesHexRawOrBothAsWanted() {
        for (SignatureForm sent : SignatureForm.values()) {
            HttpCall call = signed(Signature.sign(SECRET, START, sent), "sIGNATURE");
            assertThat(status(SignatureCheck.with(SECRET), call)).isEqualTo(200);
            for (SignatureForm wanted : SignatureForm.values()) {
                assertThat(status(SignatureCheck.with(SECRET, wanted), call)).isEqualTo(sent == wanted ? 200 : 403);
            }
        }
    }

    @Test
    void withoutASecretEverybodyIsBelieved() {
        assertThat(status(SignatureCheck.off(), HttpCall.of(START, null))).isEqualTo(200);
        assertThatThrownBy(() -> SignatureCheck.with("")).hasMessageContaining("no secret");
        assertThat(SignatureCheck.with(SECRET).toString()).doesNotContain(SECRET);
    }

    @Test
    void bothSignaturesAreCheckedWhereBothAreAskedFor() {
        WebhookSecret old = WebhookSecret.make(new Random(1));
        WebhookSecret fresh = WebhookSecret.make(new Random(2));
        Instant now = Instant.ofEpochSecond(1_700_000_000);
        SignatureCheck standard = new SignatureCheck.Standard(List.of(fresh), StandardWebhook.TOLERANCE, () -> now);
        SignatureCheck both = SignatureCheck.with(SECRET).and(standard);
        HttpCall call = HttpCall.of(START, SECRET).stamped("in_1_1", now, fresh, old);

        assertThat(status(both, call)).isEqualTo(200);
        assertThat(call.messageId()).contains("in_1_1");
        assertThat(status(both, HttpCall.of(START, SECRET)))
                .as("without the new headers")
                .isEqualTo(403);
        assertThat(status(both, HttpCall.of(START, "another").stamped("in_1_1", now, fresh)))
                .isEqualTo(403);
        assertThat(status(both, HttpCall.of(START, SECRET).stamped("in_1_1", now, old)))
                .isEqualTo(403);
        assertThat(status(both, HttpCall.of(START, SECRET).stamped("in_1_1", now.minusSeconds(600), fresh)))
                .as("an old one, replayed")
                .isEqualTo(403);
        assertThat(status(standard, HttpCall.of(START, null).stamped("in_1_1", now, fresh)))
                .isEqualTo(200);
        assertThat(both.toString()).doesNotContain("whsec_").doesNotContain(SECRET);
        assertThatThrownBy(() -> SignatureCheck.standard()).hasMessageContaining("no webhook secret");
        assertThat(status(SignatureCheck.standard(fresh.text()), call))
                .as("long ago")
                .isEqualTo(403);
    }

    @Test
    void theUrlCheckGetsExactlyItsToken() {
        HttpAnswer answer = handler.handle(new HttpCall("GET", Map.of(), "a=b&zd_echo=Zz123", new byte[0]));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bodyText()).isEqualTo("Zz123");
    }

    @Test
    void whatIsNoTokenIsNotEchoed() {
        for (String query : new String[] {null, "", "zd_echo=", "zd_echo=%3Cscript%3E", "x=1"}) {
            HttpAnswer answer = handler.handle(new HttpCall("GET", Map.of(), query, new byte[0]));
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.bodyText()).doesNotContain("<script>");
        }
    }

    @Test
    void whatIsNoEventIsRefusedOrPassedOver() {
        assertThat(handler.handle(post("application/json", "{}")).status()).isEqualTo(400);
        assertThat(handler.handle(new HttpCall("PUT", Map.of(), null, new byte[0]))
                        .status())
                .isEqualTo(405);
        assertThat(handler.handle(post(FormBody.URLENCODED, "event=NOTIFY_TOMORROW"))
                        .bodyText())
                .isEqualTo("[]");
    }

    @Test
    void aScriptThatThrowsGivesA500WithoutItsSecretsAndIsTold() {
        NotifyIvr withoutKeys = new NotifyIvr(AT, IN, "1", "2", List.of(), null, false);
        HttpAnswer answer = handler.handle(HttpCall.of(withoutKeys, SECRET));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.bodyText()).isEqualTo("script failed at NOTIFY_IVR");
        assertThat(failures).singleElement().isInstanceOf(NullPointerException.class);
    }

    @Test
    void theEventCanBeReadAndAnsweredByHand() {
        HttpCall call = HttpCall.of(PRESSED, SECRET);
        if (!(WebhookHandler.receive(call, SignatureCheck.with(SECRET))
                instanceof Received.Event(var event, var fields))) {
            throw new AssertionError("no event");
        }
        assertThat(event).isEqualTo(PRESSED);
        assertThat(fields).isEqualTo(PRESSED.fields());
        HttpAnswer answer = new Request().setHangup().send();
        assertThat(answer.bodyText()).isEqualTo("{\"hangup\":1}");
    }

    @Test
    void multipartEventsAreUnderstood() {
        FormBody form = FormBody.multipart(START.fields());
        var call = new HttpCall(
                "POST",
                Map.of(
                        "content-type", List.of(form.contentType()),
                        "signature", List.of(Signature.sign(SECRET, START, SignatureForm.HEX))),
                null,
                form.bytes());
        assertThat(handler.handle(call).status()).isEqualTo(200);
    }

    private int status(SignatureCheck check, HttpCall call) {
        return new WebhookHandler(check, script).handle(call).status();
    }

    private static HttpCall signed(String signature, String headerName) {
        HttpCall unsigned = HttpCall.of(START, null);
        return new HttpCall(
                "POST",
                Map.of("Content-Type", List.of(FormBody.URLENCODED), headerName, List.of(signature)),
                null,
                unsigned.body());
    }

    private static HttpCall post(String contentType, String body) {
        return new HttpCall(
                "POST", Map.of("Content-Type", List.of(contentType)), null, body.getBytes(StandardCharsets.UTF_8));
    }
}
