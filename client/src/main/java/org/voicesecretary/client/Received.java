package org.voicesecretary.client;

import java.util.List;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.WebhookEvent;

/** What an HTTP request to a webhook turned out to be. */
public sealed interface Received {
    /** A genuine event; the fields have what no document mentions, too. */
    record Event(WebhookEvent event, List<FormField> fields) implements Received {}

    /** A genuine request with an event of a name that this version does not know. */
    record UnknownEvent(List<FormField> fields) implements Received {}

    /** The check of the URL: answer with exactly this. */
    record Echo(String token) implements Received {}

    /** Not for us; the answer says why. */
    record Refused(HttpAnswer answer) implements Received {}
}
