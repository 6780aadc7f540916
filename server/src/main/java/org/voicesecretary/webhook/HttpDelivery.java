package org.voicesecretary.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Delivers events by the client that asks the scripts too. */
public final class HttpDelivery implements DeliveryPort {
    private final WebhookClient client;
    private final Duration budget;

    /** @param budget for one attempt */
    public HttpDelivery(WebhookClient client, Duration budget) {
        this.client = client;
        this.budget = budget;
    }

    @Override
    public DeliveryOutcome deliver(OutboxEvent event) throws InterruptedException {
        return switch (client.post(event.post(), budget)) {
            case AskOutcome.Replied(var status, var body) -> new DeliveryOutcome.Delivered(status, text(body));
            case AskOutcome.BadStatus(var status, var body) -> new DeliveryOutcome.Refused(status, text(body));
            // Such a reply may be an error page, so it is no receipt.
            case AskOutcome.ReplyTooLarge(var limit) ->
                new DeliveryOutcome.Failed("the reply is longer than " + limit + " bytes");
            case AskOutcome.TimedOut(var within) ->
                new DeliveryOutcome.Failed("no complete reply within " + within.toMillis() + " ms");
            case AskOutcome.ConnectionFailed(var what) -> new DeliveryOutcome.Failed(what);
            case AskOutcome.ReplyBroke(var what) -> new DeliveryOutcome.Failed("the reply broke off: " + what);
            case AskOutcome.TlsFailed(var what) -> new DeliveryOutcome.Failed("TLS: " + what);
            case AskOutcome.UrlRefused(var what) -> new DeliveryOutcome.Failed(what);
        };
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).replace("\0", "");
    }
}
