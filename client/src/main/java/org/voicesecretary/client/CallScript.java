package org.voicesecretary.client;

import org.voicesecretary.protocol.Reply;
import org.voicesecretary.protocol.WebhookEvent;
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
 * A script in handler style: override what you care about. Calls arrive side by side on many threads; what must be
 * remembered from one step to the next fits best into the name of {@code wait_dtmf}, which comes back with the keys.
 */
public interface CallScript {
    Reply NOTHING = Reply.builder().build();

    /** A call comes in: what does the caller hear first? {@link #NOTHING} leaves the call to the number's own scenario. */
    default Reply onStart(NotifyStart call) {
        return NOTHING;
    }

    /** What you ordered is done, or keys were entered, or the caller entered none: what comes next? */
    default Reply onIvr(NotifyIvr step) {
        return NOTHING;
    }

    default void onInternal(NotifyInternal ringing) {}

    default void onInternalEnd(NotifyInternalEnd ringing) {}

    default void onAnswer(NotifyAnswer answer) {}

    default void onEnd(NotifyEnd end) {}

    default void onOutStart(NotifyOutStart call) {}

    default void onOutEnd(NotifyOutEnd end) {}

    default void onRecord(NotifyRecord recording) {}

    /** A handler threw: the caller gets the fallback, this gets the reason. */
    default void onFailure(WebhookEvent event, RuntimeException failure) {
        System.getLogger(CallScript.class.getName())
                .log(System.Logger.Level.ERROR, "script failed at " + event.type(), failure);
    }
}
