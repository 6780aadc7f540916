package org.voicesecretary.call;

import java.util.Optional;
import org.voicesecretary.protocol.WebhookEvent;

/** Takes the events that only inform (NOTIFY_END and its like) and sees to their delivery; returns once they are safe. */
@FunctionalInterface
public interface EventSink {
    void tell(CallContext call, WebhookEvent event);

    /** The call is over: called once, after everything else; {@code event} is what its script is told of that, if anything. */
    default void ended(CallContext call, Optional<WebhookEvent> event) {
        event.ifPresent(told -> tell(call, told));
    }
}
