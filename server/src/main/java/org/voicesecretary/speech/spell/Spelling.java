package org.voicesecretary.speech.spell;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Note;

/**
 * Numbers and digits in words. The seven languages of the protocol are spelled in full; other languages by ICU's rules
 * where it has them, else the figures are left to the engine.
 */
public final class Spelling {
    /** The most digits that are read. */
    public static final int MAX_DIGITS = 64;

    /** The first whole number that is read digit by digit instead. */
    public static final long NUMBER_LIMIT = 1_000_000_000_000_000L;

    private static final int MAX_FRACTION = 15;
    private static final Pattern NUMBER = Pattern.compile("([+\\-−]?)(\\d{1,40}+)(?:([.,])(\\d{1,40}+))?+");
    private static final Pattern EXPONENT = Pattern.compile("[+-]?\\d{1,20}+(\\.\\d{1,20}+)?+[eE][+-]?\\d{1,2}");

    private static final Map<Language, String> MINUS = Map.of(
            Language.RU, "минус",
            Language.UA, "мінус",
            Language.EN, "minus",
            Language.ES, "menos",
            Language.PL, "minus",
            Language.FR, "moins",
            Language.DE, "minus");

    private static final Map<Language, String> STAR = Map.of(
            Language.RU, "звёздочка",
            Language.UA, "зірочка",
            Language.EN, "star",
            Language.ES, "asterisco",
            Language.PL, "gwiazdka",
            Language.FR, "étoile",
            Language.DE, "Stern");

    private static final Map<Language, String> HASH = Map.of(
            Language.RU, "решётка",
            Language.UA, "решітка",
            Language.EN, "hash",
            Language.ES, "almohadilla",
            Language.PL, "krzyżyk",
            Language.FR, "dièse",
            Language.DE, "Raute");

    private final Map<Language, Optional<Words>> words = new ConcurrentHashMap<>();

    /**
     * A number as a cardinal: {@code ivr_saynumber}. Whole numbers of any sign below 10^15, decimals with a point (or a
     * comma). Anything larger is read digit by digit; what is no number is not read. Both are noted.
     *
     * @param written as the script wrote it
     */
    public Spelled number(String written, Language language) {
        List<Note> notes = new ArrayList<>();
        String plain = plain(written.strip());
        Matcher matcher = NUMBER.matcher(plain);
        if (!matcher.matches()) {
            return unreadable(written, language, notes);
        }
        boolean negative = !matcher.group(1).isEmpty() && !matcher.group(1).equals("+");
        String whole = matcher.group(2).replaceFirst("^0+(?=\\d)", "");
        String decimals = matcher.group(4) == null ? "" : cut(matcher.group(4), notes);
        String fraction = decimals.matches("0*") ? "" : decimals; // 15.0 is how many languages write 15
        if (",".equals(matcher.group(3))) {
            notes.add(new Note(
                    Note.Kind.NUMBER, "number '" + plain + "' has a comma, read as the decimal point; write a point"));
        }
        if (whole.length() > 15) {
            notes.add(new Note(
                    Note.Kind.NUMBER,
                    "number " + shown(written) + " is too large, expected less than 10^15; its digits are read"));
            Spelled digits = digits(whole, language);
            return new Spelled(sign(negative, language) + digits.text(), notes);
        }
        boolean zero = whole.equals("0") && fraction.isEmpty();
        return new Spelled(spell(negative && !zero, whole, fraction, language), notes);
    }

    /** A whole number as a cardinal. */
    public Spelled number(long number, Language language) {
        return number(Long.toString(number), language);
    }

    /**
     * One digit after the other, leading zeros too, in small groups with a pause between them: {@code ivr_saydigits}.
     * {@code *} and {@code #} are read by name; all else is skipped and noted; so is what exceeds {@value #MAX_DIGITS}.
     */
    public Spelled digits(String written, Language language) {
        List<Note> notes = new ArrayList<>();
        StringBuilder kept = new StringBuilder();
        StringBuilder skipped = new StringBuilder();
        boolean tooLong = false;
        for (int i = 0; i < written.length() && !tooLong; i++) {
            char c = written.charAt(i);
            if ((c < '0' || c > '9') && c != '*' && c != '#') {
                skipped.append(c);
            } else if (kept.length() < MAX_DIGITS) {
                kept.append(c);
            } else {
                tooLong = true;
            }
        }
        if (!skipped.isEmpty()) {
            notes.add(new Note(
                    Note.Kind.DIGITS,
                    "digits " + shown(written) + " have other characters, which are skipped: " + shown(skipped)
                            + "; expected 0 to 9, * and #"));
        }
        if (tooLong) {
            notes.add(new Note(
                    Note.Kind.DIGITS,
                    "digits are too many: " + written.length() + " characters, only the first " + MAX_DIGITS
                            + " are read"));
        }
        if (kept.isEmpty()) {
            notes.add(new Note(Note.Kind.DIGITS, "digits are none, nothing is heard; expected 0 to 9, * or #"));
        }
        return new Spelled(read(kept, language), notes);
    }

    private String spell(boolean negative, String whole, String fraction, Language language) {
        Optional<Words> known = words(language);
        if (known.isEmpty()) {
            return (negative ? "-" : "") + whole + (fraction.isEmpty() ? "" : "." + fraction);
        }
        Words spelled = known.get();
        if (negative && !MINUS.containsKey(language.primary())) {
            String number = "-" + whole + (fraction.isEmpty() ? "" : "." + fraction);
            return spelled.spell(new com.ibm.icu.math.BigDecimal(number));
        }
        long value = Long.parseLong(whole);
        return sign(negative, language)
                + (fraction.isEmpty() ? spelled.cardinal(value) : Fractions.spell(spelled, language, value, fraction));
    }

    private Spelled unreadable(String written, Language language, List<Note> notes) {
        notes.add(
                new Note(
                        Note.Kind.NUMBER,
                        "number " + shown(written) + " is not readable in '" + language.code()
                                + "', nothing is heard; expected digits with an optional sign and decimal point, such as -12.5"));
        return new Spelled("", notes);
    }

    /** Figures of a JSON number with an exponent become plain ones; bounded, so that 1e99999999 costs nothing. */
    private static String plain(String written) {
        return EXPONENT.matcher(written).matches() ? new BigDecimal(written).toPlainString() : written;
    }

    private static String cut(String fraction, List<Note> notes) {
        if (fraction.length() <= MAX_FRACTION) {
            return fraction;
        }
        notes.add(new Note(
                Note.Kind.NUMBER,
                "number has " + fraction.length() + " decimals, only the first " + MAX_FRACTION + " are read"));
        return fraction.substring(0, MAX_FRACTION);
    }

    private static String sign(boolean negative, Language language) {
        return negative ? MINUS.getOrDefault(language.primary(), "-") + " " : "";
    }

    private String read(CharSequence symbols, Language language) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < symbols.length()) {
            int end = at;
            while (end < symbols.length() && Character.isDigit(symbols.charAt(end))) {
                end++;
            }
            for (int size : groups(end - at)) {
                append(text, symbols, at, at + size, language);
                at += size;
            }
            if (at < symbols.length() && at == end) {
                append(text, symbols, at, at + 1, language);
                at++;
            }
        }
        return text.toString();
    }

    private void append(StringBuilder text, CharSequence symbols, int from, int to, Language language) {
        for (int i = from; i < to; i++) {
            text.append(text.isEmpty() ? "" : i == from ? ", " : " ").append(name(symbols.charAt(i), language));
        }
    }

    /** Threes, and at the end twos rather than a single one: 4 = 2 + 2, 7 = 3 + 2 + 2, 8 = 3 + 3 + 2. */
    private static List<Integer> groups(int count) {
        List<Integer> sizes = new ArrayList<>();
        int left = count;
        while (left > 4 || left == 3) {
            sizes.add(3);
            left -= 3;
        }
        if (left == 4) {
            sizes.add(2);
            left -= 2;
        }
        if (left > 0) {
            sizes.add(left);
        }
        return sizes;
    }

    private String name(char symbol, Language language) {
        return switch (symbol) {
            case '*' -> STAR.getOrDefault(language.primary(), "*");
            case '#' -> HASH.getOrDefault(language.primary(), "#");
            default ->
                words(language).map(known -> known.cardinal(symbol - '0')).orElse(String.valueOf(symbol));
        };
    }

    private Optional<Words> words(Language language) {
        return words.computeIfAbsent(language.primary(), Words::of);
    }

    private static String shown(CharSequence written) {
        String clean = written.toString().replaceAll("\\p{Cntrl}", "?");
        return "'" + (clean.length() > 80 ? clean.substring(0, 80) + "…" : clean) + "'";
    }
}
