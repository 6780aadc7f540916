package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Spectrum;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.record.RecordedFile;

@Tag("wire")
class RecordingTest {
    @TempDir
    private Path folder;

    private MediaEngine engine;
    private MediaSession robot;
    private MediaSession caller;

    @BeforeEach
    void nothing() {
        engine = null;
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AudioCodec.class,
            names = {"PCMU", "G722"})
    void callerIsLeftAndRobotIsRightEachWithoutTheOther(AudioCodec codec) throws Exception {
        connect(codec);
        Path file = folder.resolve("call.wav");
        robot.record(file);
        Playback first = robot.play(tone(1000, 600));
        caller.play(tone(400, 600));
        Await.until("both played", first::ended);
        long received = robot.stats().packetsReceived();
        Await.until("all of the caller's tone has come", () -> robot.stats().packetsReceived() > received + 10);
        RecordedFile recorded = robot.stopRecording().orElseThrow();

        assertThat(recorded.failed()).isEmpty();
        assertThat(recorded.framesDropped()).isZero();
        assertThat(recorded.durationMillis()).isBetween(600L, 3000L);
        Pcm left = channel(file, 0);
        Pcm right = channel(file, 1);
        assertThat(left.sampleRate()).isEqualTo(codec.sampleRate());
        assertThat(left.durationMillis()).isEqualTo(recorded.durationMillis());
        assertThat(Spectrum.of(left).share(380, 420)).isGreaterThan(0.9);
        assertThat(Spectrum.of(left).share(980, 1020)).isLessThan(0.01);
        assertThat(Spectrum.of(right).share(980, 1020)).isGreaterThan(0.9);
        assertThat(Spectrum.of(right).share(380, 420)).isLessThan(0.01);
        assertThat(loudMillis(right)).isBetween(580, 620);
        assertThat(loudMillis(left)).isBetween(560, 640);
        // both began within a turn of each other
        assertThat(Math.abs(firstLoudMillis(left) - firstLoudMillis(right))).isLessThan(80);
    }

    @Test
    void whatNobodySaysIsSilenceOfTheRightLength() throws Exception {
        connect(AudioCodec.PCMU);
        Path file = folder.resolve("call.wav");
        robot.record(file);
        Playback first = robot.play(tone(1000, 200));
        Await.until("it is over", first::ended);
        long sent = robot.stats().packetsSent();
        Await.until("a while passes", () -> robot.stats().packetsSent() >= sent + 15);
        Playback second = robot.play(tone(1000, 200));
        Await.until("it is over", second::ended);
        robot.stopRecording();

        Pcm right = channel(file, 1);
        long pause = (second.startedNanos() - first.endedNanos()) / 1_000_000;
        assertThat(loudMillis(right)).isBetween(380, 420);
        assertThat((long) lastLoudMillis(right) - firstLoudMillis(right))
                .isCloseTo(400 + pause - 20, org.assertj.core.data.Offset.offset(60L));
    }

    @Test
    void aRecordingEndsWithItsSession() throws Exception {
        connect(AudioCodec.PCMU);
        Path file = folder.resolve("call.wav");
        robot.record(file);
        robot.play(tone(1000, 5000));
        Await.until("some of it was sent", () -> robot.stats().packetsSent() > 20);
        robot.close();
        Await.until("no recording runs", () -> engine.stats().recordings() == 0);
        assertThat(loudMillis(channel(file, 1))).isGreaterThan(100);
    }

    @Test
    void aFileThatCannotBeCreatedIsSaidAtOnceAndTheCallGoesOn() throws Exception {
        connect(AudioCodec.PCMU);
        assertThatThrownBy(() -> robot.record(folder.resolve("missing/call.wav")))
                .isInstanceOf(IOException.class);
        assertThat(robot.stopRecording()).isEmpty();
        assertThat(robot.play(tone(1000, 20)).prompt().durationMillis()).isEqualTo(20);
    }

    private void connect(AudioCodec codec) throws Exception {
        engine = MediaEngine.start(MediaConfig.loopback().withCodecs(codec));
        robot = engine.open(MediaListener.ignoring());
        caller = engine.open(MediaListener.ignoring());
        caller.accept(robot.answer(caller.offer()));
        Await.until("the caller is heard", () -> robot.stats().packetsReceived() > 3);
    }

    private static Prompt tone(double hertz, int millis) {
        return new PcmPrompt(Tones.sine(hertz, 8000, millis, 16_000));
    }

    private static int loudMillis(Pcm pcm) {
        int window = pcm.sampleRate() / 100;
        int loud = 0;
        for (int i = 0; i + window <= pcm.length(); i += window) {
            if (pcm.sliceSamples(i, i + window).peak() > 2000) {
                loud += 10;
            }
        }
        return loud;
    }

    private static int firstLoudMillis(Pcm pcm) {
        int i = 0;
        while (i < pcm.length() && Math.abs(pcm.samples()[i]) < 2000) {
            i++;
        }
        return i * 1000 / pcm.sampleRate();
    }

    private static int lastLoudMillis(Pcm pcm) {
        int i = pcm.length() - 1;
        while (i > 0 && Math.abs(pcm.samples()[i]) < 2000) {
            i--;
        }
        return i * 1000 / pcm.sampleRate();
    }

    /** One channel of a stereo file of 16 bits, read by hand so that nothing is mixed down. */
    private static Pcm channel(Path file, int channel) throws IOException {
        ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(wav.getShort(22)).as("channels").isEqualTo((short) 2);
        int rate = wav.getInt(24);
        short[] samples = new short[(wav.capacity() - 44) / 4];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = wav.getShort(44 + 4 * i + 2 * channel);
        }
        return new Pcm(samples, rate);
    }
}
