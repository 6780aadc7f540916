package org.voicesecretary.call;

import java.util.Optional;
import org.voicesecretary.protocol.WebhookEvent;

/** Takes the events that only inform (NOTIFY_END and its like) and sees to their delivery, in order for each call. */
@FunctionalInterface
public interface EventSink {
    /** Returns at once: a telephone must not ring later because a disk is slow. */
    void tell(CallContext call, WebhookEvent event);

    /**
     * The call is over: called once, after everything else; {@code event} is what its script is told of that, if anything. Returns
     * once that, and all that was told before, is safe.
     */
    default void ended(CallContext call, Optional<WebhookEvent> event) {
        event.ifPresent(told -> tell(call, told));
    }
}
