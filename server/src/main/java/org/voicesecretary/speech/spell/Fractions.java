package org.voicesecretary.speech.spell;

import java.util.stream.Collectors;
import org.voicesecretary.protocol.Language;

/** What follows the decimal point, as people say it in each of the seven languages. */
final class Fractions {
    private Fractions() {}

    /**
     * The whole decimal in words, without its sign.
     *
     * @param fraction at least one decimal digit
     */
    static String spell(Words words, Language language, long whole, String fraction) {
        return switch (language.primary().code()) {
            case "en" -> words.cardinal(whole) + " point " + digitByDigit(words, fraction);
            case "de" -> words.cardinal(whole) + " Komma " + digitByDigit(words, fraction);
            case "es" -> words.cardinal(whole) + " coma " + asNumber(words, fraction);
            case "fr" -> words.cardinal(whole) + " virgule " + asNumber(words, fraction);
            case "pl" -> words.cardinal(whole) + " przecinek " + asNumber(words, fraction);
            case "ru" -> russian(words, whole, fraction);
            case "ua" -> ukrainian(words, whole, fraction);
            default -> words.spell(new com.ibm.icu.math.BigDecimal(whole + "." + fraction));
        };
    }

    private static String digitByDigit(Words words, String fraction) {
        return fraction.chars().mapToObj(c -> words.cardinal(c - '0')).collect(Collectors.joining(" "));
    }

    /** 25 is twenty-five, 05 is zero five; from three figures on they are read one by one. */
    private static String asNumber(Words words, String fraction) {
        boolean pair = fraction.length() == 2 && fraction.charAt(0) != '0';
        return pair ? words.cardinal(Long.parseLong(fraction)) : digitByDigit(words, fraction);
    }

    private static String russian(Words words, long whole, String fraction) {
        if (fraction.length() > 3) {
            return words.cardinal(whole) + " запятая " + digitByDigit(words, fraction);
        }
        long parts = Long.parseLong(fraction);
        String unit = new String[] {"десят", "сот", "тысячн"}[fraction.length() - 1];
        return words.feminine(whole) + (one(whole) ? " целая " : " целых ") + words.feminine(parts) + " " + unit
                + (one(parts) ? "ая" : "ых");
    }

    private static String ukrainian(Words words, long whole, String fraction) {
        if (fraction.length() > 3) {
            return words.cardinal(whole) + " кома " + digitByDigit(words, fraction);
        }
        long parts = Long.parseLong(fraction);
        String unit = new String[] {"десят", "сот", "тисячн"}[fraction.length() - 1];
        return words.feminine(whole) + (one(whole) ? " ціла " : " цілих ") + words.feminine(parts) + " " + unit
                + (one(parts) ? "а" : "их");
    }

    /** 1, 21, 31 … take the singular, 11 does not. */
    private static boolean one(long number) {
        return number % 10 == 1 && number % 100 != 11;
    }
}
