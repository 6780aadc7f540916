package org.voicesecretary.call;

/** What a telephone asks by REFER (RFC 3515): to hand on whom it talks to. Exactly one of {@link #accept} and {@link #refuse} is to be said. */
public interface TransferRequest {
    /** Whereto: the user part of Refer-To; perhaps empty. */
    String target();

    /** Whether it is to go to somebody whom the telephone talks to in another call of ours (Replaces, RFC 3891). */
    default boolean isAnnounced() {
        return false;
    }

    /** Asks that other call; false where there is none. */
    default boolean ask(Meeting meeting) {
        return false;
    }

    void accept();

    void refuse(int status, String reason);

    /** It has failed, after {@link #accept}. */
    void failed(int status, String reason);

    /** It has succeeded, after {@link #accept}; {@code then} runs once the telephone knows: hanging up before would look like a failure. */
    void succeeded(Runnable then);
}
