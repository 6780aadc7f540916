package org.voicesecretary.pbx.callback;

import org.voicesecretary.call.ForwardingTalk;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.Talk;
import org.voicesecretary.protocol.WebhookEvent;

/** A call that begins here while its second party is dialled: knows whether the two have talked. */
final class SecondTalk extends ForwardingTalk {
    private final RedirectTargets office;
    private boolean joined;

    /** @param office where the two may be handed on to */
    SecondTalk(Talk talk, RedirectTargets office) {
        super(talk);
        this.office = office;
    }

    @Override
    public RedirectTargets targets() {
        return office;
    }

    boolean joined() {
        return joined;
    }

    @Override
    public void tell(WebhookEvent event) {
        joined |= event instanceof WebhookEvent.NotifyAnswer;
        super.tell(event);
    }
}
