package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Spectrum;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.sdp.Direction;
import org.voicesecretary.media.sdp.LocalCapabilities;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.media.sdp.SessionDescription;

@Tag("wire")
class MediaSessionTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Keys robotHears = new Keys();
    private final Keys callerHears = new Keys();
    private final Ear callerEar = new Ear();
    private final Ear robotEar = new Ear();
    private MediaSession robot;
    private MediaSession caller;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void aToneIsHeardBothWaysInEachCodec(AudioCodec codec) throws Exception {
        connect(MediaConfig.loopback().withCodecs(codec));
        assertThat(robot.codec()).contains(codec);

        robot.play(tone(1000, 3000));
        caller.play(tone(400, 3000));

        Await.until("both hear half a second", () -> loudMillis(callerEar) > 500 && loudMillis(robotEar) > 500);
        assertThat(dominant(callerEar.last(300))).isBetween(990.0, 1010.0);
        assertThat(dominant(robotEar.last(300))).isBetween(390.0, 410.0);
        assertThat(robot.stats().unknownPayloads()).isZero();
        assertThat(robot.stats().packetsLost()).isZero();
    }

    @Test
    void anIdleSessionSendsSilenceAllTheTime() throws Exception {
        connect(MediaConfig.loopback());
        Await.until("half a second of silence came", () -> callerEar.heardMillis() > 500);
        assertThat(callerEar.all().peak()).isLessThan(20);
    }

    @Test
    void comfortNoiseIsFaintButThere() throws Exception {
        connect(MediaConfig.loopback().withIdle(IdleAudio.COMFORT_NOISE));
        Await.until("half a second of noise came", () -> callerEar.heardMillis() > 500);
        assertThat(callerEar.last(400).rms()).isBetween(2.0, 60.0);
    }

    @Test
    void promptsFollowEachOtherWithoutAGapAndEachEndIsToldOnce() throws Exception {
        connect(MediaConfig.loopback().withCodecs(AudioCodec.PCMU));
        List<Playback> told = new ArrayList<>();
        Playback first = robot.play(tone(1000, 200), told::add);
        Playback second = robot.play(tone(1000, 200), told::add);

        Await.until("both are over", () -> second.ended() && robotHears.finished.size() == 2);
        Await.until("it was heard to the end", () -> loudMillis(callerEar) >= 400);

        assertThat(told).containsExactly(first, second);
        assertThat(robotHears.finished).containsExactly(first, second);
        assertThat(first.state()).isEqualTo(Playback.State.FINISHED);
        assertThat(second.playedMillis()).isEqualTo(200);
        // from the first loud packet to the last: 20 frames, so no pause between the prompts
        assertThat(millis(callerEar.firstLoudNanos(), callerEar.lastLoudNanos()))
                .isBetween(340L, 430L);
        assertThat(loudMillis(callerEar)).isLessThanOrEqualTo(420);
    }

    @Test
    void theFirstPacketOfAPreparedPromptLeavesWithin20Milliseconds() throws Exception {
        connect(MediaConfig.loopback().withCodecs(AudioCodec.PCMU));
        List<Long> waits = new ArrayList<>();
        Prompt prompt = tone(1000, 60);
        for (int i = 0; i < 10; i++) {
            Playback playback = robot.play(prompt);
            Await.until("it is over", playback::ended);
            waits.add(playback.startedNanos() - playback.orderedNanos());
        }
        waits.sort(null);
        assertThat(waits.get(5) / 1e6).as("median, ms").isLessThanOrEqualTo(20.0);
        assertThat(waits.getLast() / 1e6)
                .as("worst, ms; a busy test machine is allowed some")
                .isLessThan(60.0);
    }

    @Test
    void stoppingIsHeardWithin40Milliseconds() throws Exception {
        connect(MediaConfig.loopback().withCodecs(AudioCodec.PCMU));
        List<Long> tails = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            callerEar.forget();
            Playback playback = robot.play(tone(1000, 10_000));
            Await.until("it is heard", () -> loudMillis(callerEar) > 100);
            long stopped = System.nanoTime();
            robot.stopPlayback();
            Await.until("it is over", playback::ended);
            long since = callerEar.heardMillis();
            Await.until("silence follows", () -> callerEar.heardMillis() > since + 100);
            tails.add(millis(stopped, callerEar.lastLoudNanos()));
            assertThat(playback.state()).isEqualTo(Playback.State.STOPPED);
        }
        tails.sort(null);
        assertThat(tails.get(2))
                .as("median of the last loud packet after the stop, ms")
                .isLessThan(40);
        assertThat(robotHears.finished).as("a stopped playback does not finish").isEmpty();
    }

    @Test
    void aKeyThatStopsThePromptSilencesItWithin40Milliseconds() throws Exception {
        MediaSession[] self = new MediaSession[1];
        Keys barging = new Keys() {
            @Override
            public void onDigit(DtmfDigit digit, DigitSource how, long nanoTime) {
                super.onDigit(digit, how, nanoTime);
                self[0].stopPlayback();
            }
        };
        MediaEngine engine = engine(MediaConfig.loopback().withCodecs(AudioCodec.PCMU));
        connect(engine, barging);
        self[0] = robot;
        Playback playback = robot.play(tone(1000, 10_000));
        Await.until("it is heard", () -> loudMillis(callerEar) > 100);

        caller.sendDigit(DtmfDigit.FIVE, 100);
        Await.until("the key came", () -> !barging.keys.isEmpty());
        long key = barging.keys.getFirst().nanos();
        Await.until("it is over", playback::ended);
        long since = callerEar.heardMillis();
        Await.until("silence follows", () -> callerEar.heardMillis() > since + 100);

        assertThat(millis(key, callerEar.lastLoudNanos())).isLessThan(40);
    }

    @Test
    void keysArriveOnceInOrderAtTheirFirstPacket() throws Exception {
        connect(MediaConfig.loopback());
        long pressed = System.nanoTime();
        for (char key : "1*#9".toCharArray()) {
            caller.sendDigit(DtmfDigit.of(key).orElseThrow(), 120);
        }
        Await.until("four keys came", () -> robotHears.keys.size() >= 4);
        caller.sendDigit(DtmfDigit.ZERO, 60);
        Await.until("the last key came", () -> robotHears.keys.size() >= 5);

        assertThat(robotHears.digits()).isEqualTo("1*#90");
        assertThat(robotHears.keys).allMatch(key -> key.how() == DigitSource.TELEPHONE_EVENT);
        assertThat(millis(pressed, robotHears.keys.getFirst().nanos()))
                .as("onset, not end, of a key of 120 ms")
                .isLessThan(100);
    }

    @Test
    void whereTelephoneEventsAreNotAgreedKeysAreHeardAsTones() throws Exception {
        MediaEngine engine = engine(MediaConfig.loopback()
                .withCapabilities(LocalCapabilities.DEFAULT.withTelephoneEvent(false))
                .withCodecs(AudioCodec.PCMA));
        connect(engine, robotHears);
        caller.sendDigit(DtmfDigit.SEVEN, 100);
        caller.sendDigit(DtmfDigit.SEVEN, 100);
        caller.sendDigit(DtmfDigit.POUND, 100);
        Await.until("three keys came", () -> robotHears.keys.size() >= 3);
        assertThat(robotHears.digits()).isEqualTo("77#");
        assertThat(robotHears.keys).allMatch(key -> key.how() == DigitSource.IN_BAND);
    }

    @Test
    void audioOnHoldIsNotSentAndComesBack() throws Exception {
        connect(MediaConfig.loopback());
        Await.until("audio comes", () -> callerEar.heardMillis() > 100);

        SessionDescription hold = caller.offer(Direction.SENDONLY);
        SessionDescription answer = robot.answer(hold);
        caller.accept(answer);
        assertThat(robot.agreed().orElseThrow().direction()).isEqualTo(Direction.RECVONLY);
        robot.stats(); // on the loop: what was sent before the hold is on its way
        long sent = robot.stats().packetsSent();
        long received = robot.stats().packetsReceived();
        Await.until("ten more packets came from the caller", () -> robot.stats().packetsReceived() > received + 10);
        assertThat(robot.stats().packetsSent()).isEqualTo(sent);

        caller.accept(robot.answer(caller.offer(Direction.SENDRECV)));
        Await.until("audio comes again", () -> robot.stats().packetsSent() > sent + 5);
    }

    @Test
    void aReInviteMayChangeTheCodecInTheMiddleOfAPrompt() throws Exception {
        MediaEngine engine = engine(MediaConfig.loopback().withCodecs(AudioCodec.PCMU, AudioCodec.G722));
        connect(engine, robotHears);
        assertThat(robot.codec()).contains(AudioCodec.PCMU);
        robot.play(tone(1000, 20_000));
        Await.until("it is heard", () -> loudMillis(callerEar) > 200);

        String offered = text(caller.offer()).replace("RTP/AVP 0 9", "RTP/AVP 9 0");
        SessionDescription answer = robot.answer(SdpParser.parse(offered.getBytes()));
        caller.accept(answer);
        assertThat(robot.codec()).contains(AudioCodec.G722);
        callerEar.forget();
        Await.until("it is heard again", () -> loudMillis(callerEar) > 500);
        assertThat(callerEar.all().sampleRate()).isEqualTo(16_000);
        assertThat(dominant(callerEar.last(300))).isBetween(990.0, 1010.0);
    }

    @Test
    void aPeerWhoseRtpStopsIsReportedOnce() throws Exception {
        MediaEngine engine = engine(MediaConfig.loopback().withRtpTimeout(Duration.ofMillis(300)));
        MediaEngine other = engine(MediaConfig.loopback());
        connect(engine, other, robotHears);
        Await.until("audio comes", () -> robot.stats().packetsReceived() > 25);
        assertThat(robotHears.timeouts).hasValue(0);

        caller.close();
        Await.until("the caller is missed", () -> robotHears.timeouts.get() > 0);
        long sent = robot.stats().packetsSent();
        Await.until("more than another timeout passes", () -> robot.stats().packetsSent() > sent + 25);
        assertThat(robotHears.timeouts).hasValue(1);
    }

    @Test
    void aPeerOnHoldIsNotMissed() throws Exception {
        MediaEngine engine = engine(MediaConfig.loopback().withRtpTimeout(Duration.ofMillis(200)));
        connect(engine, robotHears);
        caller.accept(robot.answer(caller.offer(Direction.INACTIVE)));
        long since = System.nanoTime();
        Await.until("two timeouts pass", () -> millis(since, System.nanoTime()) > 450);
        assertThat(robotHears.timeouts).hasValue(0);
    }

    @Test
    void ipv6Works() throws Exception {
        connect(MediaConfig.at(InetAddress.ofLiteral("::1")).withCodecs(AudioCodec.PCMA));
        robot.play(tone(1000, 3000));
        Await.until("it is heard", () -> loudMillis(callerEar) > 300);
        assertThat(dominant(callerEar.last(200))).isBetween(990.0, 1010.0);
        assertThat(text(robot.offer())).contains("IN IP6 ");
    }

    @Test
    void nothingCanBePlayedBeforeAnAnswer() throws Exception {
        MediaSession session = engine(MediaConfig.loopback()).open(robotHears);
        assertThatThrownBy(() -> session.play(tone(1000, 100)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no codec is agreed");
    }

    @Test
    void aClosedSessionEndsItsPlaybacksAndKeepsItsFigures() throws Exception {
        connect(MediaConfig.loopback());
        Playback playback = robot.play(tone(1000, 10_000));
        Await.until("it is heard", () -> loudMillis(callerEar) > 100);
        robot.close();
        robot.close();
        Await.until("it is over", playback::ended);
        assertThat(playback.state()).isEqualTo(Playback.State.STOPPED);
        assertThat(robot.stats().packetsSent()).isPositive();
        assertThat(robot.play(tone(1000, 100)).ended() || awaitEnded(robot.play(tone(1000, 100))))
                .isTrue();
    }

    @Test
    void aSessionOfAClosedEngineAnswersButDoesNothing() throws Exception {
        MediaEngine engine = engine(MediaConfig.loopback());
        connect(engine, robotHears);
        Await.until("audio comes", () -> callerEar.heardMillis() > 100);
        engine.close();
        assertThat(robot.stats().packetsSent()).isPositive();
        assertThat(awaitEnded(robot.play(tone(1000, 100)))).isTrue();
        assertThat(robot.stopRecording()).isEmpty();
        robot.stopPlayback();
        robot.close();
        assertThat(engine.stats().sessions()).isZero();
        assertThat(engine.stats().portPairsInUse()).isZero();
    }

    private static boolean awaitEnded(Playback playback) {
        Await.until("a playback of a closed session ends at once", playback::ended);
        return true;
    }

    private MediaEngine engine(MediaConfig config) {
        MediaEngine engine = MediaEngine.start(config);
        open.add(engine);
        return engine;
    }

    private void connect(MediaConfig config) throws Exception {
        connect(engine(config), robotHears);
    }

    private void connect(MediaEngine engine, MediaListener listener) throws Exception {
        connect(engine, engine, listener);
    }

    private void connect(MediaEngine robots, MediaEngine callers, MediaListener listener) throws Exception {
        robot = robots.open(listener);
        caller = callers.open(callerHears);
        caller.accept(robot.answer(caller.offer()));
        caller.receive(callerEar);
        robot.receive(robotEar);
    }

    private static Prompt tone(double hertz, int millis) {
        return new PcmPrompt(Tones.sine(hertz, 8000, millis, 16_000));
    }

    private static double dominant(Pcm pcm) {
        return Spectrum.dominantFrequency(pcm);
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    /** How much of what was heard is loud. */
    private static long loudMillis(Ear ear) {
        Pcm all = ear.all();
        int loud = 0;
        int frame = all.sampleRate() / 50;
        for (int i = 0; i + frame <= all.length(); i += frame) {
            if (all.sliceSamples(i, i + frame).rms() > 1000) {
                loud += 20;
            }
        }
        return loud;
    }

    private static String text(SessionDescription description) {
        return description.encode();
    }
}
