package org.voicesecretary.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A language as replies name it: one of the seven of the protocol, or any other that a speech engine knows. Lower case,
 * parts joined by {@code -}. Ukrainian is {@code ua} here, whatever the world says.
 */
public record Language(String code) {
    private static final Pattern FORM = Pattern.compile("[a-z]{2,8}(-[a-z0-9]{1,8}){0,3}");

    public static final Language RU = new Language("ru");
    public static final Language UA = new Language("ua");
    public static final Language EN = new Language("en");
    public static final Language ES = new Language("es");
    public static final Language PL = new Language("pl");
    public static final Language FR = new Language("fr");
    public static final Language DE = new Language("de");

    /** The seven languages of the protocol, in its order. */
    public static final List<Language> PROTOCOL = List.of(RU, UA, EN, ES, PL, FR, DE);

    public Language {
        if (!FORM.matcher(code).matches()) {
            throw new IllegalArgumentException("language is not of the form en or en-us: '%s'; use one of %s"
                    .formatted(code, "ru ua en es pl fr de or another that the speech engine has"));
        }
    }

    /** Reads {@code en}, {@code EN}, {@code en_US}, {@code uk}; nothing where the text cannot be a language. */
    public static Optional<Language> parse(String text) {
        String code = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        if (!FORM.matcher(code).matches()) {
            return Optional.empty();
        }
        return Optional.of(code.equals("uk") ? UA : new Language(code));
    }

    /** Whether it is one of the seven. */
    public boolean isOfProtocol() {
        return PROTOCOL.contains(this);
    }

    /** Without region or variant: {@code en-us} becomes {@code en}. */
    public Language primary() {
        int dash = code.indexOf('-');
        return dash < 0 ? this : parse(code.substring(0, dash)).orElseThrow();
    }

    /** As the rest of the world names it (BCP 47): {@code ua} becomes {@code uk}. */
    public Locale locale() {
        return Locale.forLanguageTag(this.equals(UA) ? "uk" : code);
    }
}
