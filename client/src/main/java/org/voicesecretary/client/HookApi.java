package org.voicesecretary.client;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.voicesecretary.protocol.rest.HookAnswers;

/** Where events go. */
public final class HookApi {
    private final RestClient client;

    HookApi(RestClient client) {
        this.client = client;
    }

    /** The script's URL, and which events it gets. */
    public HookAnswers.CallInfo callInfo() throws IOException, InterruptedException, RestException {
        return client.call("GET", "pbx/callinfo", Map.of(), HookAnswers.CallInfo.class);
    }

    /** The script's URL; it is asked to echo {@code zd_echo} first. */
    public String url(String url) throws IOException, InterruptedException, RestException {
        return client.call("POST", "pbx/callinfo/url", RestClient.with("url", url), HookAnswers.Url.class)
                .url();
    }

    /** From now on no script is asked. */
    public String removeUrl() throws IOException, InterruptedException, RestException {
        return client.call("DELETE", "pbx/callinfo/url", Map.of(), HookAnswers.Url.class)
                .url();
    }

    /**
     * Switches events on or off.
     *
     * @param wanted by name, such as {@code notify_internal}
     */
    public Map<String, Boolean> notifications(Map<String, Boolean> wanted)
            throws IOException, InterruptedException, RestException {
        Map<String, Object> words = new LinkedHashMap<>();
        wanted.forEach((name, on) -> words.put(name, on.toString()));
        return client.call("POST", "pbx/callinfo/notifications", words, HookAnswers.Notifications.class)
                .notifications();
    }

    /** Where events go that are not about calls. */
    public HookAnswers.Webhooks webhooks() throws IOException, InterruptedException, RestException {
        return client.call("GET", "pbx/webhooks", Map.of(), HookAnswers.Webhooks.class);
    }
}
