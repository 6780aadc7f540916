package org.voicesecretary.call.connect;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.Talk;
import org.voicesecretary.protocol.WebhookEvent;

/**
 * What the script is told of the extensions that ring while a call from outside is handed over: of each once that it rings, and once that
 * it does so no more, in however many rounds it rings in between. On the call's own thread.
 */
public final class Rung {
    private final Talk talk;
    private final Set<String> ringing = new LinkedHashSet<>();

    public Rung(Talk talk) {
        this.talk = talk;
    }

    /** @param extension null for a number outside, of which nothing is told */
    void begins(@Nullable String extension) {
        if (extension != null && talk.call().kind() instanceof CallKind.Incoming && ringing.add(extension)) {
            CallContext call = talk.call();
            talk.tell(new WebhookEvent.NotifyInternal(
                    call.callStart(), call.id().text(), call.callerId(), call.calledDid(), extension));
        }
    }

    /** It will not ring again. */
    void ends(@Nullable String extension) {
        if (extension != null && ringing.remove(extension)) {
            CallContext call = talk.call();
            talk.tell(new WebhookEvent.NotifyInternalEnd(
                    call.callStart(), call.id().text(), call.callerId(), call.calledDid(), extension));
        }
    }

    /** Nobody rings any more. Of {@code answering} NOTIFY_ANSWER tells; null = nobody answers. */
    public void over(@Nullable String answering) {
        for (String extension : List.copyOf(ringing)) {
            if (!extension.equals(answering)) {
                ends(extension);
            }
        }
        ringing.clear();
    }
}
