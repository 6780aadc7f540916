package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Spectrum;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.record.RecordedFile;

/** What a recording of a session holds while others are joined to it. */
@Tag("wire")
class BridgeRecordingTest {
    @TempDir
    private Path folder;

    private MediaEngine engine;
    private MediaEngine phones;

    @BeforeEach
    void start() {
        engine = MediaEngine.start(MediaConfig.loopback().withThreads(2));
        phones = MediaEngine.start(MediaConfig.loopback().withThreads(1));
    }

    @AfterEach
    void close() {
        engine.close();
        phones.close();
    }

    @Test
    void oneRecordingHoldsPromptBridgeHoldAndTransferInTheirOrder() throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMU);
        Party bert = Party.with(engine, phones, AudioCodec.PCMU);
        Party carl = Party.with(engine, phones, AudioCodec.G722);
        anna.says(400);
        bert.says(1000);
        carl.says(1500);
        Path file = folder.resolve("call.wav");
        anna.session.record(file);

        Playback prompt = anna.session.play(Party.tone(700, 60_000));
        anna.hears(700);
        prompt.stop();
        Bridge bridge = Bridge.join(bert.session, anna.session, BridgeOptions.defaults());
        anna.hears(1000);
        bridge.hold(anna.session, Party.tone(600, 60_000));
        anna.hears(600);
        bridge.resume();
        anna.ear.forget();
        anna.hears(1000);
        Bridge.join(carl.session, anna.session, BridgeOptions.defaults());
        anna.hears(1500);
        RecordedFile recorded = anna.session.stopRecording().orElseThrow();

        assertThat(recorded.framesDropped()).isZero();
        assertThat(heardIn(channel(file, 1))).containsSubsequence(700, 1000, 600, 1000, 1500);
        assertThat(heardIn(channel(file, 1))).doesNotContain(400);
        assertThat(heardIn(channel(file, 0))).containsOnly(400);
    }

    @Test
    void whatIsForwardedIsOnTheRecordingWithoutGapsAndWithoutOneSideInTheOther() throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMA);
        Party bert = Party.with(engine, phones, AudioCodec.PCMU);
        Bridge.join(anna.session, bert.session, BridgeOptions.defaults());
        anna.says(400);
        bert.says(1000);
        anna.hears(1000);
        Path file = folder.resolve("bert.wav");

        bert.session.record(file); // in the middle of the bridge, and of the other side
        long received = bert.session.stats().packetsReceived();
        Await.until("a second passes", () -> bert.session.stats().packetsReceived() > received + 55);
        bert.session.stopRecording();

        Pcm left = channel(file, 0);
        Pcm right = channel(file, 1);
        assertThat(Spectrum.of(left).share(980, 1020)).isGreaterThan(0.95);
        assertThat(Spectrum.of(right).share(380, 420)).isGreaterThan(0.95);
        for (Pcm side : List.of(left, right)) {
            Pcm inner = side.slice(100, side.durationMillis() - 100);
            for (int at = 0; at + 160 <= inner.length(); at += 160) {
                assertThat(inner.sliceSamples(at, at + 160).rms())
                        .as("at sample %s", at)
                        .isGreaterThan(3000);
            }
        }
    }

    /** The tones in the order heard, each once; what is no clear tone is left out. */
    private static List<Integer> heardIn(Pcm pcm) {
        List<Integer> tones = new ArrayList<>();
        for (long at = 0; at + 100 <= pcm.durationMillis(); at += 50) {
            Pcm window = pcm.slice(at, at + 100);
            for (int hertz : new int[] {400, 600, 700, 1000, 1500}) {
                if (window.rms() > 2000
                        && Spectrum.of(window).share(hertz - 40, hertz + 40) > 0.95
                        && (tones.isEmpty() || tones.getLast() != hertz)) {
                    tones.add(hertz);
                }
            }
        }
        return tones;
    }

    private static Pcm channel(Path file, int channel) throws IOException {
        ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        short[] samples = new short[(wav.capacity() - 44) / 4];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = wav.getShort(44 + 4 * i + 2 * channel);
        }
        return new Pcm(samples, wav.getInt(24));
    }
}
