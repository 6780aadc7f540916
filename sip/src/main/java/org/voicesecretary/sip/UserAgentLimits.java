package org.voicesecretary.sip;

import java.time.Duration;

/**
 * How much a user agent takes on.
 *
 * @param pendingInvites INVITEs that wait for their final answer at one time; more get 503 at once
 * @param calls calls in all, waiting and answered; more get 503 at once
 * @param answerWithin how long an INVITE may stay without a final answer of ours before it gets 480
 * @param retryAfter what a 503 tells the peer to wait
 */
public record UserAgentLimits(int pendingInvites, int calls, Duration answerWithin, Duration retryAfter) {

    public static final UserAgentLimits DEFAULTS =
            new UserAgentLimits(5_000, 100_000, Duration.ofMinutes(3), Duration.ofSeconds(10));
}
