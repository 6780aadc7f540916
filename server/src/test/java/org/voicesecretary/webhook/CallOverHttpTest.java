package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.protocol.EventType.NOTIFY_END;
import static org.voicesecretary.protocol.EventType.NOTIFY_IVR;
import static org.voicesecretary.protocol.EventType.NOTIFY_START;
import static org.voicesecretary.testkit.DoubleReply.hangUp;
import static org.voicesecretary.testkit.DoubleReply.json;
import static org.voicesecretary.testkit.DoubleReply.status;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallLeg;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.EventSink;
import org.voicesecretary.call.FakeLeg.NamedPrompt;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.HoldMusic;
import org.voicesecretary.call.KeyFilter;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.call.Playback;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.Side;
import org.voicesecretary.call.Spoken;
import org.voicesecretary.call.SystemCallClock;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.call.script.IncomingCall;
import org.voicesecretary.media.Conference;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.SayDigits;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.protocol.json.ReplyParser;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineEntry;

/** A whole call on the real clock and real threads, steered over real HTTP; only the telephone is a stand-in. */
@Tag("wire")
@Timeout(30)
class CallOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SystemCallClock clock = new SystemCallClock();
    private final WebhookDouble script = WebhookDouble.start();
    private final WebhookClient client = new WebhookClient(UrlGuard.PRIVATE_TOO);
    private final Mailbox mailbox = new Mailbox(clock);
    private final List<TimelineEntry> timeline = new CopyOnWriteArrayList<>();
    private final Telephone telephone = new Telephone();

    @AfterEach
    void closeEverything() throws Exception {
        script.close();
        client.close();
    }

    private CompletableFuture<CallEnd> call() {
        var endpoint = WebhookEndpoint.of(script.url(), "YOURSECRET");
        var number = new NumberSettings(
                "key", "442037691881", Language.EN, ZoneId.of("UTC"), endpoint, Filler.TONE, Guards.DEFAULT);
        var context = new CallContext(
                CallId.incoming(new SecureRandom()), "442037691880", "442037691881", clock.now(), number);
        var journal = new CallTimeline(context.id(), context.start(), clock::nanoTime, List.of(timeline::add));
        var scripts = new WebhookScripts(client, new ReplyParser(Language::isOfProtocol), clock);
        EventSink posting = (call, event) -> {
            try {
                client.post(WebhookPost.of(endpoint.url(), endpoint, event), PATIENCE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        var incoming = new IncomingCall(
                context,
                telephone,
                mailbox,
                clock,
                journal,
                scripts.open(context, 518196, journal),
                new Reader(),
                RedirectTargets.none(),
                posting,
                Recorder.none());
        var end = new CompletableFuture<CallEnd>();
        Thread.startVirtualThread(() -> end.complete(incoming.run()));
        return end;
    }

    private List<EventType> seen() {
        return script.requests().stream().flatMap(r -> r.type().stream()).toList();
    }

    @Test
    void aMenuIsSteeredFromStartToEnd() throws Exception {
        telephone.whenItHears("menu", () -> telephone.press(DtmfDigit.ONE));
        script.on(NOTIFY_START, json("{\"ivr_play\":\"menu\",\"wait_dtmf\":{\"name\":\"main\",\"maxdigits\":1}}"));
        script.on(NOTIFY_IVR, json("{\"ivr_saydigits\":\"007\",\"language\":\"en\"}"), hangUp());

        assertThat(call().get(10, TimeUnit.SECONDS)).isEqualTo(new CallEnd.ScriptHungUp());
        WebhookRequest end = script.awaitRequest(NOTIFY_END, PATIENCE);
        assertThat(end.field("disposition")).isEqualTo("answered");
        assertThat(end.field("status_code")).isEqualTo("16");
        assertThat(seen()).containsExactly(NOTIFY_START, NOTIFY_IVR, NOTIFY_IVR, NOTIFY_END);
        List<WebhookRequest> steps = script.requests(NOTIFY_IVR);
        assertThat(steps.get(0).field("wait_dtmf[digits]")).isEqualTo("1");
        assertThat(steps.get(0).field("ivr_play")).isEqualTo("COMPLETE");
        assertThat(steps.get(1).field("ivr_saydigits")).isEqualTo("COMPLETE");
        assertThat(telephone.log).containsExactly("ring", "answer", "menu", "stop", "007", "bye 16");
    }

    @Test
    void a28NotifyEndComesAfterTheRequestThatWasUnderWay() throws Exception {
        script.on(NOTIFY_START, hangUp().late(Duration.ofMillis(700)));
        CompletableFuture<CallEnd> end = call();
        script.awaitRequest(NOTIFY_START, PATIENCE);
        long cancelled = clock.nanoTime();
        mailbox.post(new CallSignal.Cancelled());

        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(new CallEnd.CallerGaveUp());
        WebhookRequest told = script.awaitRequest(NOTIFY_END, PATIENCE);
        assertThat(told.field("disposition")).isEqualTo("cancel");
        assertThat(told.field("duration")).isEqualTo("0");
        assertThat(Duration.ofNanos(clock.nanoTime() - cancelled)).isGreaterThan(Duration.ofMillis(500));
        assertThat(telephone.log).containsExactly("ring");
    }

    @Test
    void aScriptThatFailsIsAnApology() throws Exception {
        script.on(NOTIFY_START, status(500));

        assertThat(call().get(10, TimeUnit.SECONDS)).isInstanceOf(CallEnd.Apologised.class);
        assertThat(telephone.log).containsExactly("ring", "answer", "sorry", "bye 16");
        assertThat(script.awaitRequest(NOTIFY_END, PATIENCE).field("disposition"))
                .isEqualTo("answered");
    }

    /** Plays everything in no time, except what a key is waited for in. */
    private final class Telephone implements CallLeg {
        private final List<String> log = new CopyOnWriteArrayList<>();
        private String keyDuring = "";
        private Runnable then = () -> {};
        private long playbacks;

        void whenItHears(String prompt, Runnable action) {
            keyDuring = prompt;
            then = action;
        }

        void press(DtmfDigit digit) {
            mailbox.post(new CallSignal.DigitPressed(digit, DigitSource.TELEPHONE_EVENT, clock.nanoTime()));
        }

        @Override
        public void ring() {
            log.add("ring");
        }

        @Override
        public void soundBeforeAnswer() {}

        @Override
        public void answer() {
            log.add("answer");
            mailbox.post(new CallSignal.Answered());
        }

        @Override
        public void reject(int sipStatus, Q931 cause) {
            log.add("reject " + sipStatus);
        }

        @Override
        public Playback play(List<Prompt> prompts) {
            var playback = new Playback(++playbacks);
            String name = ((NamedPrompt) prompts.getFirst()).name();
            log.add(name);
            if (name.equals(keyDuring)) {
                then.run();
            } else {
                mailbox.post(new CallSignal.PlaybackFinished(playback));
            }
            return playback;
        }

        @Override
        public void stopPlayback() {
            log.add("stop");
        }

        @Override
        public void busyTone() {
            log.add("busy");
        }

        @Override
        public void ringingTone() {
            log.add("ringing tone");
        }

        @Override
        public void loop(Prompt prompt) {
            log.add("loop");
        }

        @Override
        public String label() {
            return "caller";
        }

        @Override
        public void connect(Side other, HoldMusic music) {
            log.add("connect " + other.label());
        }

        @Override
        public void filterKeys(@Nullable KeyFilter chosen) {
            // nobody presses keys here
        }

        @Override
        public void sendKeys(List<DtmfDigit> keys) {
            log.add("keys");
        }

        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void enter(Conference conference) {
            log.add("enter");
        }

        @Override
        public void leave(Conference conference) {
            log.add("leave");
        }

        @Override
        public void disconnect() {
            log.add("disconnect");
        }

        @Override
        public void playToBoth(Prompt prompt, Runnable afterwards) {
            log.add("play to both");
        }

        @Override
        public CompletableFuture<RecordedFile> record(Path file) {
            log.add("record");
            return new CompletableFuture<>();
        }

        @Override
        public void endRecording() {}

        @Override
        public void heedVoice() {}

        @Override
        public Optional<RecordedFile> stopRecording() {
            return Optional.empty();
        }

        @Override
        public Duration callerQuiet() {
            return Duration.ZERO;
        }

        @Override
        public void hangUp(Q931 cause) {
            log.add("bye " + cause.code());
        }
    }

    private static final class Reader implements Announcer {
        @Override
        public Spoken announce(Announcement announcement, NumberSettings number, boolean secret) {
            return switch (announcement) {
                case Play play -> spoken(play.soundId());
                case SayDigits say -> spoken(say.digits());
                default -> spoken(announcement.kind().wireName());
            };
        }

        @Override
        public Spoken apology(NumberSettings number) {
            return spoken("sorry");
        }

        @Override
        public Spoken signal(NumberSettings number) {
            return spoken("signal");
        }

        @Override
        public Spoken filler(NumberSettings number) {
            return spoken("tone");
        }

        private static Spoken spoken(String text) {
            return Spoken.of(new NamedPrompt(text, 10), text, "en");
        }
    }
}
