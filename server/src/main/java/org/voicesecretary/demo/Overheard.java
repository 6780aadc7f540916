package org.voicesecretary.demo;

import java.util.function.Consumer;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.protocol.Reply;
import org.voicesecretary.protocol.WebhookEvent;

/** A script with somebody who listens to what it is told; of an incoming call these are all the events there are. */
record Overheard(CallScript script, Consumer<WebhookEvent> listener) implements CallScript {
    @Override
    public Reply onStart(WebhookEvent.NotifyStart call) {
        listener.accept(call);
        return script.onStart(call);
    }

    @Override
    public Reply onIvr(WebhookEvent.NotifyIvr step) {
        listener.accept(step);
        return script.onIvr(step);
    }

    @Override
    public void onEnd(WebhookEvent.NotifyEnd end) {
        listener.accept(end);
        script.onEnd(end);
    }

    @Override
    public void onFailure(WebhookEvent event, RuntimeException failure) {
        script.onFailure(event, failure);
    }
}
