package org.voicesecretary.sip;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.message.Method;

/**
 * One refresh of a session with a timer (RFC 4028 §7.4): by UPDATE without offer where the peer allows it, else by re-INVITE. A peer
 * that cannot take it now (491, 5xx) is asked again until the session's end.
 */
final class Refresh {

    private static final Logger log = LoggerFactory.getLogger(Refresh.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

    private final Agent agent;
    private final Dialog dialog;

    Refresh(Agent agent, Dialog dialog) {
        this.agent = agent;
        this.dialog = dialog;
    }

    void run() {
        try {
            Duration pause = FIRST_PAUSE;
            while (!refreshed() && dialog.ended().isEmpty()) {
                Waiting.pause(agent.timers(), pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is no more to do: it was refreshed, or the peer will not say otherwise later. */
    private boolean refreshed() throws InterruptedException {
        if (dialog.ended().isPresent()) {
            return true;
        }
        RequestOutcome outcome = dialog.peerAllows(Method.UPDATE) ? byUpdate() : byReInvite();
        if (!(outcome instanceof RequestOutcome.Success)) {
            // The session still has until its end; a dialog that is gone ends by itself.
            log.debug("refresh of {} failed: {}", dialog.id(), outcome);
        }
        return !(outcome instanceof RequestOutcome.Refused(var response)
                && (response.status() == 491 || response.status() / 100 == 5));
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
