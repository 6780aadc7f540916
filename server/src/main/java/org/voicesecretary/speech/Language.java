package org.voicesecretary.speech;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A language by its BCP 47 tag in lower case, such as {@code en}, {@code en-gb} or {@code uk}. The protocol calls Ukrainian
 * {@code ua}; it is {@code uk} here, and {@link #protocolCode()} gives the protocol's spelling back.
 */
public record Language(String tag) {
    private static final Pattern TAG = Pattern.compile("[a-z]{2,3}(-[a-z0-9]{1,8}){0,4}");

    public static final Language RU = new Language("ru");
    public static final Language UA = new Language("uk");
    public static final Language EN = new Language("en");
    public static final Language ES = new Language("es");
    public static final Language PL = new Language("pl");
    public static final Language FR = new Language("fr");
    public static final Language DE = new Language("de");

    /** The seven languages of the protocol, in its order. */
    public static final List<Language> SEVEN = List.of(RU, UA, EN, ES, PL, FR, DE);

    /** @throws IllegalArgumentException if the text is not a language tag in lower case */
    public Language {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException(
                    "language tag is not one: '" + tag + "', expected something like en, ua or pt-br");
        }
    }

    /** Reads what a script or a configuration wrote: any case, {@code _} for {@code -}, {@code ua} for {@code uk}. */
    public static Optional<Language> parse(@Nullable String written) {
        if (written == null) {
            return Optional.empty();
        }
        String tag = written.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        if (tag.equals("ua") || tag.startsWith("ua-")) {
            tag = "uk" + tag.substring(2);
        }
        return TAG.matcher(tag).matches() ? Optional.of(new Language(tag)) : Optional.empty();
    }

    /** The language without region, script and variant: {@code en} of {@code en-gb}. */
    public Language primary() {
        int end = tag.indexOf('-');
        return end < 0 ? this : new Language(tag.substring(0, end));
    }

    /** The code as the protocol writes it: {@code ua} for Ukrainian, the tag for all others. */
    public String protocolCode() {
        return tag.equals("uk") || tag.startsWith("uk-") ? "ua" + tag.substring(2) : tag;
    }

    @Override
    public String toString() {
        return protocolCode();
    }
}
