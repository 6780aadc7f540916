package org.voicesecretary.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** The text of {@code call_start}: wall clock of the account's time zone, {@code YYYY-MM-DD HH:MM:SS}, without an offset. */
public final class CallStart {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private CallStart() {}

    public static String format(Instant start, ZoneId accountZone) {
        return FORMAT.format(start.atZone(accountZone));
    }

    /** The wall clock time, or nothing where the text is not of that form. */
    public static Optional<LocalDateTime> parse(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, FORMAT));
        } catch (DateTimeException notOfThatForm) {
            return Optional.empty();
        }
    }
}
