package org.voicesecretary.sip;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.message.Method;

/** One refresh of a session with a timer (RFC 4028 §7.4): by UPDATE without offer where the peer allows it, else by re-INVITE. */
final class Refresh {

    private static final Logger log = LoggerFactory.getLogger(Refresh.class);

    private final Agent agent;
    private final Dialog dialog;

    Refresh(Agent agent, Dialog dialog) {
        this.agent = agent;
        this.dialog = dialog;
    }

    void run() {
        try {
            RequestOutcome outcome = dialog.peerAllows(Method.UPDATE) ? byUpdate() : byReInvite();
            if (!(outcome instanceof RequestOutcome.Success)) {
                // The session still has until its end; a dialog that is gone ends by itself.
                log.debug("refresh of {} failed: {}", dialog.id(), outcome);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RequestOutcome byUpdate() throws InterruptedException {
        var request = new DialogRequest(agent, dialog, Method.UPDATE, List.of(), null, new byte[0]);
        request.start();
        return request.await();
    }

    private RequestOutcome byReInvite() throws InterruptedException {
        RequestOutcome outcome = dialog.reInvite(dialog.localDescription());
        if (outcome instanceof RequestOutcome.Success(var response)) {
            byte[] answer = SessionBody.of(response);
            dialog.leg().post(listener -> listener.onAnswer(dialog, answer));
        }
        return outcome;
    }
}
