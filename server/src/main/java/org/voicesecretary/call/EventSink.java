package org.voicesecretary.call;

import org.voicesecretary.protocol.WebhookEvent;

/** Takes the events that only inform (NOTIFY_END and its like) and sees to their delivery; returns once they are safe. */
public interface EventSink {
    void tell(CallContext call, WebhookEvent event);
}
