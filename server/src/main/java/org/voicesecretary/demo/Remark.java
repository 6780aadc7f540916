package org.voicesecretary.demo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.MalformedFormException;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * What one event of a call is in the transcript: who, and what.
 *
 * @param style of the whole line
 */
record Remark(String who, String what, Palette.Style style) {
    static final String CALLER = "caller";
    static final String ROBOT = "robot";
    static final String SERVER = "server";
    static final String TO_SCRIPT = "→ script";
    static final String FROM_SCRIPT = "← script";

    /** The same in each request of a call, or said by the line itself. */
    private static final Set<String> EVERY_TIME = Set.of("event", "call_start", "pbx_call_id");

    private static final String CALLER_ID = "caller_id";
    private static final String CALLED = "called_did";

    /** Empty for what a newcomer need not see: {@code serve --trace} shows all. */
    static Optional<Remark> of(TimelineEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case TimelineEvent.SipMessage _,
                            TimelineEvent.CallerNamed _,
                            TimelineEvent.Delivery _,
                            TimelineEvent.LegEnded _ -> null;
                    case TimelineEvent.CallStarted(var caller, var called) ->
                        new Remark(CALLER, caller + " calls " + called, Palette.Style.CALLER);
                    case TimelineEvent.Connected(var label) ->
                        new Remark(SERVER, label + " has taken the call", Palette.Style.PLAIN);
                    case TimelineEvent.Answered() -> new Remark(SERVER, "answers", Palette.Style.PLAIN);
                    case TimelineEvent.WebhookRequest(var name, var _, var attempt, var body) ->
                        new Remark(
                                TO_SCRIPT,
                                name + (attempt > 1 ? " again" : "") + fields(name, body),
                                Palette.Style.SCRIPT);
                    case TimelineEvent.WebhookReply(var _, var _, var latency, var status, var body) ->
                        new Remark(
                                FROM_SCRIPT,
                                (status == 200 ? "" : "status " + status + " ") + oneLine(body) + "  after " + latency
                                        + " ms",
                                Palette.Style.SCRIPT);
                    case TimelineEvent.WebhookFailure(var name, var _, var latency, var what) ->
                        new Remark(
                                FROM_SCRIPT,
                                "no answer to " + name + " in " + latency + " ms: " + what,
                                Palette.Style.BAD);
                    case TimelineEvent.Said(var _, var text, var _, var _) ->
                        new Remark(ROBOT, "“" + oneLine(text) + "”", Palette.Style.ROBOT);
                    case TimelineEvent.BargedIn(var after) ->
                        new Remark(
                                ROBOT, "stops in mid-sentence: a key came after " + after + " ms", Palette.Style.DIM);
                    case TimelineEvent.FillerPlayed(var text) ->
                        new Remark(
                                ROBOT,
                                text.isEmpty() ? "♪ while the script thinks" : "“" + text + "”",
                                Palette.Style.DIM);
                    case TimelineEvent.KeyPressed(var key, var source) ->
                        new Remark(CALLER, "presses " + key + pressed(source), Palette.Style.CALLER);
                    case TimelineEvent.Collected(var _, var digits, var ending, var _) ->
                        new Remark(
                                SERVER,
                                "has " + (digits.isEmpty() ? "no keys" : digits) + because(ending),
                                Palette.Style.PLAIN);
                    case TimelineEvent.Lint(var field, var _, var problem, var _, var corrected) ->
                        new Remark(
                                SERVER,
                                "finds an oddity in " + field + ": " + problem
                                        + (corrected.isEmpty() ? "" : "; correct is " + corrected),
                                Palette.Style.BAD);
                    case TimelineEvent.Note(var text) -> new Remark(SERVER, "notes: " + text, Palette.Style.DIM);
                    case TimelineEvent.Fault(var kind, var subject, var problem, var mend) ->
                        new Remark(
                                SERVER,
                                kind.word() + " fault: " + subject + ": " + problem
                                        + (mend.isEmpty() ? "" : "; " + mend),
                                Palette.Style.BAD);
                    case TimelineEvent.StepTimings t ->
                        t.digitToAudioMillis() == null
                                ? null
                                : new Remark(
                                        SERVER,
                                        "is heard again " + t.digitToAudioMillis() + " ms after the last key",
                                        Palette.Style.DIM);
                    case TimelineEvent.Ended e ->
                        new Remark(
                                SERVER,
                                "call over: " + e.cause() + " (" + e.disposition() + ", " + e.durationSeconds() + " s)",
                                Palette.Style.PLAIN);
                });
    }

    /** What the script is told when all is over. */
    static Remark of(WebhookEvent.NotifyEnd end) {
        return new Remark(TO_SCRIPT, end.type() + shown(end.type().name(), end.fields()), Palette.Style.SCRIPT);
    }

    private static String fields(String event, String body) {
        try {
            return shown(event, FormBody.decodeUrlencoded(body));
        } catch (MalformedFormException e) { // cut off because it was long
            return "  " + oneLine(body);
        }
    }

    /** Who calls whom is news at the start only. */
    private static String shown(String event, List<FormField> fields) {
        boolean start = event.equals("NOTIFY_START");
        return fields.stream()
                .filter(field ->
                        !EVERY_TIME.contains(field.name()) && !field.value().isEmpty())
                .filter(field -> start
                        || !(field.name().equals(CALLER_ID) || field.name().equals(CALLED)))
                .map(field -> "  " + field.name() + "=" + oneLine(field.value()))
                .collect(Collectors.joining());
    }

    private static String pressed(String source) {
        return source.equals("telephone_event") ? "" : "  (" + source + ")";
    }

    private static String because(TimelineEvent.Collected.Ending ending) {
        return switch (ending) {
            case POUND -> ", ended by #";
            case MAXDIGITS -> ", as many as wanted";
            case TIMEOUT -> ", no more came in time";
            case NOTHING -> ": nothing was pressed in time";
        };
    }

    /** From outside: nothing that a terminal would obey. */
    private static String oneLine(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
