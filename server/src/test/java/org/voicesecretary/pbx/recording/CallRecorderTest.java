package org.voicesecretary.pbx.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.redirect;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.account.NumberOffice;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.FakeLeg.NamedPrompt;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.call.Recorder.Wish;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.Spoken;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.cdr.recording.CallRecording;
import org.voicesecretary.cdr.recording.CallRecording.State;
import org.voicesecretary.cdr.recording.Recordings;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.storage.Eventually;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.webhook.DeliveryOutcome;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.OutboxEvent;
import org.voicesecretary.webhook.RetryPolicy;

@Tag("db")
@Timeout(60)
class CallRecorderTest {
    private static final String EXTENSIONS =
            "extensions: [{number: 101, recording: always}, {number: 102, recording: on-demand}, {number: 103}]\n";

    private final TestCall call = new TestCall();
    private final List<OutboxEvent> told = new CopyOnWriteArrayList<>();
    private final List<Runnable> beside = new ArrayList<>();
    private NumberOffice.Recording number = NumberOffice.Recording.OFF;
    private boolean slow;
    private Recorder recorder = Recorder.none();

    @TempDir
    Path path;

    private AppliedOffice office;
    private EventOutbox outbox;
    private Recordings recordings;

    @BeforeEach
    void open() {
        office = new AppliedOffice(path);
        rules("{format: wav}");
        var db = office.database();
        outbox = new EventOutbox(
                db.database(),
                db.writer(),
                (id, event) -> {
                    told.add(event);
                    return new DeliveryOutcome.Delivered(200, "");
                },
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofDays(1), new Random(1)),
                call.time::now,
                3,
                db.metrics(),
                (event, attempt, began, latency, outcome) -> {});
        outbox.start();
        recordings = new Recordings(
                db.directory(),
                db.database(),
                db.writer(),
                outbox,
                (wav, mp3) -> {},
                call.time::now,
                new SecureRandom());
        call.script.answers(redirect("101"));
        call.recorder = context -> {
            var services = new RecordingDesk.Services(
                    recordings, new Reader(), any -> Optional.of(office.office()), any -> number, this::beside);
            recorder = new RecordingDesk(services).recorder(context, () -> new OutboxEvent.Origin(7, 123456, false));
            return recorder;
        };
    }

    private void rules(String recording) {
        office.apply(ACCOUNT + EXTENSIONS + "recording: " + recording);
    }

    private void beside(Runnable work) {
        if (slow) {
            beside.add(work);
        } else {
            work.run();
        }
    }

    @AfterEach
    void close() {
        recordings.close();
        outbox.close();
        office.close();
    }

    /** Reads one second for each text. */
    private static final class Reader implements Announcer {
        @Override
        public Spoken announce(Announcement announcement, NumberSettings settings, boolean secret) {
            String text = switch (announcement) {
                case Instruction.SayPopular say -> "phrase " + say.number();
                case Instruction.SayText say -> say.text();
                default -> throw new AssertionError(announcement);
            };
            return Spoken.of(new NamedPrompt(text, 1000), text, "en");
        }

        @Override
        public Spoken apology(NumberSettings settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Spoken signal(NumberSettings settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Spoken filler(NumberSettings settings) {
            throw new UnsupportedOperationException();
        }
    }

    /** The caller talks to whom they are joined to, and hangs up at the fifth second. */
    private CallEnd talksTo(@Nullable String extension) {
        call.caller.signalAt(5_000, new CallSignal.RemoteHungUp());
        call.targets = (talk, to) -> {
            talk.answer();
            talk.recorder().joined(talk, extension);
            return new Outcome.Over(untilTheEnd(talk));
        };
        return call.run();
    }

    private static CallEnd untilTheEnd(Talk talk) throws InterruptedException {
        while (true) {
            if (talk.await(talk.never()) instanceof CallSignal.Ending ending) {
                talk.recorder().parted();
                return talk.endOf(ending);
            }
        }
    }

    private List<String> heard() {
        return call.caller.journal().stream()
                .filter(line -> line.contains("record") || line.contains("play"))
                .toList();
    }

    private NotifyEnd end() {
        return call.told.stream()
                .filter(NotifyEnd.class::isInstance)
                .map(NotifyEnd.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private CallRecording kept(State state) throws InterruptedException {
        String id = end().pbxCallId();
        Eventually.holds(
                "the recording is " + state,
                () -> recordings.ofCall(123456, id).stream().anyMatch(recording -> recording.state() == state));
        return recordings.ofCall(123456, id).getFirst();
    }

    @Test
    void aCallWithAnExtensionThatIsAlwaysRecordedIsRecordedAndItsScriptToldOnceItHasEnded() throws Exception {
        talksTo("101");

        assertThat(heard()).containsExactly("0 record", "5000 recorded 5000 ms");
        CallRecording ready = kept(State.READY);
        assertThat(ready.extension()).isEqualTo("101");
        assertThat(ready.length()).isEqualTo(Duration.ofSeconds(5));
        assertThat(end().isRecorded()).isTrue();
        assertThat(end().callIdWithRec()).isEqualTo(ready.id());
        Eventually.holds("the script is told", () -> told.size() == 1);
        assertThat(told.getFirst().event()).isEqualTo("NOTIFY_RECORD");
    }

    @Test
    void bothHearTheAnnouncementBeforeTheRecordingBegins() {
        rules("{announce: You are recorded., format: wav}");
        talksTo("101");
        assertThat(heard()).containsExactly("0 play to both You are recorded.", "1000 record", "5000 recorded 4000 ms");
    }

    @Test
    void theUsualWordsAreAPhrase() {
        rules("{announce: true, format: wav}");
        talksTo("101");
        assertThat(heard().getFirst()).isEqualTo("0 play to both phrase 45");
    }

    @Test
    void callsOfANumberThatIsAlwaysRecordedAreRecordedWhoeverAnswers() throws Exception {
        number = NumberOffice.Recording.ALWAYS;
        talksTo(null);
        assertThat(kept(State.READY).extension()).isNull();
        assertThat(kept(State.READY).fileName()).contains("-0-");
    }

    @Test
    void nothingIsRecordedWhereNobodyWantsIt() {
        call.time.at(1_000, () -> assertThat(recorder.start()).isEqualTo(Wish.NOT_ALLOWED));
        talksTo("103");
        assertThat(heard()).isEmpty();
        assertThat(end().isRecorded()).isFalse();
        assertThat(recorder.start()).isEqualTo(Wish.NOBODY_TALKS);
    }

    @Test
    void onDemandItBeginsAndEndsAsOftenAsIsWished() {
        List<Wish> wishes = new ArrayList<>();
        call.time.at(1_000, () -> wishes.add(recorder.start()));
        call.time.at(1_500, () -> wishes.add(recorder.start()));
        call.time.at(2_000, () -> wishes.add(recorder.stop()));
        call.time.at(2_500, () -> wishes.add(recorder.stop()));
        call.time.at(3_000, () -> wishes.add(recorder.start()));
        talksTo("102");

        assertThat(wishes).containsExactly(Wish.DONE, Wish.ALREADY, Wish.DONE, Wish.ALREADY, Wish.DONE);
        assertThat(heard())
                .containsExactly("1000 record", "2000 recorded 1000 ms", "3000 record", "5000 recorded 2000 ms");
        office.database().writer().write(writing -> {}); // what was written before is in the database then
        assertThat(recordings.ofCall(123456, end().pbxCallId())).hasSize(2);
    }

    @Test
    void whatIsAlwaysRecordedCannotBeStopped() {
        call.time.at(1_000, () -> assertThat(recorder.stop()).isEqualTo(Wish.NOT_ALLOWED));
        talksTo("101");
        assertThat(heard()).contains("5000 recorded 5000 ms");
    }

    @Test
    void whoHangsUpDuringTheAnnouncementIsNotRecorded() {
        rules("{announce: You are recorded., format: wav}");
        call.caller.signalAt(500, new CallSignal.RemoteHungUp());
        call.targets = (talk, to) -> {
            talk.answer();
            talk.recorder().joined(talk, "101");
            return new Outcome.Over(untilTheEnd(talk));
        };
        call.run();

        assertThat(heard()).containsExactly("0 play to both You are recorded.");
        assertThat(end().isRecorded()).isFalse();
        assertThat(recordings.ofCall(123456, end().pbxCallId())).isEmpty();
    }

    @Test
    void aDiskThatIsTooSlowKeepsNobodyFromTalkingAndWhatComesTooLateIsNothing() {
        slow = true;
        assertThat(talksTo("101")).isEqualTo(new CallEnd.CallerHungUp());

        beside.forEach(Runnable::run);

        assertThat(heard()).isEmpty();
        assertThat(recordings.ofCall(123456, end().pbxCallId())).isEmpty();
    }

    @Test
    void whereNothingCanBeWrittenTheCallGoesOnAndTheFailureIsTold() throws Exception {
        Files.writeString(path.resolve("data/recordings"), "no directory");

        assertThat(talksTo("101")).isEqualTo(new CallEnd.CallerHungUp());

        assertThat(heard()).isEmpty();
        assertThat(end().isRecorded()).isFalse();
        assertThat(kept(State.FAILED).problem()).startsWith("no recording can be kept in ");
        Eventually.holds("the script is told", () -> told.size() == 1);
        assertThat(told.getFirst().body()).contains("&error=no+recording+can+be+kept");
        assertThat(call.events(TimelineEvent.Fault.class))
                .map(TimelineEvent.Fault::subject)
                .containsExactly("recording");
    }

    @Test
    void aDiskThatFillsUpInMidCallIsToldAsAFailure() throws Exception {
        call.caller.recordingFails("no space left on device");
        talksTo("101");
        assertThat(kept(State.FAILED).problem()).isEqualTo("no space left on device");
        Eventually.holds("the script is told", () -> told.size() == 1);
    }

    @Test
    void aTransferToWhoWantsNoRecordingEndsIt() {
        call.caller.signalAt(5_000, new CallSignal.RemoteHungUp());
        call.targets = (talk, to) -> {
            talk.answer();
            talk.recorder().joined(talk, "101");
            call.time.at(2_000, () -> talk.recorder().joined(talk, "103"));
            return new Outcome.Over(untilTheEnd(talk));
        };
        call.run();
        assertThat(heard()).containsExactly("0 record", "2000 recorded 2000 ms");
    }
}
