package org.voicesecretary.protocol;

import java.util.Locale;
import java.util.regex.Matcher;

/** Where {@code redirect} and {@code wait_dtmf.default} may send a call. */
public sealed interface RedirectTarget {
    /** Three digits. */
    record Extension(String number) implements RedirectTarget {}

    /** Scenario of a menu, {@code M-S}; its number is a key if such a scenario exists, else a position. */
    record Scenario(int menu, int scenario) implements RedirectTarget {}

    /** The menu itself, {@code M-main}. */
    record Menu(int menu) implements RedirectTarget {}

    /** Refuse the call with a busy tone. */
    record Blacklist() implements RedirectTarget {}

    /** A number outside, five digits or more, {@code +} allowed, through a trunk. */
    record OutsideNumber(String number) implements RedirectTarget {}

    /** The empty text: no redirect. */
    record None() implements RedirectTarget {}

    /** Anything else, such as a menu name that only the script knows. */
    record Invalid(String raw) implements RedirectTarget {}

    /** Reads every form; never fails. Blanks around the text are passed over. */
    static RedirectTarget parse(String text) {
        String target = text.strip();
        if (target.isEmpty()) {
            return new None();
        }
        if (target.toLowerCase(Locale.ROOT).equals("blacklist")) {
            return new Blacklist();
        }
        if (Forms.EXTENSION.matcher(target).matches()) {
            return new Extension(target);
        }
        if (Forms.BARE_SCENARIO.matcher(target).matches()) {
            return new Scenario(0, Integer.parseInt(target));
        }
        if (Forms.OUTSIDE.matcher(target).matches()) {
            return new OutsideNumber(target);
        }
        Matcher menu = Forms.MENU.matcher(target);
        if (!menu.matches()) {
            return new Invalid(text);
        }
        int number = Integer.parseInt(menu.group(1));
        String scenario = menu.group(2);
        return scenario.equals("main") ? new Menu(number) : new Scenario(number, Integer.parseInt(scenario));
    }

    /** The text that {@link #parse} reads back as this target. */
    default String wireText() {
        return switch (this) {
            case Extension(var number) -> number;
            case Scenario(var menu, var scenario) -> menu + "-" + scenario;
            case Menu(var menu) -> menu + "-main";
            case Blacklist() -> "blacklist";
            case OutsideNumber(var number) -> number;
            case None() -> "";
            case Invalid(var raw) -> raw;
        };
    }
}
