package org.voicesecretary.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** @param levels logger name to level, where it differs from {@code level} */
public record LogConfig(Level level, Format format, Map<String, String> levels) implements Checked {
    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error", "off");

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

    @Override
    public void check(BiConsumer<String, String> complain) {
        levels.forEach((name, written) -> {
            if (!LEVELS.contains(written.toLowerCase(Locale.ROOT))) {
                complain.accept(
                        "levels",
                        "log.levels: \"" + written + "\" of " + name
                                + " is no level; expected trace, debug, info, warn, error or off");
            }
        });
    }
}
