package org.voicesecretary.protocol.rest;

import java.util.Map;

/** What the methods below {@code pbx/callinfo} and {@code pbx/webhooks} answer. */
public interface HookAnswers {
    /**
     * @param url empty if there is none
     * @param notifications by name, such as {@code notify_start}
     */
    record CallInfo(String url, Map<String, Boolean> notifications) {}

    /** Empty if there is none. */
    record Url(String url) {}

    record Notifications(Map<String, Boolean> notifications) {}

    /** @param hooks by name, such as {@code sms} */
    record Webhooks(String url, Map<String, Boolean> hooks) {}

    record Hooks(Map<String, Boolean> hooks) {}
}
