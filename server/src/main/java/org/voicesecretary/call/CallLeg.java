package org.voicesecretary.call;

import org.voicesecretary.protocol.Q931;

/** The caller's side of a call: one SIP dialog and its media. */
public interface CallLeg extends Side {
    /** 180 Ringing. */
    void ring();

    /** 183 with a session description: from here on the caller hears, before the answer, what is played or joined. Once is enough. */
    void soundBeforeAnswer();

    /**
     * 200 OK. Once it went out {@link CallSignal.Answered} follows, which may take a while: where the caller acknowledges
     * the ringing reliably, the answer waits for that. If it never goes out, an {@link CallSignal.Ending} follows.
     */
    void answer();

    /** Refuses an unanswered call with this SIP status and {@code Reason: Q.850;cause=…}. */
    void reject(int sipStatus, Q931 cause);
}
