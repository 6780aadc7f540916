package org.voicesecretary.config;

import java.util.Map;

/** @param levels logger name to level, where it differs from {@code level} */
public record LogConfig(Level level, Format format, Map<String, String> levels) {
    /** What is written at least. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** Lines for people, or one JSON object a line. */
    public enum Format {
        TEXT,
        JSON
    }
}
