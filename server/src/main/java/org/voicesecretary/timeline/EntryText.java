package org.voicesecretary.timeline;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.JsonText;

/** Timeline events as they are stored and shown: a kind, a line for people, and every detail as JSON. */
final class EntryText {
    /** What is told of every event of a type; made once, since reflection costs more than all else here. */
    private record Shape(String kind, List<String> names, List<Method> accessors) {
        static Shape of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            return new Shape(
                    dashed(type.getSimpleName()),
                    Arrays.stream(components).map(RecordComponent::getName).toList(),
                    Arrays.stream(components).map(RecordComponent::getAccessor).toList());
        }
    }

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private EntryText() {}

    /** The event's name in lower case with dashes: {@code webhook-request}. */
    static String kind(TimelineEvent event) {
        return SHAPES.get(event.getClass()).kind();
    }

    /** One line for people. */
    static String line(TimelineEvent event) {
        return switch (event) {
            case TimelineEvent.CallStarted(var caller, var called) -> caller + " calls " + called;
            case TimelineEvent.SipMessage(var sent, var startLine, var peer) ->
                (sent ? "→ " : "← ") + startLine + "  " + peer;
            case TimelineEvent.Answered() -> "answered";
            case TimelineEvent.WebhookRequest(var name, var url, var attempt, var body) ->
                name + " → " + url + (attempt > 1 ? " (again)" : "") + "  " + body;
            case TimelineEvent.WebhookReply(var name, var ignored, var latency, var status, var body) ->
                name + " ← " + status + " after " + latency + " ms  " + body;
            case TimelineEvent.WebhookFailure(var name, var attempt, var latency, var what) ->
                name + " failed after " + latency + " ms (attempt " + attempt + "): " + what;
            case TimelineEvent.Said(var instruction, var text, var language, var after) ->
                "says [" + language + "] \"" + text + "\"  " + instruction
                        + (after == 0 ? "" : ", in " + after + " ms");
            case TimelineEvent.Connected(var label) -> label + " has taken the call";
            case TimelineEvent.LegEnded leg ->
                leg.label() + " rang " + leg.ringMillis() + " ms"
                        + (leg.talkMillis() == null ? "" : ", talked " + leg.talkMillis() + " ms")
                        + " (" + leg.disposition() + ", " + leg.q931() + ", by " + leg.endedBy() + ")";
            case TimelineEvent.BargedIn(var after) -> "a key cut it short after " + after + " ms";
            case TimelineEvent.FillerPlayed(var text) ->
                text.isEmpty() ? "a tone, the script is slow" : "\"" + text + "\"";
            case TimelineEvent.KeyPressed(var key, var source) -> "key " + key + "  " + source;
            case TimelineEvent.Collected(var name, var digits, var ending, var attempt) ->
                "entered " + (digits.isEmpty() ? "nothing" : digits) + " for \"" + name + "\" (" + word(ending)
                        + ", attempt " + attempt + ")";
            case TimelineEvent.CallerNamed(var name) -> "caller is called \"" + name + "\"";
            case TimelineEvent.Lint(var field, var rule, var problem, var hears, var corrected) ->
                field + " (" + rule + ") " + problem + (hears.isEmpty() ? "" : "; the caller hears: " + hears)
                        + (corrected.isEmpty() ? "" : "; correct: " + corrected);
            case TimelineEvent.Note(var text) -> text;
            case TimelineEvent.Fault(var kind, var subject, var problem, var mend) ->
                kind.word() + ": " + subject + ": " + problem + (mend.isEmpty() ? "" : "; " + mend);
            case TimelineEvent.StepTimings t ->
                "step " + t.step() + ": caller waited " + t.callerSilenceMillis() + " ms in silence, at most "
                        + t.longestSilenceMillis() + " ms at once"
                        + (t.digitToAudioMillis() == null ? "" : ", key to sound " + t.digitToAudioMillis() + " ms");
            case TimelineEvent.Delivery d ->
                d.event() + " → " + d.url() + " (attempt " + d.attempt() + ") "
                        + (d.status() == null ? "failed" : "← " + d.status()) + " after " + d.latencyMillis() + " ms  "
                        + d.answer();
            case TimelineEvent.Ended e ->
                e.cause() + " (" + e.disposition() + ", " + e.q931() + ", " + e.durationSeconds() + " s, by "
                        + e.hungUpBy()
                        + (e.fault() == null ? "" : ", fault: " + e.fault().word()) + ")";
        };
    }

    /** The event's components as one JSON object. */
    static String json(TimelineEvent event) {
        var json = new JsonText();
        try {
            Shape shape = SHAPES.get(event.getClass());
            for (int i = 0; i < shape.names().size(); i++) {
                json.raw(shape.names().get(i), literal(shape.accessors().get(i).invoke(event)));
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("event " + event.getClass() + " hides its components", e);
        }
        return json.close();
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Number n -> n.toString();
            case Boolean b -> b.toString();
            case Enum<?> e -> JsonText.quote(word(e));
            default -> JsonText.quote(value.toString());
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String dashed(String name) {
        return name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
