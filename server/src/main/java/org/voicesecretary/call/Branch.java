package org.voicesecretary.call;

import org.voicesecretary.protocol.Q931;

/**
 * Another phone that a call rings, and talks to once it has answered: an extension's device, or a number behind a trunk. What
 * happens to it arrives in the call's {@link Mailbox} as {@link CallSignal.OfBranch}. None of the verbs waits; on a branch that
 * is over they do nothing.
 */
public interface Branch extends Side {
    /** Rings no longer, or hangs up where the phone has answered meanwhile. */
    void release(Why why);

    /** Why a branch is not wanted any more. */
    enum Why {
        /** Another phone has answered: this one shows no missed call (RFC 3326). */
        ANSWERED_ELSEWHERE(Q931.NORMAL_CLEARING),
        /** It has rung long enough. */
        RANG_OUT(Q931.NO_ANSWER),
        /** The caller is gone, or the call is over. */
        CALL_OVER(Q931.NORMAL_CLEARING);

        private final Q931 cause;

        Why(Q931 cause) {
            this.cause = cause;
        }

        public Q931 cause() {
            return cause;
        }
    }
}
