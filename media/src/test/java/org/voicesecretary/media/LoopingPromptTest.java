package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Spectrum;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.codec.AudioCodec;

@Tag("wire")
class LoopingPromptTest {
    private MediaEngine engine;

    @BeforeEach
    void start() {
        engine = MediaEngine.start(MediaConfig.loopback());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void itGoesOnWithoutAGapUntilItIsStopped(AudioCodec codec) throws Exception {
        Party anna = Party.with(engine, engine, codec);
        Pcm tone = Tones.sine(1000, 8000, 1000, 16_000).sliceSamples(1600, 1600 + 1600 + 170); // 100 ms and a rest

        Playback music = anna.session.play(Prompt.looping(tone));

        anna.hears(1000);
        anna.ear.forget();
        Await.until("a second of it was heard", () -> anna.ear.heardMillis() > 1000);
        Pcm heard = anna.ear.last(900);
        int window = heard.sampleRate() / 100;
        for (int at = 0; at + window <= heard.length(); at += window) {
            assertThat(heard.sliceSamples(at, at + window).rms())
                    .as("at sample %s", at)
                    .isGreaterThan(4000);
        }
        assertThat(anna.keys.finished).isEmpty();
        assertThat(music.playedMillis()).isGreaterThan(1000);
        music.stop();
        anna.hearsSilence();
        assertThat(music.state()).isEqualTo(Playback.State.STOPPED);
    }

    @Test
    void oneWithoutSoundEndsAtOnce() throws Exception {
        Party anna = Party.with(engine, engine, AudioCodec.PCMU);

        Playback nothing = anna.session.play(Prompt.looping(Pcm.silence(0, 16_000)));

        Await.until("it is over", nothing::ended);
    }

    @Test
    void ringingIsHeardInTheRhythmOfTheCountry() throws Exception {
        Party anna = Party.with(engine, engine, AudioCodec.PCMU);
        anna.session.play(engine.ringback(Ringback.EUROPE));
        anna.hears(425);
        Await.until("a pause follows", () -> anna.ear.last(200).peak() < 100);
        anna.session.stopPlayback();

        Playback american = anna.session.play(engine.ringback(Ringback.NORTH_AMERICA));
        Await.until("it rings", () -> american.playedMillis() > 1000);
        Await.until("both tones are heard", () -> {
            Spectrum last = Spectrum.of(anna.ear.last(200));
            return last.share(430, 450) > 0.4 && last.share(470, 490) > 0.4;
        });
        assertThat(american.prompt().durationMillis()).isEqualTo(6000);
        assertThat(engine.ringback(Ringback.EUROPE).durationMillis()).isEqualTo(5000);
    }
}
