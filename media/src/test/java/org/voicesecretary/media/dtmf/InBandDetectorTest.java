package org.voicesecretary.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.codec.AudioCodec;

@Tag("unit")
class InBandDetectorTest {

    @ParameterizedTest
    @EnumSource(DtmfDigit.class)
    void findsEveryKeyOnceAtBothRates(DtmfDigit digit) {
        for (int rate : new int[] {8000, 16_000}) {
            Pcm call =
                    Pcm.concat(List.of(Pcm.silence(300, rate), DtmfTones.of(digit, 100, rate), Pcm.silence(300, rate)));
            assertThat(keys(call)).as("at %d Hz", rate).isEqualTo(String.valueOf(digit.symbol()));
        }
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void findsEveryKeyThroughEveryCodec(AudioCodec codec) {
        int rate = codec.sampleRate();
        Pcm call = dial("0123456789*#ABCD", 60, 60, rate);
        assertThat(keys(codec.decode(codec.encode(call).toBytes()))).isEqualTo("0123456789*#ABCD");
    }

    @ParameterizedTest
    @EnumSource(DtmfDigit.class)
    void fortyMillisecondsAreEnoughWhereverTheyBegin(DtmfDigit digit) {
        for (int shift = 0; shift < 5; shift++) {
            Pcm call = Pcm.concat(
                    List.of(Pcm.silence(200 + shift, 8000), DtmfTones.of(digit, 40, 8000), Pcm.silence(200, 8000)));
            assertThat(keys(call)).as("shifted by %d ms", shift).isEqualTo(String.valueOf(digit.symbol()));
        }
    }

    @ParameterizedTest
    @EnumSource(DtmfDigit.class)
    void reportsWithin60MillisecondsOfTheOnset(DtmfDigit digit) {
        for (int shift = 0; shift < 20; shift += 3) {
            Pcm call = Pcm.concat(List.of(Pcm.silence(200 + shift, 8000), DtmfTones.of(digit, 500, 8000)));
            List<Heard> heard = listen(call);
            assertThat(heard).hasSize(1);
            assertThat(heard.getFirst().millis() - 200 - shift).isLessThanOrEqualTo(60);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 15, 20})
    void aTwentiethOfASecondOrLessIsNoKey(int millis) {
        for (DtmfDigit digit : DtmfDigit.values()) {
            Pcm call = Pcm.concat(
                    List.of(Pcm.silence(200, 8000), DtmfTones.of(digit, millis, 8000), Pcm.silence(200, 8000)));
            assertThat(keys(call)).as("%s for %d ms", digit, millis).isEmpty();
        }
    }

    @Test
    void theSameKeyTwiceWithFortyMillisecondsBetweenIsTwoKeys() {
        for (DtmfDigit digit : DtmfDigit.values()) {
            String twice = "" + digit.symbol() + digit.symbol();
            assertThat(keys(dial(twice, 60, 40, 8000))).isEqualTo(twice);
        }
    }

    @Test
    void aLostPacketWithinAKeyDoesNotMakeItTwo() {
        Pcm key = DtmfTones.of(DtmfDigit.FIVE, 200, 8000);
        short[] samples = key.samples().clone();
        java.util.Arrays.fill(samples, 640, 800, (short) 0);
        Pcm call = Pcm.concat(List.of(Pcm.silence(100, 8000), new Pcm(samples, 8000), Pcm.silence(200, 8000)));
        assertThat(keys(call)).isEqualTo("5");
    }

    @Test
    void aLongKeyIsOneKey() {
        assertThat(keys(dial("7", 10_000, 100, 8000))).isEqualTo("7");
    }

    @ParameterizedTest
    @MethodSource("tolerated")
    void takesWhatTelephonesAndLinesMakeOfAKey(double level, double columnOverRow, double deviation) {
        for (DtmfDigit digit : DtmfDigit.values()) {
            double low = columnOverRow > 0 ? level - columnOverRow : level;
            double high = columnOverRow > 0 ? level : level + columnOverRow;
            Pcm key = Tones.sine(digit.lowHz() * (1 + deviation), Tones.amplitude(low), 60, 8000)
                    .mixed(Tones.sine(digit.highHz() * (1 + deviation), Tones.amplitude(high), 60, 8000));
            Pcm call = noise(Pcm.concat(List.of(Pcm.silence(200, 8000), key, Pcm.silence(200, 8000))), 8);
            AudioCodec codec = AudioCodec.PCMA;
            assertThat(keys(codec.decode(codec.encode(call).toBytes())))
                    .as("%s", digit)
                    .isEqualTo("" + digit.symbol());
        }
    }

    static Stream<Arguments> tolerated() {
        List<Arguments> table = new ArrayList<>();
        for (double level : new double[] {0, -10, -20, -30}) {
            for (double columnOverRow : new double[] {-8, -4, 0, 4}) {
                for (double deviation : new double[] {-0.015, 0, 0.015}) {
                    table.add(Arguments.of(level, columnOverRow, deviation));
                }
            }
        }
        return table.stream();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.045, -0.035, 0.035, 0.045})
    void refusesTonesThatAreOffByMoreThanThreePointFivePercent(double deviation) {
        for (DtmfDigit digit : DtmfDigit.values()) {
            Pcm both = Tones.sine(digit.lowHz() * (1 + deviation), 5000, 300, 8000)
                    .mixed(Tones.sine(digit.highHz() * (1 + deviation), 5000, 300, 8000));
            assertThat(keys(both)).as("%s", digit).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-14, 10})
    void refusesTonesOfVeryDifferentLevels(double columnOverRow) {
        for (DtmfDigit digit : DtmfDigit.values()) {
            assertThat(keys(DtmfTones.of(digit, 300, 8000, -15, -15 + columnOverRow)))
                    .isEmpty();
        }
    }

    @Test
    void findsKeysInNoiseFifteenDecibelsBelow() {
        Pcm call = noise(dial("0123456789*#ABCD", 80, 80, 8000), (int) (Tones.amplitude(-8) / 5.6));
        assertThat(keys(call)).isEqualTo("0123456789*#ABCD");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notKeys")
    void findsNoKeyIn(String what, Pcm sound) {
        assertThat(keys(sound)).as(what).isEmpty();
    }

    static Stream<Arguments> notKeys() {
        List<Arguments> table = new ArrayList<>();
        table.add(Arguments.of("silence", Pcm.silence(2000, 8000)));
        table.add(Arguments.of("the busy tone", Tones.busy(4000, 8000)));
        table.add(Arguments.of("white noise", noise(Pcm.silence(60_000, 8000), 3000)));
        table.add(Arguments.of("loud white noise", noise(Pcm.silence(60_000, 8000), 12_000)));
        table.add(Arguments.of("vowels with a moving pitch", vowels(60)));
        table.add(Arguments.of("a dial tone of 350 and 440 Hz", chord(350, 440)));
        table.add(Arguments.of("the SIT tones", Pcm.concat(List.of(tone(950), tone(1400), tone(1800)))));
        table.add(Arguments.of("a fax call", tone(1100)));
        table.add(Arguments.of("a fax answer", tone(2100)));
        for (int hertz = 650; hertz <= 1700; hertz += 7) {
            table.add(Arguments.of("a single tone of " + hertz + " Hz", tone(hertz)));
        }
        for (int root = 40; root < 90; root++) {
            double hertz = 440 * Math.pow(2, (root - 69) / 12.0);
            table.add(Arguments.of("a major chord on note " + root, chord(hertz, hertz * 1.25, hertz * 1.5)));
            table.add(Arguments.of("a buzzing note " + root, buzz(hertz)));
        }
        return table.stream();
    }

    @Test
    void everyPairOfARowAndAForeignToneIsNoKey() {
        for (int row : new int[] {697, 770, 852, 941}) {
            for (int other : new int[] {1000, 1100, 1270, 1405, 1550, 1750, 2000, 2400}) {
                assertThat(keys(chord(row, other)))
                        .as("%d and %d Hz", row, other)
                        .isEmpty();
            }
        }
    }

    @Test
    void worksAt8000And16000HertzOnly() {
        assertThatThrownBy(() -> new InBandDetector(44_100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("44100 Hz");
    }

    private record Heard(DtmfDigit digit, long millis) {}

    private static List<Heard> listen(Pcm pcm) {
        InBandDetector detector = new InBandDetector(pcm.sampleRate());
        int frame = pcm.sampleRate() / 50;
        List<Heard> heard = new ArrayList<>();
        for (int at = 0; at < pcm.length(); at += frame) {
            DtmfDigit digit = detector.accept(pcm.samples(), at, Math.min(frame, pcm.length() - at));
            if (digit != null) {
                heard.add(new Heard(digit, (at + frame) * 1000L / pcm.sampleRate()));
            }
        }
        return heard;
    }

    private static String keys(Pcm pcm) {
        StringBuilder keys = new StringBuilder();
        listen(pcm).forEach(heard -> keys.append(heard.digit().symbol()));
        return keys.toString();
    }

    private static Pcm dial(String digits, int on, int off, int rate) {
        List<Pcm> parts = new ArrayList<>(List.of(Pcm.silence(100, rate)));
        for (char symbol : digits.toCharArray()) {
            parts.add(DtmfTones.of(DtmfDigit.of(symbol).orElseThrow(), on, rate));
            parts.add(Pcm.silence(off, rate));
        }
        return Pcm.concat(parts);
    }

    private static Pcm noise(Pcm pcm, int deviation) {
        Random random = new Random(5);
        short[] samples = new short[pcm.length()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.clamp((long) (random.nextGaussian() * deviation), -32_768, 32_767);
        }
        return pcm.mixed(new Pcm(samples, pcm.sampleRate()));
    }

    private static Pcm tone(double hertz) {
        return Tones.sine(hertz, 9000, 400, 8000);
    }

    private static Pcm chord(double... hertz) {
        Pcm sum = Pcm.silence(400, 8000);
        for (double one : hertz) {
            sum = sum.mixed(Tones.sine(one, 6000, 400, 8000));
        }
        return sum;
    }

    /** A string: all harmonics, falling by 4 dB each. */
    private static Pcm buzz(double hertz) {
        Pcm sum = Pcm.silence(400, 8000);
        for (int harmonic = 1; harmonic * hertz < 3900; harmonic++) {
            sum = sum.mixed(Tones.sine(harmonic * hertz, 9000 * Math.pow(0.63, harmonic - 1), 400, 8000));
        }
        return sum;
    }

    /** A voice: pulses of a pitch that glides between 80 and 300 Hz through two resonances that move with it. */
    private static Pcm vowels(int seconds) {
        Random random = new Random(11);
        short[] samples = new short[seconds * 8000];
        double[] memory = new double[4];
        double pitch = 120;
        double phase = 0;
        double first = 500;
        double second = 1400;
        for (int i = 0; i < samples.length; i++) {
            if (i % 800 == 0) {
                pitch = 80 + random.nextDouble() * 220;
                first = 300 + random.nextDouble() * 600;
                second = 900 + random.nextDouble() * 1100;
            }
            phase += pitch / 8000;
            double pulse = phase >= 1 ? 3000 : 0;
            phase -= Math.floor(phase);
            double one = resonate(pulse, first, memory, 0);
            double two = resonate(one, second, memory, 2);
            samples[i] = (short) Math.clamp((long) two, -32_768, 32_767);
        }
        return new Pcm(samples, 8000);
    }

    private static double resonate(double in, double hertz, double[] memory, int at) {
        double radius = 0.96;
        double out =
                in + 2 * radius * Math.cos(2 * Math.PI * hertz / 8000) * memory[at] - radius * radius * memory[at + 1];
        memory[at + 1] = memory[at];
        memory[at] = out;
        return out;
    }
}
