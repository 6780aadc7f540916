package org.voicesecretary.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 1500ms}, {@code 5s}, {@code 10m}, {@code 4h}, {@code 30d}. */
public final class Units {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Units() {}

    /** @throws IllegalArgumentException with a sentence for the person who wrote the text */
    public static Duration duration(String text) {
        var match = DURATION.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no duration; expected a whole number and a unit: 1500ms, 5s, 10m, 4h or 30d");
        }
        long amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount); // the pattern lets nothing else through
        };
    }

    /** The shortest text that {@link #duration} reads back as the same whole milliseconds. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
