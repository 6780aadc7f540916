package org.voicesecretary.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.WebhookEvent.NotifyAnswer;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyInternal;
import org.voicesecretary.protocol.WebhookEvent.NotifyInternalEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutStart;
import org.voicesecretary.protocol.WebhookEvent.NotifyRecord;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

/**
 * Reads form fields back into an event. Lenient: a missing text is empty, a number that is none is 0, unknown fields are
 * passed over. Only the name of the event must be known.
 */
public final class EventReader {
    private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,15}");

    private EventReader() {}

    /** The event, or nothing where {@code event} is missing or names none that is known. */
    public static Optional<WebhookEvent> read(List<FormField> fields) {
        return Fields.last(fields, "event").flatMap(EventType::of).map(type -> read(type, new Source(fields)));
    }

    private static WebhookEvent read(EventType type, Source from) {
        return switch (type) {
            case NOTIFY_START ->
                new NotifyStart(from.callStart(), from.pbxCallId(), from.callerId(), from.text("called_did"));
            case NOTIFY_INTERNAL ->
                new NotifyInternal(
                        from.callStart(),
                        from.pbxCallId(),
                        from.callerId(),
                        from.text("called_did"),
                        from.optional("internal"));
            case NOTIFY_INTERNAL_END ->
                new NotifyInternalEnd(
                        from.callStart(),
                        from.pbxCallId(),
                        from.callerId(),
                        from.text("called_did"),
                        from.optional("internal"));
            case NOTIFY_ANSWER ->
                new NotifyAnswer(
                        from.callStart(),
                        from.pbxCallId(),
                        from.callerId(),
                        from.text("destination"),
                        from.optional("internal"));
            case NOTIFY_END -> end(from);
            case NOTIFY_OUT_START ->
                new NotifyOutStart(
                        from.callStart(),
                        from.pbxCallId(),
                        from.optional("caller_id"),
                        from.text("destination"),
                        from.optional("internal"));
            case NOTIFY_OUT_END -> outEnd(from);
            case NOTIFY_RECORD ->
                new NotifyRecord(from.text("call_id_with_rec"), from.pbxCallId(), from.optional("error"));
            case NOTIFY_IVR -> ivr(from);
        };
    }

    private static NotifyEnd end(Source from) {
        return new NotifyEnd(
                from.callStart(),
                from.pbxCallId(),
                from.callerId(),
                from.text("called_did"),
                from.optional("internal"),
                from.number("duration"),
                Disposition.of(from.text("disposition")),
                from.statusCode(),
                from.flag("is_recorded"),
                from.optional("call_id_with_rec"));
    }

    private static NotifyOutEnd outEnd(Source from) {
        return new NotifyOutEnd(
                from.callStart(),
                from.pbxCallId(),
                from.optional("caller_id"),
                from.text("destination"),
                from.optional("internal"),
                from.number("duration"),
                Disposition.of(from.text("disposition")),
                from.statusCode(),
                from.flag("is_recorded"),
                from.optional("call_id_with_rec"));
    }

    private static NotifyIvr ivr(Source from) {
        var completed = new ArrayList<AnnouncementKind>();
        boolean asked = false;
        for (FormField field : from.fields()) {
            for (AnnouncementKind kind : AnnouncementKind.values()) {
                if (kind.wireName().equals(field.name())) {
                    completed.add(kind);
                }
            }
            asked |= field.name().startsWith("wait_dtmf[");
        }
        var entered = asked
                ? new WaitDtmfResult(
                        from.text("wait_dtmf[name]"),
                        from.text("wait_dtmf[digits]"),
                        from.flag("wait_dtmf[default_behaviour]"))
                : null;
        return new NotifyIvr(
                from.callStart(),
                from.pbxCallId(),
                from.callerId(),
                from.text("called_did"),
                completed,
                entered,
                from.text("redirect").equals("NOANSWER"));
    }

    private record Source(List<FormField> fields) {
        String text(String name) {
            return Fields.last(fields, name).orElse("");
        }

        @Nullable
        String optional(String name) {
            return Fields.last(fields, name).orElse(null);
        }

        String callStart() {
            return text("call_start");
        }

        String pbxCallId() {
            return text("pbx_call_id");
        }

        String callerId() {
            return text("caller_id");
        }

        long number(String name) {
            String text = text(name);
            return SHORT_NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
        }

        int statusCode() {
            return (int) Math.min(number("status_code"), Integer.MAX_VALUE);
        }

        /** True only for the spellings of true; PHP would take the text "false" for true, which nobody means. */
        boolean flag(String name) {
            String text = text(name);
            return !text.isEmpty() && !text.equals("0") && !text.equalsIgnoreCase("false");
        }
    }
}
