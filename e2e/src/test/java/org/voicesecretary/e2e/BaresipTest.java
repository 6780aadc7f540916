package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.EventType;

/** baresip, a phone that shares no code with us, calls, hears, presses keys, holds and hangs up. */
@Tag("e2e")
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaresipTest {
    private static final String ASK =
            "{\"ivr_play\":\"tone\",\"wait_dtmf\":{\"timeout\":20,\"attempts\":1,\"maxdigits\":10,\"name\":\"n\"}}";

    @TempDir
    static Path directory;

    private Exchange exchange;

    @BeforeAll
    void start() throws Exception {
        exchange = Exchange.open(directory.resolve("server"));
    }

    @AfterAll
    void stop() {
        exchange.close();
    }

    /** 100 ms somewhere in the recording are the tone of the server. */
    private static boolean heardTheTone(Pcm heard) {
        int window = heard.sampleRate() / 10;
        for (int at = 0; at + window <= heard.length(); at += window) {
            Pcm part = heard.sliceSamples(at, at + window);
            if (part.rms() > 200 && Goertzel.amplitude(part, Exchange.HERTZ) / Math.sqrt(2) > 0.7 * part.rms()) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @CsvSource({
        "PCMU/8000/1, udp, rtpevent",
        "PCMA/8000/1, tcp, rtpevent",
        "G722/16000/1, udp, rtpevent",
        "PCMA/8000/1, udp, info"
    })
    void callsAndHearsAndPressesKeysAndIsHungUp(String codec, String transport, String keys) throws Exception {
        var line = exchange.line(ASK);
        Path own = directory.resolve("baresip-" + line.number());
        try (var baresip = Baresip.start(own, codec, keys)) {
            baresip.command("dial", transport.equals("tcp") ? line.sipOverTcp() : line.sip());
            baresip.tells("CALL_RINGING");
            baresip.tells("CALL_ESTABLISHED");
            // Its recording shows afterwards what was heard; the keys come once there was something to hear.
            exchange.awaitSound(line, 1_000);
            baresip.command("sndcode", "1042#");
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("1042");
            baresip.tells("CALL_CLOSED");
            assertThat(heardTheTone(WavFile.read(baresip.heard())))
                    .as("baresip heard the tone")
                    .isTrue();
        }
        line.ended("answered", 16);
        assertThat(line.await(EventType.NOTIFY_START).field("caller_id")).isEqualTo("442037690000");
    }

    @Test
    void holdsAndResumesAndHangsUp() throws Exception {
        var line = exchange.line(ASK);
        try (var baresip = Baresip.start(directory.resolve("baresip-" + line.number()), "PCMU/8000/1", "rtpevent")) {
            baresip.command("dial", line.sip());
            baresip.tells("CALL_ESTABLISHED");
            baresip.command("hold", "");
            Eventually.that("held", () -> exchange.saw(line, "INVITE", 2));
            baresip.command("resume", "");
            Eventually.that("resumed", () -> exchange.saw(line, "INVITE", 3));
            baresip.command("hangup", "");
            line.ended("answered", 16);
        }
    }
}
