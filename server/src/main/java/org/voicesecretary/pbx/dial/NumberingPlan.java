package org.voicesecretary.pbx.dial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an office answers to.
 *
 * @param extensions three digits each
 * @param menus by number, each with its scenarios in their order
 */
public record NumberingPlan(Set<String> extensions, Map<Integer, List<Entry>> menus) {
    /** {@link Entry#key} of a scenario that no key chooses. */
    public static final int NO_KEY = -1;

    /**
     * A scenario of a menu.
     *
     * @param id how the office knows it
     * @param key what chooses it: 0 to 9 a key, 10 the auto-responder, 11 to 30 nothing but scripts, or {@link #NO_KEY}
     */
    public record Entry(String id, int key) {}

    public NumberingPlan {
        extensions = Set.copyOf(extensions);
        menus = Map.copyOf(menus);
    }

    /** Scenario {@code number} of a menu: the one with that key, else the one at that position, counted from 1. */
    public Optional<Entry> scenario(int menu, int number) {
        List<Entry> entries = menus.getOrDefault(menu, List.of());
        Optional<Entry> byKey = entries.stream()
                .filter(e -> e.key() == number && number != NO_KEY)
                .findFirst();
        return byKey.isPresent() || number < 1 || number > entries.size()
                ? byKey
                : Optional.of(entries.get(number - 1));
    }

    /** For a sentence: {@code it has 100, 101}. */
    String extensionsInWords() {
        return extensions.isEmpty()
                ? "it has none"
                : extensions.size() > 20
                        ? "it has " + extensions.size()
                        : "it has " + String.join(", ", new TreeSet<>(extensions));
    }
}
