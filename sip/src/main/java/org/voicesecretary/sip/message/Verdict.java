package org.voicesecretary.sip.message;

import org.jspecify.annotations.Nullable;

/** What becomes of a message before anybody acts on it. */
public sealed interface Verdict {
    /** It goes on to its transaction. */
    record Accept() implements Verdict {}

    /**
     * The request gets this final answer and goes no further.
     *
     * @param status of the answer
     * @param reason of the answer
     * @param headers that belong into the answer besides those copied from the request, e.g. Unsupported
     * @param detail for the log: what is wrong, with the value
     */
    record Refuse(int status, String reason, Headers headers, String detail) implements Verdict {
        /** The answer to the request that was refused. */
        public SipResponse answer(Headers request, @Nullable String toTag) {
            SipResponse answer = SipResponse.answering(request, status, reason, toTag);
            return answer.withHeaders(
                    answer.headers().toBuilder().addAll(headers).build());
        }
    }

    /**
     * Nothing is sent.
     *
     * @param detail for the log
     */
    record Drop(String detail) implements Verdict {}
}
