package org.voicesecretary.sip;

import java.time.Duration;

/**
 * How much a user agent takes on.
 *
 * @param pendingInvites INVITEs that wait for their final answer at one time; more get 503 at once
 * @param waitingInvites INVITEs whose handler waits for a processor at one time; more get 503 at once. The queue is the first
 *     to grow where more calls come than can be taken, and its length is what every one of them waits
 * @param calls calls in all, waiting and answered; more get 503 at once
 * @param answerWithin how long an INVITE may stay without a final answer of ours before it gets 480
 * @param retryAfter what a 503 tells the peer to wait
 */
public record UserAgentLimits(
        int pendingInvites, int waitingInvites, int calls, Duration answerWithin, Duration retryAfter) {

    public static final UserAgentLimits DEFAULTS = new UserAgentLimits(
            5_000,
            64 * Runtime.getRuntime().availableProcessors(),
            100_000,
            Duration.ofMinutes(3),
            Duration.ofSeconds(10));
}
