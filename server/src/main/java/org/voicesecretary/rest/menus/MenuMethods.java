package org.voicesecretary.rest.menus;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountEdit;
import org.voicesecretary.account.Document;
import org.voicesecretary.account.OfficeItem;
import org.voicesecretary.pbx.hours.DayInterval;
import org.voicesecretary.pbx.hours.WorkingHours;
import org.voicesecretary.pbx.office.Greeting;
import org.voicesecretary.pbx.office.Menu;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.pbx.office.OfficeDirectory;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;

/** {@code pbx/ivr}: menus. Greetings and hours are set in account.yaml or by the console: this protocol cannot. */
public final class MenuMethods {
    private static final String SECTION = "menus";
    private static final int HIGHEST = 999;
    private static final int MINUTES = 60;
    private static final int HOURS = 24;

    private final OfficeDirectory offices;
    private final OfficeChanges changes;

    public MenuMethods(OfficeDirectory offices, OfficeChanges changes) {
        this.offices = offices;
        this.changes = changes;
    }

    public List<Route> routes() {
        return List.of(
                Route.read("pbx/ivr", "a day with several intervals is shown from the first to the last", this::list),
                Route.write(
                        Verb.POST,
                        "pbx/ivr/create",
                        "buy (nothing is bought here); the menu has no greeting yet",
                        this::create),
                Route.write(
                        Verb.DELETE,
                        "pbx/ivr/delete",
                        "menu_id* (not 0); with its scenarios, refused while something leads there",
                        this::delete));
    }

    private Answer list(RestCall call) {
        Office office = offices.offices().office(call.pbxId()).orElseThrow();
        return Answer.empty()
                .whole("pbx_id", call.pbxId())
                .groups(
                        "ivrs",
                        office.menus().stream().map(menu -> shown(menu, office)).toList());
    }

    private static Answer shown(Menu menu, Office office) {
        Optional<WorkingHours> hours = Optional.ofNullable(menu.hours()).flatMap(office::hours);
        Answer answer = Answer.empty()
                .text("menu_id", String.valueOf(menu.id()))
                .text("title", menu.title())
                .text("type", type(menu.greeting()))
                .onOff("status", menu.greeting() != null)
                .whole("waitexten", menu.patience().toSeconds())
                .group("auto_responder", autoResponder(hours));
        List<DayInterval> lunch = hours.map(WorkingHours::lunch).orElse(List.of());
        answer.onOff("dinner_status", !lunch.isEmpty());
        if (!lunch.isEmpty()) {
            answer.group(
                    "dinner_time",
                    Answer.empty()
                            .group("begin", clock(lunch.getFirst().from()))
                            .group("end", clock(lunch.getLast().to())));
        }
        return answer;
    }

    private static String type(@Nullable Greeting greeting) {
        return switch (greeting) {
            case Greeting.Recorded _ -> "file";
            case Greeting.Spoken _ -> "readtext";
            case null -> "readtext";
        };
    }

    private static Answer autoResponder(Optional<WorkingHours> hours) {
        Answer answer = Answer.empty().onOff("status", hours.isPresent()).whole("waitexten", 1);
        hours.ifPresent(known -> {
            List<Answer> days = new ArrayList<>();
            for (DayOfWeek day : DayOfWeek.values()) {
                List<DayInterval> open = Optional.ofNullable(known.week().days().get(day))
                        .map(d -> d.intervals())
                        .orElse(List.of());
                Answer shown = Answer.empty()
                        .text("day", day.name().substring(0, 3).toLowerCase(Locale.ROOT))
                        .bool("is_active", !open.isEmpty());
                if (!open.isEmpty()) {
                    shown.group("begin", clock(open.getFirst().from()))
                            .group("end", clock(open.getLast().to()));
                }
                days.add(shown);
            }
            answer.groups("working_days", days);
        });
        return answer;
    }

    /** Midnight at the end of a day is 24:00; what is later is on the clock of the next day. */
    private static Answer clock(int minute) {
        int hour = minute / MINUTES;
        return Answer.empty().whole("hour", hour > HOURS ? hour - HOURS : hour).whole("minute", minute % MINUTES);
    }

    private Answer create(RestCall call) throws RestFault {
        call.parameters().flag("buy");
        var created = new AtomicInteger();
        changes.change(call.pbxId(), edit -> {
            int id = free(edit);
            created.set(id);
            if (id > HIGHEST) {
                edit.complain(SECTION, "all menus from 1 to " + HIGHEST + " are taken");
                return;
            }
            edit.put(
                    SECTION,
                    "menu " + id,
                    new Document().set("id", String.valueOf(id)).set("title", "Menu " + id));
        });
        return Answer.empty().whole("menu_id", created.get());
    }

    private static int free(AccountEdit edit) {
        Set<String> taken = edit.data().office().stream()
                .filter(item -> item.section().equals(SECTION))
                .map(OfficeItem::key)
                .collect(Collectors.toCollection(TreeSet::new));
        int id = 1;
        while (taken.contains(String.valueOf(id))) {
            id++;
        }
        return id;
    }

    private Answer delete(RestCall call) throws RestFault {
        String id = String.valueOf(call.parameters()
                .parsed("menu_id", text -> {
                    if (!text.matches("[1-9]\\d{0,2}")) {
                        throw new IllegalArgumentException("expected 1 to " + HIGHEST + ", not \"" + text + "\"");
                    }
                    return text;
                })
                .orElseThrow(() -> RestFault.wrong("menu_id", "is missing")));
        if (call.data().document(SECTION, id).isEmpty()) {
            throw RestFault.unknown("menu " + id);
        }
        changes.change(call.pbxId(), edit -> {
            for (ScenarioNumbers.Numbered each : ScenarioNumbers.all(edit.data())) {
                if (String.valueOf(each.menu()).equals(id)) {
                    edit.remove(ScenarioNumbers.SECTION, each.key());
                }
            }
            edit.remove(SECTION, id);
        });
        return Answer.empty();
    }
}
