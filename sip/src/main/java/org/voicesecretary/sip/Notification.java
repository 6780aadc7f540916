package org.voicesecretary.sip;

import java.nio.charset.StandardCharsets;

/** The body of a NOTIFY: the state of what was subscribed to, whole. */
public record Notification(String contentType, byte[] body) {

    public static Notification of(String contentType, String text) {
        return new Notification(contentType, text.getBytes(StandardCharsets.UTF_8));
    }
}
