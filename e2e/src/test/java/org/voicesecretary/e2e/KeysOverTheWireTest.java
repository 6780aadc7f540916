package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.AudioEncoder;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.RequestOutcome;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;

/** Keys, by every way in which a phone can send them, and how fast they are heard (docs/protocol.md, A8). */
@Tag("e2e")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysOverTheWireTest {
    /** Up to ten keys, ended by {@code #}; the tone plays until the first. */
    private static final String ASK_NUMBER =
            "{\"ivr_play\":\"tone\",\"wait_dtmf\":{\"timeout\":10,\"attempts\":1,\"maxdigits\":10,\"name\":\"n\"}}";

    private static final int POUND = 11;

    @TempDir
    static Path directory;

    private Exchange board;
    private TestPhone phone;

    @BeforeAll
    void start() throws Exception {
        board = Exchange.open(directory);
        phone = TestPhone.onLoopback();
    }

    @AfterAll
    void stop() {
        phone.close();
        board.close();
    }

    private RawCaller caller() throws Exception {
        return new RawCaller("127.0.0.1", board.server().port(Transport.UDP));
    }

    /** What a raw caller does with its RTP is heard as these digits. */
    @FunctionalInterface
    private interface Press {
        void on(RawRtp rtp) throws Exception;
    }

    private void hears(String digits, Press press) throws Exception {
        var line = board.line(ASK_NUMBER);
        try (var caller = caller()) {
            caller.call(line.number());
            caller.rtp().silence();
            caller.rtp().hears(3, true);
            press.on(caller.rtp());
            caller.rtp().key(POUND);
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo(digits);
        }
    }

    @Test
    void aRepeatedPacketIsNoSecondKey() throws Exception {
        hears("5", rtp -> {
            rtp.newKey();
            for (int i = 1; i <= 5; i++) {
                rtp.event(5, i * 160, i == 1, false);
                int number = rtp.sequence();
                rtp.event(5, i * 160, i == 1, false, number);
                rtp.event(5, i * 160, i == 1, false, number);
            }
            for (int i = 0; i < 6; i++) {
                rtp.event(5, 960, false, true);
            }
        });
    }

    @Test
    void aKeyWhoseEndsAreLostEndsWithTheNextKey() throws Exception {
        hears("12", rtp -> {
            rtp.newKey();
            rtp.event(1, 160, true, false);
            rtp.event(1, 320, false, false);
            rtp.key(2);
        });
    }

    @Test
    void aKeyOfWhichOnlyTheEndArrivesIsAKey() throws Exception {
        hears("8", rtp -> {
            rtp.newKey();
            rtp.event(8, 800, false, true);
        });
    }

    @Test
    void aKeyWhosePacketsOvertakeEachOtherIsOneKey() throws Exception {
        hears("34", rtp -> {
            rtp.newKey();
            long began = rtp.timestamp();
            int first = rtp.sequence() + 1;
            rtp.event(3, 320, false, false, first + 1);
            rtp.event(3, 160, true, false, first);
            rtp.event(3, 800, false, true, first + 3);
            rtp.event(3, 480, false, false, first + 2);
            rtp.event(3, 800, false, true, first + 4);
            rtp.newKey();
            rtp.event(4, 160, true, false, first + 5);
            rtp.event(4, 800, false, true, first + 6);
            rtp.event(3, 800, false, true, first + 4, began); // the old key once more
            rtp.event(4, 800, false, true, first + 7);
        });
    }

    @Test
    void aVeryLongKeyIsOneKey() throws Exception {
        hears("0", rtp -> {
            rtp.newKey();
            for (int i = 1; i <= 100; i++) {
                rtp.event(0, i * 400, i == 1, false);
            }
            rtp.event(0, 40_400, false, true);
        });
    }

    @Test
    void theSameKeyTwiceIsTwoKeysAndAllSixteenAreKnown() throws Exception {
        hears("1100*ABCD9", rtp -> {
            for (int code : new int[] {1, 1, 0, 0, 10, 12, 13, 14, 15, 9}) {
                rtp.key(code);
            }
        });
    }

    @Test
    void hookFlashAndRubbishEventsAreNoKeys() throws Exception {
        hears("6", rtp -> {
            rtp.key(16);
            rtp.key(200);
            rtp.send(RawRtp.KEYS, true, 1, new byte[0]);
            rtp.send(RawRtp.KEYS, true, 2, new byte[] {1, 2, 3});
            rtp.key(6);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/dtmf-relay|Signal=4\r\nDuration=160\r\n",
                "Content-Type: application/dtmf-relay|Signal= 4\nDuration= 160",
                "Content-Type: application/dtmf|4",
                "Content-Type: Application/DTMF|4\r\n",
            })
    void aKeyByInfo(String info) throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        String[] parts = info.split("\\|");
        try (var caller = caller()) {
            caller.call(line.number());
            caller.rtp().silence();
            caller.rtp().hears(3, true);
            caller.request("INFO", parts[1], parts[0]);
            assertThat(caller.response("INFO", 200).status()).isEqualTo(200);
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("4");
        }
    }

    @Test
    void anInfoThatIsNoKeyChangesNothing() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = caller()) {
            caller.call(line.number());
            caller.request("INFO", "Signal=x\r\n", "Content-Type: application/dtmf-relay");
            assertThat(caller.response("INFO", 200).status()).isEqualTo(200);
            caller.request("INFO", "<xml/>", "Content-Type: application/media_control+xml");
            caller.response("INFO", 200);
            caller.request("INFO", "");
            assertThat(caller.response("INFO", 200).status()).isEqualTo(200);
            caller.rtp().key(3);
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("3");
        }
    }

    @Test
    void aKeyToldByInfoAndByTelephoneEventIsOneKey() throws Exception {
        var line = board.line(ASK_NUMBER);
        try (var caller = caller()) {
            caller.call(line.number());
            int pressed = 0;
            for (int key : new int[] {1, 2, 2}) {
                caller.rtp().key(key);
                // An INFO tells of a key that was released: by then its first packets have long been read.
                int known = ++pressed;
                Eventually.that("key " + known + " is read from RTP", () -> keysOf(line.number()) == known);
                caller.request(
                        "INFO", "Signal=" + key + "\r\nDuration=100\r\n", "Content-Type: application/dtmf-relay");
                assertThat(caller.response("INFO", 200).status()).isEqualTo(200);
            }
            caller.rtp().key(POUND);
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("122");
        }
    }

    /** How many keys the calls to a number have brought so far. */
    private long keysOf(String number) {
        var calls = board.server().timeline().stream()
                .filter(entry -> entry.event() instanceof TimelineEvent.CallStarted(var caller, var called)
                        && called.equals(number))
                .map(TimelineEntry::call)
                .toList();
        return board.server().timeline().stream()
                .filter(entry -> entry.event() instanceof TimelineEvent.KeyPressed && calls.contains(entry.call()))
                .count();
    }

    @Test
    void aPhoneThatSendsInfoOnlyIsHeard() throws Exception {
        var line = board.line(ASK_NUMBER);
        try (var call = phone.dial(line.sip()).answered()) {
            for (char key : "90#".toCharArray()) {
                assertThat(call.pressByInfo(key)).isInstanceOf(RequestOutcome.Success.class);
            }
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("90");
        }
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void keysAreHeardAsTonesWhereNothingElseWasAgreed(AudioCodec codec) throws Exception {
        var line = board.line(ASK_NUMBER);
        var options = DialOptions.DEFAULTS.speaking(codec).withoutTelephoneEvents();
        try (var call = phone.dial(line.sip(), options).answered()) {
            assertThat(call.heard().awaitSound(0, Exchange.SOON)).isTrue();
            call.press("159*0#");
            assertThat(line.await(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("159*0");
        }
        assertThat(board.server().events(TimelineEvent.KeyPressed.class)).isNotEmpty();
    }

    /** Milliseconds from one moment to the arrival of the last loud packet. */
    private static double stopsAfter(RawRtp rtp, long since) throws InterruptedException {
        rtp.hears(5, false);
        long last = rtp.packets().stream()
                .filter(RawRtp.Packet::isLoud)
                .mapToLong(RawRtp.Packet::nanos)
                .max()
                .orElseThrow();
        return (last - since) / 1e6;
    }

    /** The middle of nine, so that one hiccup of the machine that runs both ends is not taken for the server's. */
    private double median(Measure measure) throws Exception {
        double[] millis = new double[9];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = measure.once();
        }
        Arrays.sort(millis);
        return millis[millis.length / 2];
    }

    @FunctionalInterface
    private interface Measure {
        double once() throws Exception;
    }

    @Test
    void aKeyStopsTheSoundWithin40Milliseconds() throws Exception {
        assertThat(median(() -> {
                    var line = board.line(ASK_NUMBER);
                    try (var caller = caller()) {
                        caller.call(line.number());
                        caller.rtp().silence();
                        caller.rtp().hears(10, true);
                        caller.rtp().newKey();
                        long pressed = System.nanoTime();
                        caller.rtp().event(1, 160, true, false);
                        return stopsAfter(caller.rtp(), pressed);
                    }
                }))
                .as("ms from the first packet of the key to the last sound")
                .isLessThanOrEqualTo(40);
    }

    @Test
    void aKeyByInfoStopsTheSoundWithin40Milliseconds() throws Exception {
        assertThat(median(() -> {
                    var line = board.line(ASK_NUMBER);
                    try (var caller = caller()) {
                        caller.call(line.number());
                        caller.rtp().silence();
                        caller.rtp().hears(10, true);
                        long pressed = System.nanoTime();
                        caller.request("INFO", "Signal=1\r\n", "Content-Type: application/dtmf-relay");
                        return stopsAfter(caller.rtp(), pressed);
                    }
                }))
                .as("ms from the INFO to the last sound")
                .isLessThanOrEqualTo(40);
    }

    @Test
    void aToneStopsTheSoundWithin100Milliseconds() throws Exception {
        Pcm key = Tones.sine(697, Tones.amplitude(-10), 200, 8_000)
                .mixed(Tones.sine(1_209, Tones.amplitude(-10), 200, 8_000));
        assertThat(median(() -> {
                    var line = board.line(ASK_NUMBER);
                    try (var caller = caller()) {
                        String sdp = caller.sdp("m=audio " + caller.rtp().port() + " RTP/AVP 0");
                        caller.invite(line.number(), sdp);
                        caller.established(caller.outcome());
                        caller.ack("");
                        return speaks(caller.rtp(), key);
                    }
                }))
                .as("ms from the onset of the tone to the last sound")
                .isLessThanOrEqualTo(100);
    }

    /** Sends silence, then the key, every 20 ms; returns how long after the key's first packet the sound stopped. */
    private static double speaks(RawRtp rtp, Pcm key) throws Exception {
        AudioEncoder encoder = AudioCodec.PCMU.newEncoder();
        long next = System.nanoTime();
        long onset = 0;
        long timestamp = 1_000_000;
        for (int frame = 0; frame < 20; frame++) {
            byte[] payload = new byte[160];
            Arrays.fill(payload, (byte) 0xff);
            if (frame >= 10) {
                encoder.encode(key.samples(), (frame - 10) * 160, 160, payload, 0);
            }
            if (frame == 10) {
                onset = System.nanoTime();
            }
            rtp.send(0, frame == 0, timestamp += 160, payload);
            next += Duration.ofMillis(20).toNanos();
            while (next - System.nanoTime() > 0) {
                LockSupport.parkNanos(Math.min(next - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(20)));
            }
        }
        return stopsAfter(rtp, onset);
    }
}
