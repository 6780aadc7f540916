package org.voicesecretary.protocol.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voicesecretary.protocol.LintRule;

/** Reads single values, whatever JSON type they came in, and notes what had to be bent. */
final class Scalars {
    /** Two digits of exponent: more would let one line of text ask for gigabytes of digits. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");

    private static final Pattern HUGE_WHOLE = Pattern.compile("-?[0-9]{41,}");
    private static final Pattern LEADING_NUMBER = Pattern.compile("([+-]?[0-9]{1,15})(?![0-9]).*", Pattern.DOTALL);
    private static final Set<String> FALSE_WORDS = Set.of("", "0", "false", "no", "off", "null");
    private static final Set<String> TRUE_WORDS = Set.of("1", "true", "yes", "on");

    private final LintBook lints;

    Scalars(LintBook lints) {
        this.lints = lints;
    }

    /** The number a JSON literal stands for; nothing where it is too long to be meant. */
    static Optional<BigDecimal> number(String literal) {
        if (NUMBER.matcher(literal).matches()) {
            return Optional.of(new BigDecimal(literal));
        }
        return Optional.empty();
    }

    /** A whole number within bounds; what is none becomes {@code otherwise}, what is outside the nearer bound. */
    int within(String field, Json value, int min, int max, int otherwise, String unit) {
        Optional<BigDecimal> given = whole(field, value);
        if (given.isEmpty()) {
            if (!(value instanceof Json.Null)) {
                lints.note(
                        field,
                        LintRule.UNUSABLE_VALUE,
                        "is %s; expected a whole number from %d to %d".formatted(value.shown(), min, max),
                        ("it is read as %d " + unit).formatted(otherwise).strip(),
                        LintBook.fix(field, Integer.toString(otherwise)));
            }
            return otherwise;
        }
        BigDecimal number = given.get();
        int used = number.compareTo(BigDecimal.valueOf(min)) < 0
                ? min
                : number.compareTo(BigDecimal.valueOf(max)) > 0 ? max : number.intValue();
        if (number.compareTo(BigDecimal.valueOf(used)) != 0) {
            lints.note(
                    field,
                    LintRule.OUT_OF_BOUNDS,
                    "is %s; expected %d to %d".formatted(value.shown(), min, max),
                    ("it is read as %d " + unit).formatted(used).strip(),
                    LintBook.fix(field, Integer.toString(used)));
        }
        return used;
    }

    /** A whole number of any size, from a number or from text that begins with one. */
    Optional<BigDecimal> whole(String field, Json value) {
        return switch (value) {
            case Json.Num(var literal) -> {
                if (HUGE_WHOLE.matcher(literal).matches()) {
                    yield Optional.of(new BigDecimal(literal.substring(0, 41)));
                }
                yield number(literal).map(number -> wholeOf(field, value, number));
            }
            case Json.Text(var text) -> {
                Matcher leading = LEADING_NUMBER.matcher(text.strip());
                if (!leading.matches()) {
                    yield Optional.empty();
                }
                var number = new BigDecimal(leading.group(1));
                noteWhole(field, value, number);
                yield Optional.of(number);
            }
            case Json.Bool _, Json.Null _, Json.Obj _, Json.Arr _ -> Optional.empty();
        };
    }

    private BigDecimal wholeOf(String field, Json value, BigDecimal number) {
        BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(number) != 0) {
            noteWhole(field, value, whole);
        }
        return whole;
    }

    private void noteWhole(String field, Json value, BigDecimal used) {
        lints.note(
                field,
                LintRule.WRONG_TYPE,
                "is %s; expected a whole number".formatted(value.shown()),
                "it is read as " + used.toPlainString(),
                LintBook.fix(field, used.toPlainString()));
    }

    /** Text; a number is taken as it is written, with a note. Nothing for all else, with a note unless it is null. */
    Optional<String> text(String field, Json value, String example) {
        return switch (value) {
            case Json.Text(var text) -> Optional.of(text);
            case Json.Num(var literal) -> {
                lints.note(
                        field,
                        LintRule.WRONG_TYPE,
                        "is the number %s; expected text".formatted(value.shown()),
                        "it is read as text",
                        LintBook.fixText(field, literal));
                yield Optional.of(literal);
            }
            case Json.Null() -> Optional.empty();
            case Json.Bool _, Json.Obj _, Json.Arr _ -> {
                lints.unusable(
                        field, "is %s; expected text".formatted(value.shown()), LintBook.fixText(field, example));
                yield Optional.empty();
            }
        };
    }

    /** Text or a whole number, both as the protocol has them: no note for either. */
    Optional<String> textOrNumber(String field, Json value, String example) {
        return value instanceof Json.Num(var literal) ? Optional.of(literal) : text(field, value, example);
    }

    /** Yes or no; the protocol writes 1, many scripts write true. */
    boolean flag(String field, Json value, String yes) {
        return switch (value) {
            case Json.Bool(var flag) -> flag;
            case Json.Null() -> false;
            case Json.Num(var literal) -> {
                boolean set = number(literal).map(BigDecimal::signum).orElse(1) != 0;
                if (set && !literal.equals("1")) {
                    noteFlag(field, value, yes);
                }
                yield set;
            }
            case Json.Text(var text) -> {
                String word = text.strip().toLowerCase(Locale.ROOT);
                if (FALSE_WORDS.contains(word)) {
                    yield false;
                }
                if (!TRUE_WORDS.contains(word)) {
                    lints.unusable(field, "is %s; expected %s".formatted(value.shown(), yes), LintBook.fix(field, yes));
                    yield false;
                }
                noteFlag(field, value, yes);
                yield true;
            }
            case Json.Obj _, Json.Arr _ -> {
                lints.unusable(field, "is %s; expected %s".formatted(value.shown(), yes), LintBook.fix(field, yes));
                yield false;
            }
        };
    }

    private void noteFlag(String field, Json value, String yes) {
        lints.note(
                field,
                LintRule.WRONG_TYPE,
                "is %s; expected %s".formatted(value.shown(), yes),
                "it is read as " + yes,
                LintBook.fix(field, yes));
    }
}
