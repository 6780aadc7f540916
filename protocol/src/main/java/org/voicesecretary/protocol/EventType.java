package org.voicesecretary.protocol;

import java.util.List;
import java.util.Optional;

/**
 * The events of the protocol, each with the fields its signature covers. The signed string is the plain concatenation of
 * those fields, without separator; a missing field counts as empty.
 */
public enum EventType {
    NOTIFY_START("caller_id", "called_did", "call_start"),
    NOTIFY_INTERNAL("caller_id", "called_did", "call_start"),
    /** Sent in practice, documented nowhere; signed like {@link #NOTIFY_INTERNAL}. */
    NOTIFY_INTERNAL_END("caller_id", "called_did", "call_start"),
    NOTIFY_ANSWER("caller_id", "destination", "call_start"),
    NOTIFY_END("caller_id", "called_did", "call_start"),
    NOTIFY_OUT_START("internal", "destination", "call_start"),
    NOTIFY_OUT_END("internal", "destination", "call_start"),
    NOTIFY_RECORD("pbx_call_id", "call_id_with_rec"),
    NOTIFY_IVR("caller_id", "called_did", "call_start");

    private final List<String> signedFields;

    EventType(String... signedFields) {
        this.signedFields = List.of(signedFields);
    }

    /** Whether the reply to this event steers the call; replies to the others are ignored. */
    public boolean steers() {
        return this == NOTIFY_START || this == NOTIFY_IVR;
    }

    /** What the {@code Signature} header of this event signs. */
    public String signedString(List<FormField> fields) {
        var signed = new StringBuilder();
        for (String name : signedFields) {
            signed.append(Fields.last(fields, name).orElse(""));
        }
        return signed.toString();
    }

    /** The event of that exact name. */
    public static Optional<EventType> of(String name) {
        for (EventType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
