package org.voicesecretary.call;

/** What a telephone asks by REFER (RFC 3515): to hand on whom it talks to. Exactly one of {@link #accept} and {@link #refuse} is to be said. */
public interface TransferRequest {
    /** Whereto: the user part of Refer-To; perhaps empty. */
    String target();

    void accept();

    void refuse(int status, String reason);

    /** How it fares, after {@link #accept}; the first final status is the last word. */
    void report(int status, String reason);
}
