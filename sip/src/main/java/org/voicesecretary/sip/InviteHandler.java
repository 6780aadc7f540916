package org.voicesecretary.sip;

/** Takes calls. */
@FunctionalInterface
public interface InviteHandler {

    /** Refuses every call with 480: for a user agent that only calls out. */
    InviteHandler NONE = invite -> invite.reject(480, "Temporarily Unavailable");

    /**
     * One new call; runs on a virtual thread of its own, which may stay for the whole call. When it returns with the call neither
     * answered nor refused, the call goes on waiting (the handler may have passed it on); when it throws, the call is ended with 500
     * or BYE.
     */
    void onInvite(InboundInvite invite) throws InterruptedException;
}
