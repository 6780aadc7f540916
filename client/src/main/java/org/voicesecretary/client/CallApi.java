package org.voicesecretary.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.rest.CallAnswers;

/** Calls that begin at the server. */
public final class CallApi {
    private final RestClient client;

    CallApi(RestClient client) {
        this.client = client;
    }

    /** Dials {@code from} (number, extension or scenario), then {@code to}. Returns at once. */
    public CallAnswers.Callback callback(String from, String to)
            throws IOException, InterruptedException, RestException {
        return callback(from, to, null, false);
    }

    /**
     * As {@link #callback(String, String)}.
     *
     * @param sip the extension whose caller-id and limits hold; null = none
     * @param predicted {@code to} is dialled first
     */
    public CallAnswers.Callback callback(String from, String to, @Nullable String sip, boolean predicted)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "GET",
                "request/callback",
                RestClient.with("from", from, "to", to, "sip", sip, "predicted", predicted ? "1" : null),
                CallAnswers.Callback.class);
    }

    /**
     * Calls a number and speaks a code.
     *
     * @param lang null = the account's
     */
    public CallAnswers.CheckNumber checkNumber(String callerId, String to, String code, @Nullable String lang)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "GET",
                "request/checknumber",
                RestClient.with("caller_id", callerId, "to", to, "code", code, "lang", lang),
                CallAnswers.CheckNumber.class);
    }
}
