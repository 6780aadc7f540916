package org.voicesecretary.benchmarks.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.benchmarks.BenchClock;
import org.voicesecretary.benchmarks.Histogram;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.media.MediaListener;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.PcmPrompt;
import org.voicesecretary.media.Playback;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.net.PortsExhaustedException;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.SdpParseException;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.sip.CallListener;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.InboundInvite;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.UserAgentConfig;

/** The generator against a small answering machine of the project's own SIP and media, so that its measuring is itself measured. */
@Tag("wire")
class PhoneBankTest {
    private static final PcmPrompt LOW = new PcmPrompt(Tones.sine(400, 8000, 60_000, 8000));
    private static final PcmPrompt HIGH = new PcmPrompt(Tones.sine(2000, 8000, 60_000, 8000));

    private final BenchClock clock = new BenchClock();
    private MediaEngine media;
    private UserAgent machine;
    private PhoneBank bank;

    @BeforeEach
    void start() throws Exception {
        media = MediaEngine.start(MediaConfig.loopback());
        machine = UserAgent.start(UserAgentConfig.listening("udp:127.0.0.1:0").build(), this::answer);
        InetSocketAddress point = machine.listeningPoints().getFirst().address();
        bank = PhoneBank.open(clock, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), point.getPort()), 50);
    }

    @AfterEach
    void stop() throws Exception {
        bank.close();
        machine.close();
        media.close();
    }

    @Test
    void callsAreSetUpHeardAndTornDown() throws Exception {
        DialRun run = bank.dial(new DialPlan("1000", 40, 100, 200));

        assertThat(run.awaitEnded(10_000)).isTrue();
        assertThat(run.answered()).as(run.toString()).isEqualTo(40);
        assertThat(run.completed()).isEqualTo(40);
        assertThat(run.failures()).as(run.toString()).isZero();
        assertThat(run.setUp().count()).isEqualTo(40);
    }

    @Test
    void refusalsAreCountedByTheirStatus() throws Exception {
        DialRun run = bank.dial(new DialPlan("busy", 10, 100, 200));

        assertThat(run.awaitEnded(10_000)).isTrue();
        assertThat(run.refusals()).containsExactlyEntriesOf(Map.of(486, 10));
        assertThat(run.failures()).isEqualTo(10);
    }

    @Test
    void everyPacketOfAWindowIsSeenInItsPlace() throws Exception {
        DialRun run = bank.dial(new DialPlan("1000", 20, 200, DialPlan.UNTIL_TOLD));
        assertThat(run.awaitSettled(10_000)).isTrue();

        MediaWindow window = bank.hear(2_000);
        bank.hangUp(run, 200);

        assertThat(window.streams()).isEqualTo(20);
        assertThat(window.received() + window.missing()).isBetween(20 * 95L, 20 * 101L);
        assertThat(window.spacing().millisAt(0.5)).isBetween(18.0, 22.0);
        assertThat(run.completed()).as(run.toString()).isEqualTo(20);
    }

    @Test
    void aKeyIsTimedUntilTheOtherToneIsHeard() throws Exception {
        DialRun run = bank.dial(new DialPlan("1000", 1, 100, DialPlan.UNTIL_TOLD));
        assertThat(run.awaitSettled(10_000)).isTrue();
        bank.listen();
        clock.pass(200);
        int phone = bank.talking(run).getFirst();

        assertThat(bank.press(phone, 5)).isTrue();
        clock.pass(500);
        Histogram toNext = bank.endListening().toNextPrompt();
        bank.hangUp(run, 100);

        assertThat(toNext.count()).isEqualTo(1);
        assertThat(toNext.maxMillis()).isBetween(0.1, 400.0);
    }

    private void answer(InboundInvite invite) throws InterruptedException {
        if (invite.request().toString().contains("sip:busy@")) {
            invite.reject(486, "Busy Here");
            return;
        }
        CountDownLatch ended = new CountDownLatch(1);
        MediaSession[] opened = new MediaSession[1];
        try (MediaSession session = media.open(new MediaListener() {
            @Override
            public void onDigit(DtmfDigit digit, DigitSource how, long nanoTime) {
                opened[0].stopPlayback();
                opened[0].play(HIGH);
            }

            @Override
            public void onPlaybackFinished(Playback playback) {}

            @Override
            public void onRtpTimeout() {}
        })) {
            opened[0] = session;
            invite.listen(new CallListener() {
                @Override
                public void onEnded(DialogEnd end) {
                    ended.countDown();
                }
            });
            byte[] answer = session.answer(SdpParser.parse(invite.offer().orElseThrow()))
                    .encode()
                    .getBytes(StandardCharsets.UTF_8);
            session.play(LOW);
            invite.answer(answer);
            ended.await();
        } catch (PortsExhaustedException | SdpParseException | NotAcceptableException e) {
            throw new IllegalStateException(e);
        }
    }
}
