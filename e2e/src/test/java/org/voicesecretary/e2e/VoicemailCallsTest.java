package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;

/** A caller of a number without a script goes through its menu to a voicemail box, over real SIP and RTP. */
@Tag("e2e")
@Timeout(120)
class VoicemailCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final double BEEP = 1000;
    private static final double CALLER = 880;

    @TempDir
    Path directory;

    private static final String ACCOUNT = """
            account: {name: Test shop, key: %s, pbx-id: 123456, time-zone: Europe/Berlin, language: en, country: GB}
            trunks: [{name: loopback, allow: [127.0.0.0/8]}]
            numbers: [{number: "%s", menu: 0}]
            extensions: [{number: 101, name: Ann, password: secret-of-101, voicemail: {greeting: none}}]
            menus: [{id: 0, greeting: {text: "Please press five."}}]
            scenarios: [{key: 5, to: {voicemail: 101}}]
            """.formatted(RunningServer.KEY, RunningServer.NUMBER);

    @Test
    void aKeyOfTheMenuLeadsToABoxThatKeepsWhatTheCallerSays() throws Exception {
        try (var server = RunningServer.start(directory, ACCOUNT);
                var phone = TestPhone.onLoopback();
                Baresip ann = Baresip.withLamp(
                        directory.resolve("phone"), "123456-101", "secret-of-101", server.port(Transport.UDP), 440);
                PhoneCall caller = phone.dial(
                                server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from("442037699999"))
                        .answered()) {
            ann.tells("MWI_NOTIFY", "Messages-Waiting: no");
            assertThat(caller.heard().awaitSound(0, SOON))
                    .as("the greeting is heard")
                    .isTrue();
            caller.press("5");
            assertThat(caller.heard().awaitTone(BEEP, 0, SOON))
                    .as("the tone is heard")
                    .isTrue();
            int mark = caller.heard().mark();
            caller.say(Tones.sine(CALLER, Tones.amplitude(-15), 3_000, 8_000));
            assertThat(caller.heard().awaitLength(mark, Duration.ofSeconds(4), SOON))
                    .isTrue();
            mark = caller.heard().mark();
            caller.press("#");
            assertThat(caller.heard().awaitSound(mark, SOON))
                    .as("thanks are heard")
                    .isTrue();
            assertThat(caller.awaitEnd(SOON)).as("the server hangs up").isPresent();
            ann.tells("MWI_NOTIFY", "Messages-Waiting: yes");
        }
        List<Path> messages;
        try (Stream<Path> files = Files.walk(directory.resolve("data/voicemail"))) {
            messages = files.filter(Files::isRegularFile).toList();
        }
        assertThat(messages)
                .singleElement()
                .satisfies(file -> assertThat(file.getParent()).endsWith(Path.of("123456", "101")));
        Pcm message = WavFile.read(messages.getFirst());
        assertThat(message.durationMillis()).isBetween(3_000L, 8_000L);
        assertThat(Goertzel.amplitude(message.slice(1_000, 2_000), CALLER)).isGreaterThan(1_000);
    }
}
