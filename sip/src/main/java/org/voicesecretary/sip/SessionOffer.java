package org.voicesecretary.sip;

import java.time.Duration;
import java.util.List;
import org.voicesecretary.sip.message.Method;

/** An offer of ours within a dialog, by re-INVITE or UPDATE, until it is answered (RFC 3261 §14.1, RFC 3311 §5.1). */
final class SessionOffer {

    private static final int TRIES = 6;

    private final Agent agent;
    private final Dialog dialog;
    private final Method method;
    private final byte[] offer;

    SessionOffer(Agent agent, Dialog dialog, Method method, byte[] offer) {
        this.agent = agent;
        this.dialog = dialog;
        this.method = method;
        this.offer = offer;
    }

    RequestOutcome await() throws InterruptedException {
        RequestOutcome outcome = new RequestOutcome.NoAnswer("the peer's own offers did not end");
        for (int tries = 0; tries < TRIES; tries++) {
            if (dialog.negotiation().beginOurs()) {
                outcome = exchange();
                // RFC 3261 §14.1: both offered at once; who gets 491 waits and tries again.
                if (!(outcome instanceof RequestOutcome.Refused refused
                        && refused.response().status() == 491)) {
                    return outcome;
                }
            }
            if (dialog.ended().isPresent()) {
                return new RequestOutcome.NoAnswer("the call has ended");
            }
            Waiting.pause(agent.timers(), backOff());
        }
        return outcome;
    }

    private RequestOutcome exchange() throws InterruptedException {
        try {
            var request = new DialogRequest(agent, dialog, method, List.of(), SessionBody.TYPE, offer);
            request.start();
            RequestOutcome outcome = request.await();
            if (outcome instanceof RequestOutcome.Success) {
                dialog.negotiation().described(offer);
            }
            return outcome;
        } finally {
            dialog.negotiation().finished();
        }
    }

    /** RFC 3261 §14.1: in units of 10 ms, 2.1 to 4 s for the one who made the Call-ID, 0 to 2 s for the other. */
    private Duration backOff() {
        int units = dialog.state().isCaller()
                ? agent.config().random().nextInt(210, 401)
                : agent.config().random().nextInt(0, 201);
        return Duration.ofMillis(units * 10L);
    }
}
