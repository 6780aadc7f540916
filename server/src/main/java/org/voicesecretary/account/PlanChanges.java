package org.voicesecretary.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.ApplyPlan.Change;

/** Where two states of an account differ, a line for each thing. */
final class PlanChanges {
    private PlanChanges() {}

    static List<Change> between(@Nullable AccountData before, AccountData after, Set<String> secretKeys) {
        List<Change> changes = new ArrayList<>();
        compare(
                changes,
                before == null ? List.of() : List.of(before.account()),
                List.of(after.account()),
                a -> "account",
                PlanFacets::of);
        compare(
                changes,
                before == null ? List.of() : trunks(before),
                trunks(after),
                t -> "trunk " + t.trunk().name(),
                t -> t.facets(secretKeys));
        compare(
                changes,
                before == null ? List.of() : before.numbers(),
                after.numbers(),
                n -> "number " + n.number(),
                PlanFacets::of);
        compare(
                changes,
                before == null ? List.of() : before.sounds(),
                after.sounds(),
                s -> "sound " + s.id(),
                PlanFacets::of);
        compare(
                changes,
                before == null ? List.of() : before.phrases(),
                after.phrases(),
                p -> "phrase " + p.language() + " " + p.number(),
                p -> PlanFacets.one("text", p.text()));
        compare(
                changes,
                before == null ? List.of() : office(before),
                office(after),
                OfficeItem::label,
                item -> PlanFacets.of(item, secretKeys));
        order(changes, before == null ? List.of() : office(before), office(after));
        return List.copyOf(changes);
    }

    /** A trunk with the rest of its settings. */
    private record WholeTrunk(Trunk trunk, @Nullable OfficeItem office) {
        SequencedMap<String, String> facets(Set<String> secretKeys) {
            var facets = trunk.allow().isEmpty()
                    ? new LinkedHashMap<String, String>()
                    : new LinkedHashMap<>(PlanFacets.one("allow", trunk.allow()));
            if (office != null) {
                facets.putAll(PlanFacets.of(office, secretKeys));
            }
            return facets;
        }
    }

    private static List<WholeTrunk> trunks(AccountData data) {
        return data.trunks().stream()
                .map(trunk -> new WholeTrunk(
                        trunk,
                        data.office().stream()
                                .filter(item -> item.section().equals(OfficeItem.TRUNKS)
                                        && item.key().equals(trunk.name()))
                                .findFirst()
                                .orElse(null)))
                .toList();
    }

    private static List<OfficeItem> office(AccountData data) {
        return data.office().stream()
                .filter(item -> !item.section().equals(OfficeItem.TRUNKS))
                .toList();
    }

    /** The place of an item in its section can have a meaning. */
    private static void order(List<Change> changes, List<OfficeItem> before, List<OfficeItem> after) {
        var sections = new TreeSet<String>();
        after.forEach(item -> sections.add(item.section()));
        for (String section : sections) {
            List<String> old = keys(before, section);
            List<String> fresh = keys(after, section);
            List<String> stayed = fresh.stream().filter(old::contains).toList();
            if (!old.stream().filter(fresh::contains).toList().equals(stayed)) {
                changes.add(new Change.Changed(section, "order changed"));
            }
        }
    }

    private static List<String> keys(List<OfficeItem> items, String section) {
        return items.stream()
                .filter(item -> item.section().equals(section))
                .map(OfficeItem::key)
                .toList();
    }

    private static <T> void compare(
            List<Change> changes,
            List<T> before,
            List<T> after,
            Function<T, String> name,
            Function<T, SequencedMap<String, String>> facets) {
        var left = new LinkedHashMap<String, T>();
        before.forEach(b -> left.put(name.apply(b), b));
        for (T thing : after) {
            T old = left.remove(name.apply(thing));
            if (old == null) {
                changes.add(new Change.Added(name.apply(thing), print(facets.apply(thing))));
            } else if (!old.equals(thing)) {
                String difference = difference(facets.apply(old), facets.apply(thing));
                // What differs without looking different is a secret.
                changes.add(
                        new Change.Changed(name.apply(thing), difference.isEmpty() ? "secret changed" : difference));
            }
        }
        left.keySet().forEach(removed -> changes.add(new Change.Removed(removed)));
    }

    private static String print(SequencedMap<String, String> facets) {
        return facets.entrySet().stream()
                .map(f -> f.getKey() + " " + f.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String difference(SequencedMap<String, String> before, SequencedMap<String, String> after) {
        var keys = new LinkedHashMap<>(before);
        after.forEach(keys::putIfAbsent);
        return keys.keySet().stream()
                .filter(k -> !String.valueOf(before.get(k)).equals(String.valueOf(after.get(k))))
                .map(k -> k + " " + before.getOrDefault(k, "(nothing)") + " → " + after.getOrDefault(k, "(nothing)"))
                .collect(Collectors.joining(", "));
    }
}
