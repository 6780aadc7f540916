package org.voicesecretary.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/** Delivers events by the client that asks the scripts too. */
public final class HttpDelivery implements DeliveryPort {
    /** Bytes of a reply that are kept. */
    private static final int KEPT = 4096;

    private final WebhookClient client;
    private final Duration budget;
    private final SigningKeys keys;
    private final InstantSource clock;

    /** Signed by nothing but {@code Signature}. */
    public HttpDelivery(WebhookClient client, Duration budget) {
        this(client, budget, SigningKeys.none(), InstantSource.system());
    }

    /**
     * @param budget for one attempt
     * @param clock stamps each attempt
     */
    public HttpDelivery(WebhookClient client, Duration budget, SigningKeys keys, InstantSource clock) {
        this.client = client;
        this.budget = budget;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public DeliveryOutcome deliver(String messageId, OutboxEvent event) throws InterruptedException {
        WebhookPost post = event.post().stamped(messageId, clock.instant(), keys.of(event.pbxId()));
        return switch (client.post(post, budget)) {
            case AskOutcome.Replied(var status, var body) -> new DeliveryOutcome.Delivered(status, text(body));
            case AskOutcome.BadStatus(var status, var body) -> new DeliveryOutcome.Refused(status, text(body));
            // Such a reply may be an error page, so it is no receipt.
            case AskOutcome.ReplyTooLarge(var limit, var status, var beginning) ->
                status / 100 == 2
                        ? new DeliveryOutcome.Failed("the reply is longer than " + limit + " bytes")
                        : new DeliveryOutcome.Refused(status, text(beginning));
            case AskOutcome.TimedOut(var within) ->
                new DeliveryOutcome.Failed("no complete reply within " + within.toMillis() + " ms");
            case AskOutcome.ConnectionFailed(var what) -> new DeliveryOutcome.Failed(what);
            case AskOutcome.ReplyBroke(var what) -> new DeliveryOutcome.Failed("the reply broke off: " + what);
            case AskOutcome.TlsFailed(var what) -> new DeliveryOutcome.Failed("TLS: " + what);
            case AskOutcome.UrlRefused(var what) -> new DeliveryOutcome.Failed(what);
        };
    }

    /** As much of it as is kept; a character that is cut in half is left out. */
    private static String text(byte[] body) {
        if (body.length <= KEPT) {
            return new String(body, StandardCharsets.UTF_8).replace("\0", "");
        }
        int end = KEPT;
        while (end > KEPT - 4 && (body[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(body, 0, end, StandardCharsets.UTF_8).replace("\0", "");
    }
}
