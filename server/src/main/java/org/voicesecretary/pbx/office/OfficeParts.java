package org.voicesecretary.pbx.office;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountNumber;
import org.voicesecretary.account.OfficeDraft;
import org.voicesecretary.account.OfficeItem;
import org.voicesecretary.account.Sound;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.hours.HoursReader;
import org.voicesecretary.pbx.hours.WorkingHours;
import org.voicesecretary.pbx.office.References.Kind;
import org.voicesecretary.pbx.outgoing.NightSwitch;
import org.voicesecretary.pbx.outgoing.OutgoingReader;
import org.voicesecretary.pbx.outgoing.OutgoingRules;
import org.voicesecretary.protocol.RedirectTarget;

/** The settings of an office while they are read, one after another. */
final class OfficeParts {
    static final List<String> LISTS = List.of("extensions", "menus", "scenarios", "hours", "queues", "conferences");
    static final List<String> GROUPS = List.of("voicemail", "recording", "outgoing", "hold", OtherEvents.SECTION);

    final List<Extension> extensions = new ArrayList<>();
    final List<Menu> menus = new ArrayList<>();
    final List<Scenario> scenarios = new ArrayList<>();
    final List<WorkingHours> hours = new ArrayList<>();
    final List<Queue> queues = new ArrayList<>();
    final List<Conference> conferences = new ArrayList<>();
    final List<OfficeTrunk> trunks = new ArrayList<>();
    MailboxRules voicemail = MailboxRules.USUAL;
    RecordingRules recording = RecordingRules.USUAL;
    OutgoingRules outgoing = OutgoingRules.OFF;
    HoldRules hold = HoldRules.USUAL;

    /** The key of what was read; empty if it has none. */
    Optional<String> add(String section, String path, YamlValue value, Reading reading) {
        return switch (section) {
            case "extensions" -> kept(extensions, ExtensionReader.read(path, value, reading), Extension::number);
            case "menus" -> kept(menus, Menu.read(path, value, reading), menu -> String.valueOf(menu.id()));
            case "scenarios" -> kept(scenarios, ScenarioReader.read(path, value, reading), Scenario::id);
            case "hours" ->
                kept(
                        hours,
                        new HoursReader(reading.directory(), reading.problems()).read(path, value),
                        WorkingHours::name);
            case "queues" -> kept(queues, Queue.read(path, value, reading), Queue::name);
            case "conferences" -> kept(conferences, Conference.read(path, value, reading), Conference::number);
            case OfficeItem.TRUNKS -> kept(trunks, TrunkReader.read(path, value, reading), OfficeTrunk::name);
            case "voicemail" -> group(rules -> voicemail = rules, MailboxRules.read(path, value, reading));
            case "recording" -> group(rules -> recording = rules, RecordingRules.read(path, value, reading));
            case "outgoing" -> group(rules -> outgoing = rules, outgoing(path, value, reading));
            case OtherEvents.SECTION -> group(rules -> {}, OtherEvents.read(path, value, reading));
            case "hold" -> group(rules -> hold = rules, HoldRules.read(path, value, reading));
            default -> Optional.empty();
        };
    }

    private static OutgoingRules outgoing(String path, YamlValue value, Reading reading) {
        OutgoingRules rules = new OutgoingReader(reading.problems()).read(path, value);
        NightSwitch night = rules.night();
        if (night != null) {
            night.extensions()
                    .forEach(each -> reading.references()
                            .note(Kind.EXTENSION, each, value.origin(), path + ".night.extensions"));
        }
        return rules;
    }

    private static <T> Optional<String> kept(List<T> list, @Nullable T item, Function<T, String> key) {
        if (item == null) {
            return Optional.empty();
        }
        list.add(item);
        return Optional.of(key.apply(item));
    }

    private static <T> Optional<String> group(Consumer<T> keeper, T rules) {
        keeper.accept(rules);
        return Optional.of("");
    }

    /** What can be named. */
    Map<Kind, Set<String>> names(List<Sound> sounds) {
        Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);
        names.put(Kind.EXTENSION, names(extensions, Extension::number));
        Set<String> rooms = new HashSet<>(names(extensions, Extension::number));
        rooms.addAll(names(conferences, Conference::number));
        names.put(Kind.ROOM, rooms);
        Set<String> menuIds = new HashSet<>(names(menus, menu -> String.valueOf(menu.id())));
        menuIds.add("0");
        names.put(Kind.MENU, menuIds);
        names.put(Kind.HOURS, names(hours, WorkingHours::name));
        names.put(Kind.QUEUE, names(queues, Queue::name));
        names.put(Kind.SCENARIO, scenarioNames());
        names.put(Kind.SOUND, names(sounds, Sound::id));
        return names;
    }

    /** By key, and by position where that is no key (docs/protocol.md, A10). */
    private Set<String> scenarioNames() {
        Set<String> names = new HashSet<>(names(scenarios, Scenario::name));
        Map<Integer, Integer> positions = new java.util.HashMap<>();
        scenarios.forEach(each -> names.add(each.menu() + "-" + positions.merge(each.menu(), 1, Integer::sum)));
        return names;
    }

    private static <T> Set<String> names(List<T> list, Function<T, String> name) {
        return list.stream().map(name).collect(Collectors.toSet());
    }

    /** What the account's numbers name. */
    void note(OfficeDraft draft, References references) {
        for (AccountNumber number : draft.numbers()) {
            String path = "number " + number.number();
            String opened = number.office().hours();
            if (opened != null) {
                references.note(Kind.HOURS, opened, origin(draft, number, ".hours"), path);
            }
            String own = number.office().own();
            if (own != null) {
                note(own, origin(draft, number, ".own"), path, references);
            }
        }
    }

    private static Origin origin(OfficeDraft draft, AccountNumber number, String key) {
        Origin origin = draft.numberOrigins().get(number.number() + key);
        return origin == null ? new Origin.Key("numbers") : origin;
    }

    /** A target as {@code redirect} writes it, or {@code queue:NAME}. */
    static void note(String target, Origin origin, String path, References references) {
        if (target.startsWith("queue:")) {
            references.note(Kind.QUEUE, target.substring("queue:".length()), origin, path);
            return;
        }
        switch (RedirectTarget.parse(target)) {
            case RedirectTarget.Extension(var extension) -> references.note(Kind.ROOM, extension, origin, path);
            case RedirectTarget.Menu(var menu) -> references.note(Kind.MENU, String.valueOf(menu), origin, path);
            case RedirectTarget.Scenario scenario -> references.note(Kind.SCENARIO, scenario.wireText(), origin, path);
            case RedirectTarget.Blacklist() -> {}
            case RedirectTarget.OutsideNumber ignored -> {}
            case RedirectTarget.None() -> {}
            case RedirectTarget.Invalid ignored -> {}
        }
    }
}
