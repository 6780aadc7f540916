package org.voicesecretary.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.voicesecretary.protocol.EventReader;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.WebhookEvent;

/**
 * A request as {@link WebhookDouble} received it.
 *
 * @param target path and query as sent
 * @param headers in the order and spelling as sent
 * @param fields of the form body, decoded; empty where it is none
 * @param arrivalNanos when its last byte was read, by the double's clock
 * @param connection number of the TCP connection, from 1
 */
public record WebhookRequest(
        String method,
        String target,
        List<Header> headers,
        byte[] body,
        List<FormField> fields,
        long arrivalNanos,
        int connection) {

    /** Name and value of a header line, spelled as sent. */
    public record Header(String name, String value) {}

    /** The value of the header of exactly this spelling: scripts in PHP see no other. */
    public Optional<String> header(String exactName) {
        return headers.stream()
                .filter(header -> header.name().equals(exactName))
                .map(Header::value)
                .findFirst();
    }

    /** The value of a form field, empty text where there is none. */
    public String field(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(FormField::value)
                .reduce("", (first, last) -> last);
    }

    public Optional<EventType> type() {
        return event().map(WebhookEvent::type);
    }

    public Optional<WebhookEvent> event() {
        return EventReader.read(fields);
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + target + " " + bodyText();
    }
}
