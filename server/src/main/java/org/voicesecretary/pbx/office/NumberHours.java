package org.voicesecretary.pbx.office;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.pbx.hours.HoursReport;
import org.voicesecretary.pbx.hours.WorkingHours;
import org.voicesecretary.protocol.RedirectTarget;

/** What the working hours of a number, and of the menu it leads to, do to its callers. */
public final class NumberHours {
    private static final String QUEUE = "queue:";

    private NumberHours() {}

    /** @param office of the account that the number belongs to */
    public static HoursReport report(NumberRoute number, Office office, Instant at) {
        String own = number.office().own();
        String script = number.webhook().url() == null ? "" : "its script";
        List<HoursReport.Place> places = new ArrayList<>();
        if (own == null) {
            String meets = script.isEmpty() ? "an apology, for nothing answers the number" : script;
            places.add(new HoursReport.Place(name(number), hours(number, office), meets, meets));
        } else {
            String first = script.isEmpty() ? "" : script + " and, where that does not steer, ";
            if (RedirectTarget.parse(own) instanceof RedirectTarget.Menu(var id)) {
                Menu menu = office.menu(id).orElse(Menu.MAIN);
                String open = first + open(menu);
                String closed = first + closed(menu, office);
                WorkingHours ofMenu =
                        menu.hours() == null ? null : office.hours(menu.hours()).orElse(null);
                places.add(new HoursReport.Place(name(number), hours(number, office), open, closed));
                places.add(new HoursReport.Place("menu " + menu.id(), ofMenu, open, closed));
            } else {
                // Only menus have something for callers who come too late.
                String meets = first + target(own);
                places.add(new HoursReport.Place(name(number), hours(number, office), meets, meets));
            }
        }
        return new HoursReport(number.number(), at, number.timeZone(), places);
    }

    private static String name(NumberRoute number) {
        return "number " + number.number();
    }

    private static @Nullable WorkingHours hours(NumberRoute number, Office office) {
        String name = number.office().hours();
        return name == null ? null : office.hours(name).orElse(null);
    }

    private static String open(Menu menu) {
        return menu.greeting() == null
                ? "menu " + menu.id() + ", which waits for a key"
                : "the greeting of menu " + menu.id();
    }

    private static String closed(Menu menu, Office office) {
        boolean goesOn =
                office.scenarios().stream().anyMatch(each -> each.menu() == menu.id() && each.key() == Scenario.CLOSED);
        String then = goesOn ? "scenario " + menu.id() + "-closed" : "the end of the call";
        return menu.closed() == null ? then : "the auto-responder of menu " + menu.id() + ", then " + then;
    }

    private static String target(String own) {
        if (own.startsWith(QUEUE)) {
            return "queue " + own.substring(QUEUE.length());
        }
        return RedirectTarget.parse(own) instanceof RedirectTarget.Extension ? "extension " + own : "scenario " + own;
    }
}
