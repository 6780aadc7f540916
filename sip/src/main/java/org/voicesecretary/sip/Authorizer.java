package org.voicesecretary.sip;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.auth.DigestClient;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** The credentials of one call; most calls are never asked, and then it costs nothing. */
final class Authorizer {

    private final Agent agent;
    private final DigestClient.Logins logins;
    private @Nullable DigestClient client;

    Authorizer(Agent agent, DigestClient.Logins logins) {
        this.agent = agent;
        this.logins = logins;
    }

    /** The request with credentials for all that was asked of this call so far. */
    synchronized SipRequest authorize(SipRequest request) {
        return client == null ? request : client.authorize(request);
    }

    /** Whether the next {@link #authorize} can satisfy this 401 or 407. */
    synchronized boolean learn(SipResponse challenge, SipRequest refused) {
        if (client == null) {
            client = new DigestClient(logins, agent.config().random());
        }
        return client.learn(refused, challenge);
    }
}
