package org.voicesecretary.pbx.office;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.voicesecretary.config.Nearest;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;

/** What the settings of an office name, noted while they are read and looked up when all is read. */
final class References {
    /** What can be named. */
    enum Kind {
        EXTENSION("is no extension"),
        /** Where a call can go by three digits: an extension or a conference. */
        ROOM("is no extension"),
        MENU("is no menu"),
        SCENARIO("is no scenario"),
        HOURS("are no working hours"),
        QUEUE("is no queue"),
        SOUND("is no sound");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private record Reference(Kind kind, String name, Origin origin, String path) {}

    private final List<Reference> noted = new ArrayList<>();

    /** @param path of the key that names it, for messages */
    void note(Kind kind, String name, Origin origin, String path) {
        noted.add(new Reference(kind, name, origin, path));
    }

    /** @param known what there is of each kind; a kind that is absent has nothing */
    void check(Map<Kind, Set<String>> known, Problems problems) {
        Map<Kind, Set<String>> folded = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Set<String> names = new TreeSet<>();
            known.getOrDefault(kind, Set.of()).forEach(name -> names.add(folded(kind, name)));
            folded.put(kind, names);
        }
        for (Reference each : noted) {
            if (folded.getOrDefault(each.kind, Set.of()).contains(folded(each.kind, each.name))) {
                continue;
            }
            Set<String> names = new TreeSet<>(known.getOrDefault(each.kind, Set.of()));
            problems.add(
                    each.origin,
                    each.path + ": there " + each.kind.words + " \"" + each.name + "\""
                            + (names.isEmpty() ? "; this account has none" : Nearest.hint(each.name, names)));
        }
    }

    /** Sounds are found without regard to case, as calls find them. */
    private static String folded(Kind kind, String name) {
        return kind == Kind.SOUND ? name.toLowerCase(Locale.ROOT) : name;
    }
}
