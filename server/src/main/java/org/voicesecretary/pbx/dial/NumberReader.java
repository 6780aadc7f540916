package org.voicesecretary.pbx.dial;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import com.google.i18n.phonenumbers.ShortNumberInfo.ShortNumberCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Nearest;
import org.voicesecretary.pbx.dial.PhoneNumber.Kind;

/** Reads telephone numbers as they are written in one country. */
public final class NumberReader {
    private static final Pattern SEPARATORS = Pattern.compile("[\\s().\\-/]");
    private static final Pattern DIGITS = Pattern.compile("\\+?\\d{2,20}");

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final ShortNumberInfo shortNumbers = ShortNumberInfo.getInstance();
    private final String country;

    /** @param country of the account, as {@link #country} reads it */
    public NumberReader(String country) {
        this.country = country;
    }

    /**
     * An ISO 3166 code such as {@code DE}.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote the text
     */
    public static String country(String text) {
        String code = text.strip().toUpperCase(Locale.ROOT);
        var known = PhoneNumberUtil.getInstance().getSupportedRegions();
        if (!known.contains(code)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no country; expected a code of two letters such as DE"
                            + (code.equals("UK") ? " (Britain is GB)" : Nearest.hint(code, known)));
        }
        return code;
    }

    public String country() {
        return country;
    }

    /** Without what people write between digits. */
    static String bare(String text) {
        return SEPARATORS.matcher(text).replaceAll("");
    }

    /** Whether these digits call for help in the account's country. */
    public boolean isEmergency(String digits) {
        return shortNumbers.isEmergencyNumber(digits, country);
    }

    /** All of them, two to four digits each; none where the country is not known to have any. */
    public List<String> emergencyNumbers() {
        List<String> found = new ArrayList<>();
        for (int length = 2; length <= 4; length++) {
            for (int n = 0; n < Math.pow(10, length); n++) {
                String digits = ("%0" + length + "d").formatted(n);
                if (isEmergency(digits)) {
                    found.add(digits);
                }
            }
        }
        return found;
    }

    /** A number as a person dials it: what is a number of the country is meant as one. */
    public Optional<PhoneNumber> dialled(String text) {
        String digits = bare(text);
        if (!DIGITS.matcher(digits).matches()) {
            return Optional.empty();
        }
        Phonenumber.PhoneNumber here = parse(digits);
        return valid(here)
                .or(() -> shortNumber(digits))
                .or(() -> valid(abroad(digits)))
                .or(() -> possible(here));
    }

    /**
     * A number as a script writes it: numbers travel without {@code +} in this protocol, so what can be an international number is
     * one, unless it begins as only a national number does. Doubled {@code +} count as one, since the protocol lets them through.
     */
    public Optional<PhoneNumber> written(String text) {
        String digits = bare(text).replaceFirst("^\\+{2,}", "+");
        if (!DIGITS.matcher(digits).matches()) {
            return Optional.empty();
        }
        Phonenumber.PhoneNumber here = parse(digits);
        return valid(national(digits, here) ? here : null)
                .or(() -> valid(abroad(digits)))
                .or(() -> valid(here))
                .or(() -> shortNumber(digits))
                .or(() -> possible(here));
    }

    private boolean national(String digits, Phonenumber.@Nullable PhoneNumber here) {
        String trunkPrefix = numbers.getNddPrefixForRegion(country, true);
        return here != null && here.getCountryCodeSource() != CountryCodeSource.FROM_DEFAULT_COUNTRY
                || trunkPrefix != null && digits.startsWith(trunkPrefix);
    }

    private Phonenumber.@Nullable PhoneNumber abroad(String digits) {
        return digits.startsWith("+") || digits.startsWith("0") ? null : parse("+" + digits);
    }

    private Phonenumber.@Nullable PhoneNumber parse(String digits) {
        try {
            return numbers.parseAndKeepRawInput(digits, country);
        } catch (NumberParseException e) {
            return null;
        }
    }

    private Optional<PhoneNumber> valid(Phonenumber.@Nullable PhoneNumber number) {
        if (number == null || !numbers.isValidNumber(number)) {
            return Optional.empty();
        }
        return Optional.of(
                new PhoneNumber(e164(number), List.of(numbers.getRegionCodeForNumber(number)), kind(number)));
    }

    private Optional<PhoneNumber> possible(Phonenumber.@Nullable PhoneNumber number) {
        if (number == null || numbers.isPossibleNumberWithReason(number) != ValidationResult.IS_POSSIBLE) {
            return Optional.empty();
        }
        return Optional.of(new PhoneNumber(
                e164(number), numbers.getRegionCodesForCountryCode(number.getCountryCode()), Kind.UNASSIGNED));
    }

    private String e164(Phonenumber.PhoneNumber number) {
        return numbers.format(number, PhoneNumberFormat.E164);
    }

    private Optional<PhoneNumber> shortNumber(String digits) {
        Phonenumber.PhoneNumber number = digits.startsWith("+") ? null : parse(digits);
        if (number == null || !shortNumbers.isValidShortNumberForRegion(number, country)) {
            return Optional.empty();
        }
        ShortNumberCost cost = shortNumbers.getExpectedCostForRegion(number, country);
        Kind kind = switch (cost) {
            case TOLL_FREE -> Kind.TOLL_FREE;
            case STANDARD_RATE -> Kind.ORDINARY;
            case PREMIUM_RATE -> Kind.PREMIUM;
            case UNKNOWN_COST -> Kind.UNKNOWN_COST;
        };
        return Optional.of(new PhoneNumber(digits, List.of(country), kind));
    }

    private Kind kind(Phonenumber.PhoneNumber number) {
        return switch (numbers.getNumberType(number)) {
            case PREMIUM_RATE -> Kind.PREMIUM;
            case SHARED_COST -> Kind.SHARED_COST;
            case PERSONAL_NUMBER -> Kind.PERSONAL;
            case TOLL_FREE -> Kind.TOLL_FREE;
            case FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE, VOIP, PAGER, UAN, VOICEMAIL, UNKNOWN -> Kind.ORDINARY;
        };
    }
}
