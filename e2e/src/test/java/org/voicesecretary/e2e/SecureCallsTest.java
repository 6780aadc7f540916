package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.timeline.TimelineEvent;

/** A telephone that takes nothing but TLS and SRTP talks to others, whose sound is in the clear. */
@Tag("e2e")
@Timeout(120)
class SecureCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final double ANN = 440;
    private static final double BOB = 620;
    private static final double CALLER = 880;

    @TempDir
    Path directory;

    private final WebhookDouble script = WebhookDouble.start();
    private final TestPhone outside = TestPhone.onLoopback();
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        String account = """
                account: {name: Test shop, key: %s, pbx-id: 123456, secret: %s, time-zone: Europe/Berlin, language: en, country: GB}
                webhook: {url: "%s"}
                trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                numbers: [{number: "%s"}]
                extensions:
                  - {number: 101, name: Ann, password: secret-of-101, srtp: required}
                  - {number: 102, name: Bob, password: secret-of-102}
                """.formatted(RunningServer.KEY, RunningServer.SECRET, script.url(), RunningServer.NUMBER);
        server = RunningServer.start(
                directory,
                account,
                Map.of("VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:0,tcp:127.0.0.1:0,tls:127.0.0.1:0"));
        script.otherwise(DoubleReply.empty());
    }

    @AfterEach
    void stop() {
        outside.close();
        server.close();
        script.close();
    }

    private static boolean contains(Pcm heard, double hertz) {
        int window = heard.sampleRate() / 10;
        for (int at = 0; at + window <= heard.length(); at += window) {
            Pcm part = heard.sliceSamples(at, at + window);
            if (part.rms() > 200 && Goertzel.amplitude(part, hertz) / Math.sqrt(2) > 0.7 * part.rms()) {
                return true;
            }
        }
        return false;
    }

    private Baresip ann() throws Exception {
        Baresip ann = Baresip.registeringSecurely(
                directory.resolve("phone-101"), "123456-101", "secret-of-101", server.port(Transport.TLS), ANN);
        ann.shows("200 OK");
        return ann;
    }

    @Test
    void aCallerInTheClearAndATelephoneOverTlsAndSrtpHearEachOther() throws Exception {
        script.on(EventType.NOTIFY_START, DoubleReply.json("{\"redirect\":\"101\"}"));
        try (Baresip ann = ann();
                PhoneCall caller = outside.dial(
                                server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from("442037699999"))
                        .answered()) {
            ann.tells("CALL_ESTABLISHED");
            assertThat(caller.heard().awaitTone(ANN, 0, SOON))
                    .as("Ann is heard")
                    .isTrue();
            caller.say(Tones.sine(CALLER, Tones.amplitude(-20), 3_000, 8_000));
            ann.hearsForASecond();
            caller.hangUp();
            ann.tells("CALL_CLOSED");
            assertThat(contains(WavFile.read(ann.heard()), CALLER)).isTrue();
        }
        assertThat(directory.resolve("data/tls/self-made-certificate.pem")).exists();
        assertThat(Files.getPosixFilePermissions(directory.resolve("data/tls/self-made-key.pem")))
                .hasSize(2);
    }

    @Test
    void aTelephoneOverTlsAndSrtpCallsOneInTheClear() throws Exception {
        try (Baresip ann = ann();
                Baresip bob = Baresip.registering(
                        directory.resolve("phone-102"),
                        "123456-102",
                        "secret-of-102",
                        server.port(Transport.UDP),
                        BOB)) {
            bob.shows("200 OK");
            ann.command("dial", "sip:102@127.0.0.1:" + server.port(Transport.TLS));
            bob.tells("CALL_ESTABLISHED");
            ann.tells("CALL_ESTABLISHED");
            ann.hearsForASecond();
            bob.hearsForASecond();
            bob.command("hangup", "");
            ann.tells("CALL_CLOSED");
            assertThat(contains(WavFile.read(ann.heard()), BOB)).isTrue();
            assertThat(contains(WavFile.read(bob.heard()), ANN)).isTrue();
        }
        Eventually.that(
                "the call ended",
                () -> !server.events(TimelineEvent.Ended.class).isEmpty());
    }

    @Test
    void aTelephoneInTheClearIsRefusedWhereEncryptionIsRequired() throws Exception {
        try (Baresip plain = Baresip.registering(
                directory.resolve("phone-plain"), "123456-101", "secret-of-101", server.port(Transport.UDP), ANN)) {
            plain.shows("200 OK");
            plain.command("dial", "sip:102@127.0.0.1:" + server.port(Transport.UDP));
            plain.tells("CALL_CLOSED", "488");
        }
    }
}
