package org.voicesecretary.protocol.rest;

/** What the methods below {@code request} answer. */
public interface CallAnswers {
    /** @param time when it began, seconds since 1970 */
    record Callback(String from, String to, long time) {}

    /** @param time when it began, seconds since 1970 */
    record CheckNumber(String from, String to, String lang, long time) {}
}
