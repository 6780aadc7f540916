package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;

/** The main job: a call comes in, the script says what is heard, a key comes back, the call ends. */
@Tag("e2e")
class FirstCallTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void aCallIsSteeredByItsScriptFromTheFirstWordToTheLast() throws Exception {
        try (var script = WebhookDouble.start();
                var server = RunningServer.start(
                        directory, RunningServer.account(script.url().toString()));
                var phone = TestPhone.onLoopback()) {
            script.on(
                    EventType.NOTIFY_START,
                    DoubleReply.json("{\"ivr_saytext\":\"Please press a key.\",\"language\":\"en\","
                            + "\"wait_dtmf\":{\"timeout\":5,\"attempts\":1,\"maxdigits\":1,\"name\":\"menu\"}}"));
            script.on(EventType.NOTIFY_IVR, DoubleReply.json("{\"hangup\":1}"));
            script.otherwise(DoubleReply.empty());

            try (var call = phone.dial(server.sip(RunningServer.NUMBER)).answered()) {
                assertThat(call.heard().awaitSound(0, SOON))
                        .as("the greeting is heard")
                        .isTrue();
                call.press("1");

                WebhookRequest ivr = script.awaitRequest(EventType.NOTIFY_IVR, SOON);
                assertThat(ivr.field("wait_dtmf[digits]")).isEqualTo("1");
                assertThat(ivr.field("wait_dtmf[name]")).isEqualTo("menu");
                assertThat(call.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
            }

            WebhookRequest end = script.awaitRequest(EventType.NOTIFY_END, SOON);
            assertThat(end.field("disposition")).isEqualTo("answered");
            assertThat(end.field("status_code")).isEqualTo("16");
        }
    }
}
