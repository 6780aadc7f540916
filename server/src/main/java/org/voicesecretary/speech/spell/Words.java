package org.voicesecretary.speech.spell;

import com.ibm.icu.text.RuleBasedNumberFormat;
import com.ibm.icu.util.ULocale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.voicesecretary.protocol.Language;

/** Whole numbers in the words of one language, by ICU's spellout rules with what they lack for being spoken. */
final class Words {
    private static final long MILLION = 1_000_000L;
    private static final long MILLIARD = 1_000_000_000L;
    private static final long BILLION = 1_000_000_000_000L;

    /** Engines call some languages by tags for which ICU has other names. */
    private static final Map<String, String> ICU_NAMES = Map.of("ua", "uk", "cmn", "zh", "nb", "no");

    /** Numbers of these languages are long; a pause after each big step lets the listener write them down. */
    private static final Set<Language> STEPPED = Set.copyOf(Language.PROTOCOL);

    private static final Pattern FRENCH_PLURAL =
            Pattern.compile("(quatre-vingt|(?<=[a-z] )cent) ((?:m|b)illi(?:on|ard)s)");

    private final Language language;
    private final RuleBasedNumberFormat format;
    private final ReentrantLock lock = new ReentrantLock(); // ICU's formats are not for several threads.

    private Words(Language language, RuleBasedNumberFormat format) {
        this.language = language;
        this.format = format;
    }

    /** Empty for a language without rules: the engine then reads figures by itself. */
    static Optional<Words> of(Language language) {
        Language primary = language.primary();
        String name = ICU_NAMES.getOrDefault(primary.code(), primary.code());
        ULocale locale = ULocale.forLanguageTag(name);
        RuleBasedNumberFormat format = new RuleBasedNumberFormat(locale, RuleBasedNumberFormat.SPELLOUT);
        // Without rules of its own a language gets those of the machine's locale, which are the wrong ones.
        boolean own = format.getLocale(ULocale.VALID_LOCALE).getLanguage().equals(locale.getLanguage());
        return own ? Optional.of(new Words(primary, format)) : Optional.empty();
    }

    /** @param number 0 or more */
    String cardinal(long number) {
        if (!STEPPED.contains(language)) {
            return spell(number);
        }
        // Spanish counts thousands of millions (mil millones), so a milliard is no step there.
        long[] steps =
                language.equals(Language.ES) ? new long[] {BILLION, MILLION} : new long[] {BILLION, MILLIARD, MILLION};
        StringBuilder words = new StringBuilder();
        long rest = number;
        for (long step : steps) {
            long head = rest / step * step;
            if (head > 0) {
                rest -= head;
                words.append(spell(head)).append(rest >= 1_000 ? ", " : rest > 0 ? " " : "");
            }
        }
        return words.isEmpty() || rest > 0 ? words + spell(rest) : words.toString();
    }

    /** In the feminine, as counters of fractions are in Russian and Ukrainian. */
    String feminine(long number) {
        lock.lock();
        try {
            return tidy(format.format(number, "%spellout-cardinal-feminine"));
        } finally {
            lock.unlock();
        }
    }

    /** A negative number or a fraction, read as ICU does it. */
    String spell(com.ibm.icu.math.BigDecimal number) {
        lock.lock();
        try {
            return tidy(format.format(number));
        } finally {
            lock.unlock();
        }
    }

    private String spell(long number) {
        lock.lock();
        try {
            return tidy(format.format(number));
        } finally {
            lock.unlock();
        }
    }

    private String tidy(String words) {
        String plain = words.replace("\u00AD", "").replace('\u02BC', '\'');
        return switch (language.code()) {
            // ICU's Ukrainian rules take 10^12 from the long scale; the language says трильйон.
            case "ua" -> plain.replace("більйон", "трильйон");
            // Million and its like are nouns, before which quatre-vingts and deux cents keep their s.
            case "fr" -> FRENCH_PLURAL.matcher(plain).replaceAll("$1s $2");
            default -> plain;
        };
    }
}
