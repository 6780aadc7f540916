package org.voicesecretary.protocol;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server tells or asks the customer's script. {@code callStart} is text in the form of {@link CallStart},
 * {@code pbxCallId} is {@code in_} or {@code out_} and 40 hex digits, numbers are digits without {@code +}.
 */
public sealed interface WebhookEvent {

    EventType type();

    /** The same for the whole call. */
    String pbxCallId();

    /** The form fields in the order in which they are sent. */
    List<FormField> fields();

    /** What the {@code Signature} header signs. */
    default String signedString() {
        return type().signedString(fields());
    }

    /** An incoming call; the reply steers it. */
    record NotifyStart(String callStart, String pbxCallId, String callerId, String calledDid) implements WebhookEvent {
        @Override
        public EventType type() {
            return EventType.NOTIFY_START;
        }

        @Override
        public List<FormField> fields() {
            return incoming(type(), callerId, calledDid, callStart, pbxCallId).toList();
        }
    }

    /** An extension starts to ring. */
    record NotifyInternal(
            String callStart,
            String pbxCallId,
            String callerId,
            String calledDid,
            @Nullable String internal) implements WebhookEvent {
        @Override
        public EventType type() {
            return EventType.NOTIFY_INTERNAL;
        }

        @Override
        public List<FormField> fields() {
            return incoming(type(), callerId, calledDid, callStart, pbxCallId)
                    .addIfPresent("internal", internal)
                    .toList();
        }
    }

    /** An extension stops to ring. */
    record NotifyInternalEnd(
            String callStart,
            String pbxCallId,
            String callerId,
            String calledDid,
            @Nullable String internal) implements WebhookEvent {
        @Override
        public EventType type() {
            return EventType.NOTIFY_INTERNAL_END;
        }

        @Override
        public List<FormField> fields() {
            return incoming(type(), callerId, calledDid, callStart, pbxCallId)
                    .addIfPresent("internal", internal)
                    .toList();
        }
    }

    /** An extension or an outside number answered; {@code destination} is the number that was called. */
    record NotifyAnswer(
            String callStart,
            String pbxCallId,
            String callerId,
            String destination,
            @Nullable String internal) implements WebhookEvent {
        @Override
        public EventType type() {
            return EventType.NOTIFY_ANSWER;
        }

        @Override
        public List<FormField> fields() {
            return new Fields()
                    .add("event", type().name())
                    .add("caller_id", callerId)
                    .add("destination", destination)
                    .add("call_start", callStart)
                    .add("pbx_call_id", pbxCallId)
                    .addIfPresent("internal", internal)
                    .toList();
        }
    }

    /**
     * An incoming call ended.
     *
     * @param duration whole seconds since the answer, 0 if there was none
     * @param statusCode Q.931 cause
     * @param callIdWithRec id of the recording, if there is one
     */
    record NotifyEnd(
            String callStart,
            String pbxCallId,
            String callerId,
            String calledDid,
            @Nullable String internal,
            long duration,
            Disposition disposition,
            int statusCode,
            boolean isRecorded,
            @Nullable String callIdWithRec)
            implements WebhookEvent {
        @Override
        public EventType type() {
            return EventType.NOTIFY_END;
        }

        @Override
        public List<FormField> fields() {
            var fields =
                    incoming(type(), callerId, calledDid, callStart, pbxCallId).addIfPresent("internal", internal);
            return ended(fields, duration, disposition, statusCode, isRecorded, callIdWithRec);
        }
    }

    /** A call leaves the PBX. */
    record NotifyOutStart(
            String callStart,
            String pbxCallId,
            @Nullable String callerId,
            String destination,
            @Nullable String internal)
            implements WebhookEvent {
        @Override
        public EventType type() {
            return EventType.NOTIFY_OUT_START;
        }

        @Override
        public List<FormField> fields() {
            return outgoing(type(), internal, destination, callStart, pbxCallId, callerId)
                    .toList();
        }
    }

    /** An outgoing call ended; the figures are those of {@link NotifyEnd}. */
    record NotifyOutEnd(
            String callStart,
            String pbxCallId,
            @Nullable String callerId,
            String destination,
            @Nullable String internal,
            long duration,
            Disposition disposition,
            int statusCode,
            boolean isRecorded,
            @Nullable String callIdWithRec)
            implements WebhookEvent {
        @Override
        public EventType type() {
            return EventType.NOTIFY_OUT_END;
        }

        @Override
        public List<FormField> fields() {
            var fields = outgoing(type(), internal, destination, callStart, pbxCallId, callerId);
            return ended(fields, duration, disposition, statusCode, isRecorded, callIdWithRec);
        }
    }

    /**
     * A recording is ready to be fetched, or could not be made.
     *
     * @param error why there is none, for people; null = it is there
     */
    record NotifyRecord(
            String callIdWithRec,
            String pbxCallId,
            @Nullable String error) implements WebhookEvent {
        /** It is ready. */
        public NotifyRecord(String callIdWithRec, String pbxCallId) {
            this(callIdWithRec, pbxCallId, null);
        }

        @Override
        public EventType type() {
            return EventType.NOTIFY_RECORD;
        }

        @Override
        public List<FormField> fields() {
            return new Fields()
                    .add("event", type().name())
                    .add("call_id_with_rec", callIdWithRec)
                    .add("pbx_call_id", pbxCallId)
                    .addIfPresent("error", error)
                    .toList();
        }
    }

    /**
     * What became of the instructions of the last reply; the reply steers the call on.
     *
     * @param completed the announcements that were played, in their order, each kind once
     * @param waitDtmf what was entered, if the reply asked for keys
     * @param redirectNoAnswer true when a redirect came back because nobody answered
     */
    record NotifyIvr(
            String callStart,
            String pbxCallId,
            String callerId,
            String calledDid,
            List<AnnouncementKind> completed,
            @Nullable WaitDtmfResult waitDtmf,
            boolean redirectNoAnswer)
            implements WebhookEvent {
        public NotifyIvr {
            completed = List.copyOf(new LinkedHashSet<>(new ArrayList<>(completed)));
        }

        @Override
        public EventType type() {
            return EventType.NOTIFY_IVR;
        }

        @Override
        public List<FormField> fields() {
            var fields = incoming(type(), callerId, calledDid, callStart, pbxCallId);
            for (AnnouncementKind kind : completed) {
                fields.add(kind.wireName(), "COMPLETE");
            }
            if (waitDtmf != null) {
                fields.add("wait_dtmf[name]", waitDtmf.name());
                fields.add("wait_dtmf[digits]", waitDtmf.digits());
                // Only the empty string is false in PHP, JavaScript and Python alike.
                fields.add("wait_dtmf[default_behaviour]", waitDtmf.defaultBehaviour() ? "1" : "");
            }
            if (redirectNoAnswer) {
                fields.add("redirect", "NOANSWER");
            }
            return fields.toList();
        }
    }

    private static Fields incoming(
            EventType type, String callerId, String calledDid, String callStart, String pbxCallId) {
        return new Fields()
                .add("event", type.name())
                .add("caller_id", callerId)
                .add("called_did", calledDid)
                .add("call_start", callStart)
                .add("pbx_call_id", pbxCallId);
    }

    private static Fields outgoing(
            EventType type,
            @Nullable String internal,
            String destination,
            String callStart,
            String pbxCallId,
            @Nullable String callerId) {
        return new Fields()
                .add("event", type.name())
                .addIfPresent("internal", internal)
                .add("destination", destination)
                .add("call_start", callStart)
                .add("pbx_call_id", pbxCallId)
                .addIfPresent("caller_id", callerId);
    }

    private static List<FormField> ended(
            Fields fields,
            long duration,
            Disposition disposition,
            int statusCode,
            boolean isRecorded,
            @Nullable String callIdWithRec) {
        return fields.add("duration", Long.toString(duration))
                .add("disposition", disposition.wireName())
                .add("status_code", Integer.toString(statusCode))
                .add("is_recorded", isRecorded ? "1" : "0")
                .addIfPresent("call_id_with_rec", callIdWithRec)
                .toList();
    }
}
