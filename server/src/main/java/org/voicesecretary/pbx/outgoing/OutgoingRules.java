package org.voicesecretary.pbx.outgoing;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.pbx.dial.PhoneNumber;

/**
 * The {@code outgoing:} section of account.yaml.
 *
 * @param allow false: nobody calls out, except for help
 * @param countries that may be called; empty = the account's own
 * @param premium beginnings of numbers that count as premium, besides those that the plan of their country says
 * @param allowed beginnings of numbers that may be called whatever their country and price
 * @param night null = the same rules by day and by night
 * @param prefix what comes before a number outside; may be empty
 */
public record OutgoingRules(
        boolean allow,
        Set<String> countries,
        List<String> premium,
        List<String> allowed,
        CallLimits limits,
        @Nullable NightSwitch night,
        String prefix) {
    /** Where the section is absent. */
    public static final OutgoingRules OFF =
            new OutgoingRules(false, Set.of(), List.of(), List.of(), CallLimits.USUAL, null, "");

    public OutgoingRules {
        countries = Set.copyOf(countries);
        premium = List.copyOf(premium);
        allowed = List.copyOf(allowed);
    }

    /** The same rules for an extension with limits of its own. */
    public OutgoingRules with(CallLimits other) {
        return new OutgoingRules(allow, countries, premium, allowed, other, night, prefix);
    }

    Set<String> countriesFrom(String home) {
        return countries.isEmpty() ? Set.of(home) : countries;
    }

    boolean named(PhoneNumber number) {
        return beginsWithAny(number, allowed);
    }

    boolean premium(PhoneNumber number) {
        return beginsWithAny(number, premium);
    }

    private static boolean beginsWithAny(PhoneNumber number, List<String> beginnings) {
        return beginnings.stream().anyMatch(number.text()::startsWith);
    }
}
