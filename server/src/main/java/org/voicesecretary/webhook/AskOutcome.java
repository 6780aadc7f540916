package org.voicesecretary.webhook;

import java.time.Duration;

/** What became of one request. */
public sealed interface AskOutcome {
    /** A complete response of status 2xx; at most {@link WebhookClient#MAX_BODY} bytes. */
    record Replied(int status, byte[] body) implements AskOutcome {}

    /** A complete head of any other status; a redirect is not followed. */
    record BadStatus(int status, byte[] body) implements AskOutcome {}

    /** No complete response in time. */
    record TimedOut(Duration budget) implements AskOutcome {}

    /** No connection, or it broke before any byte of a response: the one outcome that is worth a second try. */
    record ConnectionFailed(String what) implements AskOutcome {}

    /** The response broke off, or is no HTTP. */
    record ReplyBroke(String what) implements AskOutcome {}

    /** More bytes than a reply may have; {@code beginning} is what was read of it. */
    record ReplyTooLarge(int limit, int status, byte[] beginning) implements AskOutcome {}

    /** The certificate is wrong. */
    record TlsFailed(String what) implements AskOutcome {}

    /** The URL is not one that may be asked. */
    record UrlRefused(String what) implements AskOutcome {}
}
