package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;

/** Three callers meet in a conference with a PIN, and each hears the others and nobody else. */
@Tag("e2e")
@Timeout(120)
class ConferenceCallsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<Integer> HERTZ = List.of(450, 750, 1150);

    @TempDir
    Path directory;

    private static final String ACCOUNT = """
            account: {name: Test shop, key: %s, pbx-id: 123456, time-zone: Europe/Berlin, language: en, country: GB}
            trunks: [{name: loopback, allow: [127.0.0.0/8]}]
            numbers: [{number: "%s", extension: 800}]
            conferences: [{number: 800, pin: "4711"}]
            """.formatted(RunningServer.KEY, RunningServer.NUMBER);

    private static PhoneCall dial(TestPhone phone, RunningServer server) throws InterruptedException {
        return phone.dial(server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from("442037699999"))
                .answered();
    }

    private static void enterPin(PhoneCall caller, String pin) throws InterruptedException {
        int mark = caller.heard().mark();
        assertThat(caller.heard().awaitSound(mark, SOON))
                .as("the PIN is asked for")
                .isTrue();
        assertThat(caller.heard().awaitQuiet(Duration.ofMillis(800), SOON)).isTrue();
        caller.press(pin);
    }

    private static PhoneCall enter(TestPhone phone, RunningServer server) throws InterruptedException {
        PhoneCall caller = dial(phone, server);
        enterPin(caller, "4711");
        return caller;
    }

    /** Of a tone in the last half second that was heard. */
    private static double amplitude(PhoneCall listener, double hertz) {
        Pcm heard = listener.heard().pcm();
        long end = heard.durationMillis();
        return end < 500 ? 0 : Goertzel.amplitude(heard.slice(end - 500, end), hertz);
    }

    @Test
    void eachHearsTheOthersAndWhoDoesNotKnowThePinIsSentAway() throws Exception {
        try (var server = RunningServer.start(directory, ACCOUNT);
                var phone = TestPhone.onLoopback();
                PhoneCall ann = enter(phone, server);
                PhoneCall bob = enter(phone, server);
                PhoneCall eve = enter(phone, server)) {
            List<PhoneCall> all = List.of(ann, bob, eve);
            for (int i = 0; i < 3; i++) {
                all.get(i).say(Tones.sine(HERTZ.get(i), Tones.amplitude(-20), 20_000, 8_000));
            }
            Eventually.that("each hears the two others", () -> {
                for (int i = 0; i < 3; i++) {
                    for (int other = 0; other < 3; other++) {
                        if (other != i && amplitude(all.get(i), HERTZ.get(other)) < 500) {
                            return false;
                        }
                    }
                }
                return true;
            });
            for (int i = 0; i < 3; i++) {
                assertThat(amplitude(all.get(i), HERTZ.get(i)))
                        .as("nobody hears themselves")
                        .isLessThan(200);
            }
            try (PhoneCall stranger = dial(phone, server)) {
                for (int tries = 0; tries < 3; tries++) {
                    enterPin(stranger, "1234");
                }
                assertThat(stranger.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
            }
        }
    }
}
