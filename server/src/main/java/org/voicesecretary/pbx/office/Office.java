package org.voicesecretary.pbx.office;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.OfficeItem;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.dial.DialRules;
import org.voicesecretary.pbx.dial.DialledNumber;
import org.voicesecretary.pbx.dial.NumberReader;
import org.voicesecretary.pbx.dial.NumberingPlan;
import org.voicesecretary.pbx.hours.WorkingHours;
import org.voicesecretary.pbx.outgoing.OutgoingRules;

/** The office of one account at one moment. Immutable. */
public final class Office {
    /** ISO 3166: user-assigned; numbers outside then need their country code. */
    private static final String NO_COUNTRY = "ZZ";

    private final Account account;
    private final Map<String, Extension> extensions;
    private final Map<Integer, Menu> menus;
    private final List<Scenario> scenarios;
    private final Map<String, WorkingHours> hours;
    private final Map<String, Queue> queues;
    private final Map<String, Conference> conferences;
    private final MailboxRules voicemail;
    private final RecordingRules recording;
    private final OutgoingRules outgoing;
    private final HoldRules hold;
    private final NumberingPlan plan;
    private final List<OfficeTrunk> trunks;

    private Office(AccountData data, OfficeParts parts) {
        this.account = data.account();
        this.trunks = trunks(data, parts.trunks);
        this.extensions = byName(parts.extensions, Extension::number);
        var byId = new LinkedHashMap<Integer, Menu>();
        byId.put(Menu.MAIN.id(), Menu.MAIN);
        parts.menus.forEach(menu -> byId.put(menu.id(), menu));
        this.menus = byId;
        this.scenarios = List.copyOf(parts.scenarios);
        this.hours = byName(parts.hours, WorkingHours::name);
        this.queues = byName(parts.queues, Queue::name);
        this.conferences = byName(parts.conferences, Conference::number);
        this.voicemail = parts.voicemail;
        this.recording = parts.recording;
        this.outgoing = parts.outgoing;
        this.hold = parts.hold;
        var dialled = new LinkedHashSet<>(extensions.keySet());
        dialled.addAll(conferences.keySet());
        this.plan = new NumberingPlan(dialled, entries());
    }

    private static List<OfficeTrunk> trunks(AccountData data, List<OfficeTrunk> said) {
        Map<String, OfficeTrunk> byName = byName(said, OfficeTrunk::name);
        return data.trunks().stream()
                .map(trunk -> {
                    OfficeTrunk whole = byName.get(trunk.name());
                    return whole == null
                            ? TrunkReader.incoming(trunk.name(), trunk.allow())
                            : TrunkReader.with(trunk.allow(), whole);
                })
                .sorted(Comparator.comparingInt(OfficeTrunk::order).thenComparing(OfficeTrunk::name))
                .toList();
    }

    private Map<Integer, List<NumberingPlan.Entry>> entries() {
        var entries = new HashMap<Integer, List<NumberingPlan.Entry>>();
        menus.keySet().forEach(menu -> entries.put(menu, new ArrayList<>()));
        for (Scenario each : scenarios) {
            entries.computeIfAbsent(each.menu(), menu -> new ArrayList<>())
                    .add(new NumberingPlan.Entry(each.id(), each.key()));
        }
        return entries;
    }

    /** Of what is stored. A document that cannot be read any more is left out; writing it checked it. */
    public static Office of(AccountData data) {
        var parts = new OfficeParts();
        var reading = Reading.in(Path.of(""), new Problems());
        for (OfficeItem item : data.office()) {
            YamlValue value = item.value(reading.problems());
            if (value != null) {
                parts.add(item.section(), item.label(), value, reading);
            }
        }
        return new Office(data, parts);
    }

    private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
        var map = new LinkedHashMap<String, T>();
        items.forEach(item -> map.put(name.apply(item), item));
        return map;
    }

    public Account account() {
        return account;
    }

    public long pbxId() {
        return account.pbxId();
    }

    public Optional<Extension> extension(String number) {
        return Optional.ofNullable(extensions.get(number));
    }

    /** In the order of the file. */
    public List<Extension> extensions() {
        return List.copyOf(extensions.values());
    }

    /**
     * What an extension of this office dialled.
     *
     * @param text the user part of the Request-URI
     */
    public DialledNumber dialled(String text, DialRules rules) {
        String country = account.country();
        return DialledNumber.of(text, plan, rules, new NumberReader(country == null ? NO_COUNTRY : country));
    }

    /** The user name of an extension's telephones, {@code PBX-EXTENSION}. */
    public String login(Extension extension) {
        return pbxId() + "-" + extension.number();
    }

    /** Menu 0 always exists. */
    public Optional<Menu> menu(int id) {
        return Optional.ofNullable(menus.get(id));
    }

    public List<Menu> menus() {
        return List.copyOf(menus.values());
    }

    /** In the order of the file, which counts where a script names one by its position. */
    public List<Scenario> scenarios() {
        return scenarios;
    }

    /**
     * What a menu does with a call when a key was pressed, or none, or when it is closed: the first scenario of the key that holds for
     * the call.
     *
     * @param key as in {@link Scenario#key}
     * @param called without {@code +}
     * @param caller without {@code +}
     */
    public Optional<Scenario> scenario(int menu, int key, String called, String caller) {
        return scenarios.stream()
                .filter(each -> each.menu() == menu && each.key() == key && each.holdsFor(called, caller))
                .findFirst();
    }

    /** The scenario that {@link #plan} found. */
    public Optional<Scenario> scenario(NumberingPlan.Entry entry) {
        return scenarios.stream().filter(each -> each.id().equals(entry.id())).findFirst();
    }

    /** The scenario that {@code redirect: M-S} names: the one with that key, else the one at that position (docs/protocol.md, A10). */
    public Optional<Scenario> scenario(int menu, int keyOrPosition) {
        return plan.scenario(menu, keyOrPosition).flatMap(this::scenario);
    }

    /** What can be dialled and redirected to. */
    public NumberingPlan plan() {
        return plan;
    }

    public Optional<WorkingHours> hours(String name) {
        return Optional.ofNullable(hours.get(name));
    }

    public Optional<Queue> queue(String name) {
        return Optional.ofNullable(queues.get(name));
    }

    public List<Queue> queues() {
        return List.copyOf(queues.values());
    }

    public Optional<Conference> conference(String number) {
        return Optional.ofNullable(conferences.get(number));
    }

    /** In the order in which calls out try them; those that only take calls are here too. */
    public List<OfficeTrunk> trunks() {
        return trunks;
    }

    public MailboxRules voicemail() {
        return voicemail;
    }

    public RecordingRules recording() {
        return recording;
    }

    public HoldRules hold() {
        return hold;
    }

    /** The account's rules for calls out. */
    public OutgoingRules outgoing() {
        return outgoing;
    }

    /** The rules for calls out of an extension, with its own limits. */
    public OutgoingRules outgoing(Extension extension) {
        if (!extension.outgoing().allowed()) {
            return OutgoingRules.OFF;
        }
        var limits = extension.outgoing().limits();
        return limits == null ? outgoing : outgoing.with(limits);
    }
}
