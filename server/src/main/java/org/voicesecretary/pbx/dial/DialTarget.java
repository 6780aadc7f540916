package org.voicesecretary.pbx.dial;

import java.util.TreeSet;
import java.util.stream.Collectors;
import org.voicesecretary.protocol.RedirectTarget;

/** Where a script sends a call, looked up in the office. */
public sealed interface DialTarget {
    record Extension(String number) implements DialTarget {}

    record Scenario(int menu, NumberingPlan.Entry scenario) implements DialTarget {}

    record Menu(int menu) implements DialTarget {}

    /** Through a trunk, if the rules for calls out allow it. */
    record Outside(PhoneNumber number) implements DialTarget {}

    /** Busy tone or 486. */
    record Busy() implements DialTarget {}

    /** The script does not redirect. */
    record Nowhere() implements DialTarget {}

    /**
     * A fault of the script.
     *
     * @param problem a sentence for its author
     */
    record Unknown(String written, String problem) implements DialTarget {}

    static DialTarget of(RedirectTarget target, NumberingPlan plan, NumberReader numbers) {
        return switch (target) {
            case RedirectTarget.Extension(var number) ->
                plan.extensions().contains(number)
                        ? new Extension(number)
                        : new Unknown(number, number + " is no extension of this office; " + plan.extensionsInWords());
            case RedirectTarget.Scenario(var menu, var scenario) ->
                plan.scenario(menu, scenario)
                        .<DialTarget>map(entry -> new Scenario(menu, entry))
                        .orElseGet(() -> new Unknown(target.wireText(), noScenario(menu, scenario, plan)));
            case RedirectTarget.Menu(var menu) ->
                plan.menus().containsKey(menu) ? new Menu(menu) : new Unknown(target.wireText(), noMenu(menu, plan));
            case RedirectTarget.OutsideNumber(var number) ->
                numbers.written(number)
                        .<DialTarget>map(Outside::new)
                        .orElseGet(() -> new Unknown(
                                number,
                                "\"" + number + "\" is no telephone number that can exist, read from "
                                        + numbers.country() + "; write it with its country code: +442037691881"));
            case RedirectTarget.Blacklist() -> new Busy();
            case RedirectTarget.None() -> new Nowhere();
            case RedirectTarget.Invalid(var raw) ->
                new Unknown(
                        raw,
                        "\"" + raw
                                + "\" is no target; expected an extension (101), a scenario (0-1), a menu (0-main), a number"
                                + " (+442037691881) or blacklist");
        };
    }

    private static String noMenu(int menu, NumberingPlan plan) {
        return "this office has no menu " + menu
                + (plan.menus().isEmpty()
                        ? "; it has none"
                        : "; it has "
                                + new TreeSet<>(plan.menus().keySet())
                                        .stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private static String noScenario(int menu, int scenario, NumberingPlan plan) {
        var entries = plan.menus().get(menu);
        if (entries == null) {
            return noMenu(menu, plan);
        }
        return "menu " + menu + " has no scenario " + scenario + ": none with that key, and "
                + (entries.isEmpty() ? "none at all" : "only " + entries.size() + " in its list");
    }
}
