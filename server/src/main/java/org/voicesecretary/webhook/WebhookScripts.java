package org.voicesecretary.webhook;

import org.voicesecretary.call.CallClock;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.json.ReplyParser;
import org.voicesecretary.timeline.CallTimeline;

/** Opens the script of each call. */
public final class WebhookScripts {
    private final WebhookClient client;
    private final ReplyParser parser;
    private final CallClock clock;
    private final SigningKeys keys;

    /** Signed by nothing but {@code Signature}. */
    public WebhookScripts(WebhookClient client, ReplyParser parser, CallClock clock) {
        this(client, parser, clock, SigningKeys.none());
    }

    public WebhookScripts(WebhookClient client, ReplyParser parser, CallClock clock, SigningKeys keys) {
        this.client = client;
        this.parser = parser;
        this.clock = clock;
        this.keys = keys;
    }

    /**
     * The script of the called number; a number without a webhook, or whose webhook wants no calls, has one that says
     * nothing.
     *
     * @param pbxId the account of the number
     */
    public ScriptSource open(CallContext call, long pbxId, CallTimeline timeline) {
        WebhookEndpoint endpoint = call.number().webhook();
        return endpoint == null || !endpoint.wants(EventType.NOTIFY_START)
                ? ScriptSource.none()
                : new WebhookScriptSource(call, endpoint, client, parser, clock, timeline, () -> keys.of(pbxId));
    }
}
