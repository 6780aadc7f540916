package org.voicesecretary.protocol.rest;

import java.util.List;

/** What the methods below {@code sip} answer. */
public interface SipAnswers {
    /** @param left how many more there may be */
    record Sips(List<Sip> sips, int left) {}

    /** @param lines calls at the same time */
    record Sip(String id, String displayName, int lines) {}

    /** Whether a telephone is registered. */
    record Status(String sip, boolean isOnline) {}

    /** The number shown from now on. */
    record CallerId(String sip, String newCallerId) {}

    /** All redirections, those that are switched off included. */
    record Redirections(List<Redirection> info) {}

    /**
     * @param status {@code on} or {@code off}
     * @param condition {@code always} or {@code unavailable}
     * @param destination {@code phone} or {@code pbx}
     */
    record Redirection(String sipId, String status, String condition, String destination, String destinationValue) {}

    /** Whether calls are redirected now: {@code on} or {@code off}. */
    record Switched(String sip, String currentStatus) {}

    /** Where calls go now. */
    record Redirected(String sip, String destination) {}

    /** Which account was made or changed. */
    record Named(String sip) {}
}
