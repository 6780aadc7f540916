package org.voicesecretary.call;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.FakeLeg.NamedPrompt;
import org.voicesecretary.call.script.IncomingCall;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;

/** A whole call in simulated time: a fake leg, a fake script, an announcer whose sounds last one second unless told otherwise. */
public final class TestCall {
    public static final Instant START = Instant.parse("2025-03-04T09:11:12Z");

    public final SimulatedTime time = new SimulatedTime(START);
    public final Mailbox mailbox = new Mailbox(time);
    public final FakeLeg caller = new FakeLeg(time, mailbox);
    public final FakeScript script = new FakeScript(time);
    public final List<TimelineEntry> timeline = new ArrayList<>();
    public final List<WebhookEvent> told = new ArrayList<>();
    public final Map<String, Long> soundMillis = new HashMap<>();
    public final Map<String, Long> renderMillis = new HashMap<>();
    public RedirectTargets targets = RedirectTargets.none();
    public EventSink sink = (call, event) -> told.add(event);
    public Function<CallContext, Recorder> recorder = context -> Recorder.none();
    private Filler filler = Filler.TONE;
    private Guards guards = Guards.DEFAULT;
    private @Nullable RedirectTarget own;

    public TestCall filler(Filler changed) {
        filler = changed;
        return this;
    }

    public TestCall guards(Guards changed) {
        guards = changed;
        return this;
    }

    /** Where the number sends calls that no script steers. */
    public TestCall own(RedirectTarget target) {
        own = target;
        return this;
    }

    private NumberSettings settings() {
        return new NumberSettings(
                "1a2b3c4d5e6f7a8b9c0d",
                "442037691881",
                Language.EN,
                ZoneId.of("Europe/Berlin"),
                WebhookEndpoint.of(URI.create("http://127.0.0.1:9000/hook"), "0d1c2b3a4f5e6d7c8b9a"),
                own,
                filler,
                guards);
    }

    public CallEnd run() {
        NumberSettings number = settings();
        var context = new CallContext(
                new CallId("in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d"),
                "442037691880",
                "442037691881",
                START,
                number);
        return run(context, caller, mailbox);
    }

    /** A call that begins here, for an extension: its caller is still to be dialled. */
    public CallEnd run(DialledCaller dialled, String extension) {
        var context = new CallContext(
                new CallId("out_ae6b03b3b0765d127ec0b739209346bbc4f0d52d"),
                new CallKind.Outgoing(extension),
                "101",
                "102",
                START,
                settings());
        return run(context, dialled, dialled.mailbox());
    }

    private CallEnd run(CallContext context, CallLeg leg, Mailbox box) {
        var journal = new CallTimeline(context.id(), START, time::nanoTime, List.of(timeline::add));
        return new IncomingCall(
                        context,
                        leg,
                        box,
                        time,
                        journal,
                        script,
                        new FakeAnnouncer(),
                        targets,
                        sink,
                        recorder.apply(context))
                .run();
    }

    /** Timeline events of one kind, in order. */
    public <T extends TimelineEvent> List<T> events(Class<T> kind) {
        return timeline.stream()
                .map(TimelineEntry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    public static Play play(String sound) {
        return new Play(sound);
    }

    /** Timeout 5 s, one attempt, no default. */
    public static WaitDtmf waitDtmf(String name, int maxDigits) {
        return new WaitDtmf(5, 1, maxDigits, name, new DefaultAction.None(), false);
    }

    public static WaitDtmf with(WaitDtmf wait, UnaryOperator<Members> change) {
        Members m = change.apply(
                new Members(wait.timeout(), wait.attempts(), wait.maxDigits(), wait.byDefault(), wait.sensitive()));
        return new WaitDtmf(m.timeout(), m.attempts(), m.maxDigits(), wait.name(), m.byDefault(), m.sensitive());
    }

    /** What tests change about a {@code wait_dtmf}. */
    public record Members(int timeout, int attempts, int maxDigits, DefaultAction byDefault, boolean sensitive) {
        public Members timeout(int seconds) {
            return new Members(seconds, attempts, maxDigits, byDefault, sensitive);
        }

        public Members attempts(int times) {
            return new Members(timeout, times, maxDigits, byDefault, sensitive);
        }

        public Members byDefault(String text) {
            return new Members(timeout, attempts, maxDigits, DefaultAction.parse(text), sensitive);
        }

        public Members secret() {
            return new Members(timeout, attempts, maxDigits, byDefault, true);
        }
    }

    public static Instruction redirect(String target) {
        return new Instruction.Redirect(RedirectTarget.parse(target), 0, null);
    }

    public static Instruction hangUp() {
        return new Instruction.HangUp();
    }

    public static ScriptAnswer nothing() {
        return new ScriptAnswer.NoInstruction("the body is empty");
    }

    public static ScriptAnswer failure() {
        return new ScriptAnswer.Failed(FaultKind.SCRIPT, "status 500");
    }

    /** For each announcement whether it was said as a secret. */
    public final List<Boolean> saidSecretly = new ArrayList<>();

    private final class FakeAnnouncer implements Announcer {
        @Override
        public Spoken announce(Announcement announcement, NumberSettings number, boolean secret) {
            saidSecretly.add(secret);
            String text = switch (announcement) {
                case Play play -> play.soundId();
                case Instruction.SayPopular say -> "phrase " + say.number();
                case Instruction.SayDigits say -> "digits " + say.digits();
                case Instruction.SayNumber say -> "number " + say.number();
                case Instruction.SayText say -> say.text();
            };
            time.takes(Duration.ofMillis(renderMillis.getOrDefault(text, 0L)));
            if (text.equals("missing")) {
                var fault = new TimelineEvent.Fault(
                        FaultKind.OPERATOR, "ivr_play", "sound 'missing' does not exist", "upload it");
                return new Spoken(null, text, "en", List.of(fault));
            }
            return spoken(text, 1000);
        }

        @Override
        public Spoken apology(NumberSettings number) {
            return spoken("apology-" + number.language().code(), 1000);
        }

        @Override
        public Spoken signal(NumberSettings number) {
            return new Spoken(new NamedPrompt("signal", 250), "tone", "tone", List.of());
        }

        @Override
        public Spoken filler(NumberSettings number) {
            return spoken(
                    number.filler().text().isEmpty() ? "tone" : number.filler().text(), 250);
        }

        private Spoken spoken(String text, long millis) {
            return Spoken.of(new NamedPrompt(text, soundMillis.getOrDefault(text, millis)), text, "en");
        }
    }
}
