package org.voicesecretary.protocol.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.SayDigits;
import org.voicesecretary.protocol.Instruction.SayNumber;
import org.voicesecretary.protocol.Instruction.SayPopular;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.LintRule;

/** Reads the five keys that the caller hears. */
final class AnnouncementReader {
    static final int MAX_TEXT = 4000;
    private static final int MAX_MARKUP_PASSES = 10;
    private static final int MAX_SOUND_ID = 200;
    private static final int MAX_PHRASE = 1_000_000;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?");
    /** Bounded, so that a text full of opening brackets costs no more than its length. */
    private static final Pattern TAG = Pattern.compile("</?[A-Za-z!?][^<>]{0,500}>");

    private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt|quot|apos|nbsp|#39);");

    private final LintBook lints;
    private final Scalars scalars;
    private final @Nullable Language language;
    private final @Nullable String voice;

    AnnouncementReader(LintBook lints, @Nullable Language language, @Nullable String voice) {
        this.lints = lints;
        this.scalars = new Scalars(lints);
        this.language = language;
        this.voice = voice;
    }

    Optional<Announcement> read(AnnouncementKind kind, Json value) {
        String field = kind.wireName();
        if (value instanceof Json.Null) {
            lints.unusable(field, "is null; expected a value", "");
            return Optional.empty();
        }
        return switch (kind) {
            case IVR_PLAY -> play(field, value);
            case IVR_SAYPOPULAR -> popular(field, value);
            case IVR_SAYDIGITS -> digits(field, value);
            case IVR_SAYNUMBER -> number(field, value);
            case IVR_SAYTEXT -> text(field, value);
        };
    }

    private Optional<Announcement> play(String field, Json value) {
        Optional<String> given = scalars.textOrNumber(field, value, "welcome");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String id = given.get().strip();
        if (id.isEmpty() || id.length() > MAX_SOUND_ID) {
            lints.unusable(
                    field,
                    "is %s; expected the id of a sound, 1 to %d characters".formatted(value.shown(), MAX_SOUND_ID),
                    LintBook.fixText(field, "welcome"));
            return Optional.empty();
        }
        return Optional.of(new Play(id));
    }

    private Optional<Announcement> popular(String field, Json value) {
        Optional<BigDecimal> number = scalars.whole(field, value);
        boolean usable = number.isPresent()
                && number.get().signum() > 0
                && number.get().compareTo(BigDecimal.valueOf(MAX_PHRASE)) <= 0;
        if (!usable) {
            lints.unusable(
                    field,
                    "is %s; expected the number of a phrase, 1 or more".formatted(value.shown()),
                    LintBook.fix(field, "1"));
            return Optional.empty();
        }
        return Optional.of(new SayPopular(number.get().intValue(), language));
    }

    private Optional<Announcement> digits(String field, Json value) {
        String given;
        switch (value) {
            case Json.Text(var text) -> given = text;
            case Json.Num(var literal) -> given = plain(literal);
            case Json.Bool _, Json.Null _, Json.Obj _, Json.Arr _ -> given = "";
        }
        var digits = new StringBuilder();
        boolean skipped = false;
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            if (c >= '0' && c <= '9' || c == '*' || c == '#') {
                digits.append(c);
            } else {
                skipped = true;
            }
        }
        if (digits.isEmpty()) {
            lints.unusable(
                    field,
                    "is %s; expected digits, * or #".formatted(value.shown()),
                    LintBook.fixText(field, "0123456789"));
            return Optional.empty();
        }
        if (digits.length() > SayDigits.MAX_DIGITS) {
            digits.setLength(SayDigits.MAX_DIGITS);
            lints.note(
                    field,
                    LintRule.CUT,
                    "has more than %d digits: %s".formatted(SayDigits.MAX_DIGITS, value.shown()),
                    "the first %d are read".formatted(SayDigits.MAX_DIGITS),
                    LintBook.fixText(field, digits.toString()));
        } else if (skipped) {
            lints.note(
                    field,
                    LintRule.CUT,
                    "is %s; expected only digits, * and #".formatted(value.shown()),
                    "the other characters are skipped",
                    LintBook.fixText(field, digits.toString()));
        }
        return Optional.of(new SayDigits(digits.toString(), language));
    }

    /** {@code 1e3} and {@code 12.0} are 1000 and 12 to whoever wrote them; {@code 1e99999} is nothing at all. */
    private static String plain(String literal) {
        return Scalars.number(literal)
                .map(BigDecimal::stripTrailingZeros)
                .filter(number -> number.scale() <= 0)
                .map(BigDecimal::toPlainString)
                .orElse(literal.toLowerCase(Locale.ROOT).contains("e") ? "" : literal);
    }

    private Optional<Announcement> number(String field, Json value) {
        Optional<BigDecimal> number = switch (value) {
            case Json.Num(var literal) -> Scalars.number(literal);
            case Json.Text(var text) -> {
                String decimal = text.strip();
                yield DECIMAL.matcher(decimal).matches() ? Optional.of(new BigDecimal(decimal)) : Optional.empty();
            }
            case Json.Bool _, Json.Null _, Json.Obj _, Json.Arr _ -> Optional.empty();
        };
        if (number.isEmpty() || integerDigits(number.get()) > SayNumber.MAX_INTEGER_DIGITS) {
            lints.unusable(
                    field,
                    "is %s; expected a number of at most %d digits, decimals as text with a point"
                            .formatted(value.shown(), SayNumber.MAX_INTEGER_DIGITS),
                    LintBook.fix(field, meant(value)));
            return Optional.empty();
        }
        return Optional.of(new SayNumber(decimal(field, value, number.get()), language));
    }

    /** A decimal comma is the usual slip. */
    private static String meant(Json value) {
        if (value instanceof Json.Text(var text)) {
            String point = text.strip().replace(',', '.');
            if (DECIMAL.matcher(point).matches()) {
                return new Json.Text(point).write();
            }
        }
        return "42";
    }

    private static int integerDigits(BigDecimal number) {
        return number.signum() == 0 ? 1 : number.precision() - number.scale();
    }

    private BigDecimal decimal(String field, Json value, BigDecimal number) {
        if (number.scale() <= 0) {
            return number.setScale(0);
        }
        if (number.scale() > SayNumber.MAX_FRACTION_DIGITS) {
            BigDecimal cut = number.setScale(SayNumber.MAX_FRACTION_DIGITS, RoundingMode.DOWN);
            lints.note(
                    field,
                    LintRule.CUT,
                    "has more than %d digits behind the point: %s"
                            .formatted(SayNumber.MAX_FRACTION_DIGITS, value.shown()),
                    "the rest of them is left out",
                    LintBook.fixText(field, cut.toPlainString()));
            return cut;
        }
        if (value instanceof Json.Num) {
            lints.note(
                    field,
                    LintRule.WRONG_TYPE,
                    "is the decimal %s; expected decimals as text, which keeps every digit".formatted(value.shown()),
                    "the decimal is read",
                    LintBook.fixText(field, number.toPlainString()));
        }
        return number;
    }

    private Optional<Announcement> text(String field, Json value) {
        Optional<String> given = scalars.text(field, value, "Hello");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String text = withoutMarkup(field, given.get());
        if (text.isEmpty()) {
            lints.unusable(field, "has no words: %s".formatted(value.shown()), LintBook.fixText(field, "Hello"));
            return Optional.empty();
        }
        if (text.length() > MAX_TEXT) {
            int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
            text = text.substring(0, end);
            lints.note(
                    field,
                    LintRule.CUT,
                    "has more than %d characters: %d"
                            .formatted(MAX_TEXT, given.get().length()),
                    "the first %d are spoken".formatted(MAX_TEXT),
                    "");
        }
        return Optional.of(new SayText(text, language, voice));
    }

    private String withoutMarkup(String field, String given) {
        String text = given;
        String before = "";
        // What is left when one tag is gone may be the next one.
        for (int pass = 0; pass < MAX_MARKUP_PASSES && !text.equals(before); pass++) {
            before = text;
            text = TAG.matcher(ENTITY.matcher(text).replaceAll(AnnouncementReader::plainSign))
                    .replaceAll(" ");
        }
        if (!text.equals(before)) {
            text = text.replaceAll("[<>&]", " ");
        }
        boolean markup = !text.equals(given);
        text = text.replaceAll("[\\p{Cc}\\u00a0 ]+", " ").strip();
        if (markup) {
            lints.note(
                    field,
                    LintRule.MARKUP_REMOVED,
                    "has markup: %s; expected plain text".formatted(new Json.Text(given).shown()),
                    "the markup is left out",
                    LintBook.fixText(field, text));
        }
        return text;
    }

    private static String plainSign(MatchResult entity) {
        return switch (entity.group(1)) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "nbsp" -> " ";
            default -> "'";
        };
    }
}
