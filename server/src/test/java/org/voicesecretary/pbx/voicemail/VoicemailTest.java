package org.voicesecretary.pbx.voicemail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.redirect;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.protocol.Instruction.CallerName;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

@Tag("db")
@Timeout(60)
class VoicemailTest {
    private static final String GREETING =
            VoicemailWords.GREETING.in(Language.EN).text();
    private static final String NOT_KEPT =
            VoicemailWords.NOT_KEPT.in(Language.EN).text();
    private static final String THANKS = VoicemailWords.THANKS.in(Language.EN).text();

    private final TestCall call = new TestCall();
    private final List<Voicemail.Arrived> arrived = new ArrayList<>();

    @TempDir
    Path path;

    private AppliedOffice office;
    private MessageStore store;
    private long roomBytes = Long.MAX_VALUE;

    @BeforeEach
    void open() throws IOException {
        office = new AppliedOffice(path);
        box("");
        store = openStore();
        var voicemail = new Voicemail(store, arrived::add);
        call.targets = (talk, to) -> new Outcome.Over(voicemail.take(
                talk, office.office(), office.office().extension("101").orElseThrow()));
        call.script.answers(new CallerName("Mr Smith"), redirect("101"));
    }

    private MessageStore openStore() throws IOException {
        var db = office.database();
        return MessageStore.open(db.directory(), db.database(), db.writer(), call.time::now, any -> roomBytes);
    }

    private void box(String settings) {
        office.apply(ACCOUNT + "sounds: [{id: away, text: I am away.}]\nextensions: [{number: 101, voicemail: {"
                + settings + "}}]");
    }

    @AfterEach
    void close() {
        office.close();
    }

    private VoicemailMessage onlyMessage() {
        List<VoicemailMessage> messages = store.of(123456, "101");
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    /** All files of messages, also of those that were begun only. */
    private List<Path> files() {
        try (Stream<Path> all = Files.walk(path.resolve("data/voicemail"))) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCallerIsGreetedAndLeavesAMessageUntilTheHashKey() {
        call.caller.pressAt(8400, "#");

        assertThat(call.run()).isEqualTo(new CallEnd.VoicemailEnded());
        assertThat(call.caller.journal())
                .containsExactly(
                        "0 ring",
                        "0 answer",
                        "0 play " + GREETING,
                        "1000 end",
                        "1000 play a sound of 400 ms",
                        "1400 end",
                        "1400 record",
                        "8400 recorded 7000 ms",
                        "8400 play " + THANKS,
                        "9400 end",
                        "9400 bye cause 16");
    }

    @Test
    void theMessageIsKeptWithWhoLeftItAndItsSoundIsTheCallersAlone() throws IOException {
        call.caller.pressAt(8400, "#");
        call.run();

        VoicemailMessage message = onlyMessage();
        assertThat(message.caller()).isEqualTo("442037691880");
        assertThat(message.callerName()).isEqualTo("Mr Smith");
        assertThat(message.length()).isEqualTo(Duration.ofSeconds(7));
        assertThat(message.heard()).isFalse();
        Pcm sound = WavFile.read(store.file(message));
        assertThat(sound.durationMillis()).isEqualTo(7000);
        assertThat(sound.peak()).isGreaterThan(7000); // the mean of both sides would have half of it
        assertThat(arrived)
                .singleElement()
                .satisfies(one -> assertThat(one.message()).isEqualTo(message));
        assertThat(files()).containsExactly(store.file(message));
    }

    @Test
    void aCallerWhoHangsUpHasLeftAMessageToo() {
        call.caller.signalAt(5400, new CallSignal.RemoteHungUp());

        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(onlyMessage().length()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void silenceEndsAMessageAndIsCutOff() {
        call.caller.quietAt(11_400);
        call.run();

        assertThat(call.caller.journal()).contains("17400 recorded 16000 ms", "17400 play " + THANKS);
        assertThat(onlyMessage().length()).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void aMessageIsNoLongerThanAllowed() {
        call.run();

        assertThat(onlyMessage().length()).isEqualTo(Duration.ofSeconds(180));
    }

    @Test
    void whoHangsUpAtTheToneHasLeftNothing() {
        call.caller.signalAt(2000, new CallSignal.RemoteHungUp());
        call.run();

        assertThat(store.of(123456, "101")).isEmpty();
        assertThat(files()).isEmpty();
        assertThat(arrived).isEmpty();
    }

    @Test
    void aBoxGreetsWithASoundOfItsOwnOrNotAtAll() {
        box("greeting: own, sound: away");
        call.caller.signalAt(500, new CallSignal.RemoteHungUp());
        call.run();
        assertThat(call.caller.journal()).contains("0 play away");
    }

    @Test
    void aBoxWithoutAGreetingBeepsAtOnce() {
        box("greeting: none");
        call.caller.signalAt(500, new CallSignal.RemoteHungUp());
        call.run();
        assertThat(call.caller.journal()).startsWith("0 ring", "0 answer", "0 play a sound of 400 ms");
    }

    @Test
    void onAFullDiskTheCallerHearsThatNoMessageCanBeLeft() {
        roomBytes = 1000;
        call.run();

        assertThat(call.caller.journal()).contains("0 play " + NOT_KEPT).doesNotContain("1400 record");
        assertThat(call.events(TimelineEvent.Fault.class))
                .singleElement()
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.OPERATOR));
    }

    @Test
    void aDiskThatFillsUpMeanwhileLeavesNothingHalfWritten() {
        call.caller.recordingFails("No space left on device");
        call.caller.pressAt(8400, "#");
        call.run();

        assertThat(call.caller.journal()).contains("8400 play " + NOT_KEPT);
        assertThat(store.of(123456, "101")).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void whatAnEarlierRunLeftHalfWrittenIsRemoved() throws IOException {
        Files.writeString(path.resolve("data/voicemail/incoming/17.wav"), "RIFF");
        store = openStore();

        assertThat(files()).isEmpty();
    }

    @Test
    void aMessageIsForgottenAfterItsTimeWithItsSound() {
        call.caller.pressAt(8400, "#");
        call.run();
        Instant arrival = onlyMessage().receivedAt();

        assertThat(store.forgetExpired(arrival.plus(Duration.ofDays(29)))).isZero();
        assertThat(store.forgetExpired(arrival.plus(Duration.ofDays(31)))).isEqualTo(1);
        assertThat(store.of(123456, "101")).isEmpty();
        assertThat(files()).isEmpty();
    }
}
