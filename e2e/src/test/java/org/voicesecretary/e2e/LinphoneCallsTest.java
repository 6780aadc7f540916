package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;

/** linphonec, a telephone that shares no code with us, registers as an extension, is called, calls, holds, and hangs up. */
@Tag("e2e")
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinphoneCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final double LINPHONE = 620;
    private static final double BARESIP = 440;
    private static final double CALLER = 880;

    @TempDir
    static Path directory;

    private final WebhookDouble script = WebhookDouble.start();
    private final TestPhone outside = TestPhone.onLoopback();
    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        String account = """
                account: {name: Test shop, key: %s, pbx-id: 123456, secret: %s, time-zone: Europe/Berlin, language: en, country: GB}
                webhook: {url: "%s"}
                trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                numbers: [{number: "%s"}]
                extensions:
                  - {number: 101, password: secret-of-101}
                  - {number: 102, password: secret-of-102}
                """.formatted(RunningServer.KEY, RunningServer.SECRET, script.url(), RunningServer.NUMBER);
        server = RunningServer.start(directory, account, Map.of());
        script.otherwise(DoubleReply.empty());
    }

    @AfterAll
    void stop() {
        outside.close();
        server.close();
        script.close();
    }

    private Linphone telephone(String name) throws Exception {
        Linphone telephone = Linphone.registering(
                Files.createTempDirectory(directory, name),
                "123456-102",
                "secret-of-102",
                server.port(Transport.UDP),
                LINPHONE);
        telephone.registered();
        return telephone;
    }

    @Test
    void isCalledAndAnswersAndHoldsAndHangsUp() throws Exception {
        script.on(EventType.NOTIFY_START, DoubleReply.json("{\"redirect\":\"102\"}"));
        try (Linphone telephone = telephone("called");
                PhoneCall caller =
                        outside.dial(server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from("442037699999"))) {
            telephone.shows("Receiving new incoming call from");
            telephone.types("answer");
            caller.answered();
            telephone.shows("Media streams established");
            assertThat(caller.heard().awaitTone(LINPHONE, 0, SOON))
                    .as("the telephone is heard")
                    .isTrue();
            caller.say(Tones.sine(CALLER, Tones.amplitude(-20), 3_000, 8_000));
            telephone.hearsForASecond();

            telephone.types("pause");
            telephone.shows("is now paused");
            telephone.types("resume");
            telephone.shows("Resuming call");
            assertThat(caller.heard().awaitTone(LINPHONE, caller.heard().mark(), SOON))
                    .as("the telephone is heard after it held")
                    .isTrue();

            telephone.types("terminate");
            assertThat(caller.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
            telephone.shows("ended (");
            assertThat(Heard.has(WavFile.read(telephone.heard()), CALLER)).isTrue();
        }
        assertThat(script.awaitRequest(EventType.NOTIFY_END, SOON).field("internal"))
                .isEqualTo("102");
    }

    @Test
    void callsAnotherExtensionAndIsHungUp() throws Exception {
        try (Linphone telephone = telephone("calling");
                Baresip ann = Baresip.registering(
                        Files.createTempDirectory(directory, "baresip"),
                        "123456-101",
                        "secret-of-101",
                        server.port(Transport.UDP),
                        BARESIP)) {
            ann.shows("200 OK");
            telephone.types("call 101");
            ann.tells("CALL_ESTABLISHED");
            telephone.shows("Media streams established");
            telephone.hearsForASecond();
            ann.hearsForASecond();
            ann.command("hangup", "");
            telephone.shows("ended (");
            assertThat(Heard.has(WavFile.read(telephone.heard()), BARESIP)).isTrue();
            assertThat(Heard.has(WavFile.read(ann.heard()), LINPHONE)).isTrue();
        }
    }
}
