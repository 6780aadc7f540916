package org.voicesecretary.pbx.menu;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.pbx.dial.NumberingPlan;
import org.voicesecretary.pbx.menu.MenuPage.Choice;
import org.voicesecretary.pbx.office.Destination;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Greeting;
import org.voicesecretary.pbx.office.Menu;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.Scenario;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.RedirectTarget;

/** The menus of an office for one call: which scenarios hold, and whether the office is open, depends on the call and the time. */
public final class OfficeMenus implements MenuBook {
    private static final int KEYS = 10;

    private final Supplier<Optional<Office>> offices;
    private final Supplier<Optional<String>> numberHours;
    private final CallContext call;
    private final InstantSource clock;

    /**
     * @param offices the office as it is now; empty once it is gone
     * @param numberHours the name of working hours that the number has of its own; empty = it is always open
     */
    public OfficeMenus(
            Supplier<Optional<Office>> offices,
            Supplier<Optional<String>> numberHours,
            CallContext call,
            InstantSource clock) {
        this.offices = offices;
        this.numberHours = numberHours;
        this.call = call;
        this.clock = clock;
    }

    @Override
    public Optional<MenuPage> page(int number) {
        return offices.get().flatMap(office -> office.menu(number).map(menu -> page(office, menu)));
    }

    private MenuPage page(Office office, Menu menu) {
        if (!open(office, menu)) {
            return new MenuPage.Closed(
                    said(menu.closed()),
                    choice(office, menu.id(), Scenario.CLOSED).orElseGet(Choice.HangUp::new));
        }
        Map<Character, Choice> keys = new TreeMap<>();
        for (int key = 0; key < KEYS; key++) {
            char symbol = (char) ('0' + key);
            choice(office, menu.id(), key).ifPresent(choice -> keys.put(symbol, choice));
        }
        return new MenuPage.Open(
                said(menu.greeting()),
                (int) menu.patience().toSeconds(),
                menu.repeat(),
                menu.directDial(),
                keys,
                choice(office, menu.id(), NumberingPlan.NO_KEY).orElse(null));
    }

    private boolean open(Office office, Menu menu) {
        return open(office, Optional.ofNullable(menu.hours())) && open(office, numberHours.get());
    }

    private boolean open(Office office, Optional<String> name) {
        return name.flatMap(office::hours)
                .map(hours ->
                        hours.at(clock.instant(), office.account().timeZone()).open())
                .orElse(true);
    }

    private Optional<Choice> choice(Office office, int menu, int key) {
        return office.scenario(menu, key, call.calledDid(), call.callerId())
                .map(scenario -> scenario.target() instanceof Scenario.Target.Elsewhere(Destination.Menu(var below))
                        ? new Choice.Enter(below)
                        : new Choice.Go(new RedirectTarget.Scenario(menu, key), 0));
    }

    private static List<Announcement> said(@Nullable Greeting greeting) {
        return switch (greeting) {
            case null -> List.of();
            case Greeting.Recorded(var sound) -> List.of(new Play(sound));
            case Greeting.Spoken(var text, var language, var voice) ->
                List.of(new SayText(
                        text, language == null ? null : Language.parse(language).orElse(null), voice));
        };
    }

    @Override
    public boolean isExtension(String number) {
        return offices.get().flatMap(office -> office.extension(number)).isPresent();
    }

    @Override
    public boolean beginsExtension(String digits) {
        return offices.get().stream()
                .flatMap(office -> office.extensions().stream())
                .map(Extension::number)
                .anyMatch(number -> number.startsWith(digits));
    }
}
