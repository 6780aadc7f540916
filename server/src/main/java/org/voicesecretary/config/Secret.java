package org.voicesecretary.config;

/** Text that must not appear in a log, on a screen or in an error: it prints as {@code ***}. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
