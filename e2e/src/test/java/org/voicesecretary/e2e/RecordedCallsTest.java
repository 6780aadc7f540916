package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.TimelineEvent;

/** What is said between a caller and an extension is recorded, each side on a channel of its own. */
@Tag("e2e")
@Timeout(120)
class RecordedCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final double ANN = 440;
    private static final double CALLER = 880;

    @TempDir
    static Path directory;

    private static final WebhookDouble SCRIPT = WebhookDouble.start();
    private static final WebhookDouble OTHER_SCRIPT = WebhookDouble.start();
    private static final String OTHER_NUMBER = "442037691882";
    private static final TestPhone OUTSIDE = TestPhone.onLoopback();
    private static RunningServer server;
    private static Baresip ann;

    @BeforeAll
    static void start() throws Exception {
        String account = """
                account: {name: Test shop, key: %s, pbx-id: 123456, secret: %s, time-zone: Europe/Berlin, language: en, country: GB}
                trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                numbers:
                  - {number: "%s", recording: always, webhook: {url: "%s"}}
                  - {number: "%s", recording: always, webhook: {url: "%s"}}
                extensions: [{number: 101, name: Ann, password: secret-of-101}]
                recording: {announce: true, format: wav}
                """.formatted(
                        RunningServer.KEY,
                        RunningServer.SECRET,
                        RunningServer.NUMBER,
                        SCRIPT.url(),
                        OTHER_NUMBER,
                        OTHER_SCRIPT.url());
        server = RunningServer.start(directory, account);
        ann = Baresip.registering(
                directory.resolve("phone"), "123456-101", "secret-of-101", server.port(Transport.UDP), ANN);
        ann.shows("200 OK");
        for (WebhookDouble script : List.of(SCRIPT, OTHER_SCRIPT)) {
            script.otherwise(DoubleReply.empty());
            script.on(EventType.NOTIFY_START, DoubleReply.json("{\"redirect\":\"101\"}"));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        ann.close();
        OUTSIDE.close();
        server.close();
        SCRIPT.close();
        OTHER_SCRIPT.close();
    }

    private static PhoneCall call(String number) {
        return OUTSIDE.dial(server.sip(number), DialOptions.DEFAULTS.from("442037699999"));
    }

    private static Path recordings() {
        return directory.resolve("data/recordings");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(recordings())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void theCallerIsLeftTheOtherRightWithoutGapsAndTheScriptIsToldAfterTheEnd() throws Exception {
        try (PhoneCall caller = call(RunningServer.NUMBER).answered()) {
            Eventually.that(
                    "the recording begins",
                    () -> server.timeline().stream()
                            .anyMatch(entry -> entry.event().toString().contains("the call is recorded")));
            assertThat(caller.heard().awaitTone(ANN, caller.heard().mark(), SOON))
                    .as("Ann is heard after the announcement")
                    .isTrue();
            caller.say(Tones.sine(CALLER, Tones.amplitude(-15), 3_000, 8_000));
            assertThat(caller.heard().awaitLength(caller.heard().mark(), Duration.ofMillis(3_500), SOON))
                    .isTrue();
            caller.hangUp();
        }

        WebhookRequest end = SCRIPT.awaitRequest(EventType.NOTIFY_END, SOON);
        WebhookRequest record = SCRIPT.awaitRequest(EventType.NOTIFY_RECORD, SOON);
        assertThat(end.field("is_recorded")).isEqualTo("1");
        assertThat(record.field("call_id_with_rec")).isEqualTo(end.field("call_id_with_rec"));
        assertThat(record.field("pbx_call_id")).isEqualTo(end.field("pbx_call_id"));
        assertThat(record.field("error")).isEmpty();
        assertThat(server.events(TimelineEvent.Said.class))
                .map(TimelineEvent.Said::text)
                .contains("This call may be recorded.");
        assertThat(SCRIPT.requests().stream().map(request -> request.field("event")))
                .containsExactly("NOTIFY_START", "NOTIFY_INTERNAL", "NOTIFY_ANSWER", "NOTIFY_END", "NOTIFY_RECORD");
        Path file = files().getFirst();
        assertThat(file.getFileName().toString())
                .contains("-" + record.field("call_id_with_rec") + "-101-")
                .endsWith(".wav");
        Pcm left = channel(file, 0);
        Pcm right = channel(file, 1);
        Pcm said = loud(left);
        assertThat(said.durationMillis()).isBetween(2_900L, 3_200L);
        assertThat(share(said, CALLER)).isGreaterThan(0.9);
        assertThat(share(left, ANN)).isLessThan(0.1);
        assertThat(gaps(right.slice(100, right.durationMillis() - 300))).isZero();
        assertThat(share(right, ANN)).isGreaterThan(0.9);
        assertThat(share(right, CALLER)).isLessThan(0.1);
    }

    @Test
    void aCallGoesOnWithoutARecordingWhereNothingCanBeWritten() throws Exception {
        Path aside = directory.resolve("recordings-aside");
        if (Files.exists(recordings())) {
            Files.move(recordings(), aside);
        }
        Files.writeString(recordings(), "no directory");
        try (PhoneCall caller = call(OTHER_NUMBER).answered()) {
            assertThat(caller.heard().awaitTone(ANN, 0, SOON))
                    .as("Ann is heard all the same")
                    .isTrue();
            Eventually.that(
                    "the fault is on the timeline",
                    () -> server.timeline().stream()
                            .anyMatch(entry -> entry.event().toString().contains("no recording can be kept")));
            caller.hangUp();
        }

        assertThat(OTHER_SCRIPT.awaitRequest(EventType.NOTIFY_END, SOON).field("is_recorded"))
                .isEqualTo("0");
        assertThat(OTHER_SCRIPT.awaitRequest(EventType.NOTIFY_RECORD, SOON).field("error"))
                .contains("no recording can be kept");
        Files.delete(recordings());
        if (Files.exists(aside)) {
            Files.move(aside, recordings());
        }
    }

    /** From the first to the last 20 ms in which something is heard, which must be without gaps. */
    private static Pcm loud(Pcm side) {
        int frame = side.sampleRate() / 50;
        int first = -1;
        int last = -1;
        for (int at = 0; at + frame <= side.length(); at += frame) {
            if (side.sliceSamples(at, at + frame).rms() > 500) {
                first = first < 0 ? at : first;
                last = at + frame;
            }
        }
        assertThat(first).as("something is heard").isNotNegative();
        Pcm said = side.sliceSamples(first, last);
        assertThat(gaps(said)).isZero();
        return said;
    }

    private static int gaps(Pcm side) {
        int frame = side.sampleRate() / 50;
        int gaps = 0;
        for (int at = 0; at + frame <= side.length(); at += frame) {
            if (side.sliceSamples(at, at + frame).rms() < 300) {
                gaps++;
            }
        }
        return gaps;
    }

    /** How much of what is heard is this tone. */
    private static double share(Pcm side, double hertz) {
        int window = side.sampleRate() / 10;
        double tone = 0;
        double all = 0;
        for (int at = 0; at + window <= side.length(); at += window) {
            Pcm part = side.sliceSamples(at, at + window);
            tone += Goertzel.amplitude(part, hertz) / Math.sqrt(2);
            all += part.rms();
        }
        return all == 0 ? 0 : tone / all;
    }

    private static Pcm channel(Path file, int channel) throws IOException {
        ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int rate = wav.getInt(24);
        short[] samples = new short[(wav.capacity() - 44) / 4];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = wav.getShort(44 + 4 * i + 2 * channel);
        }
        return new Pcm(samples, rate);
    }
}
