package org.voicesecretary.pbx.office;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountNumber;
import org.voicesecretary.account.OfficeDraft;
import org.voicesecretary.account.Sound;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.office.References.Kind;
import org.voicesecretary.protocol.RedirectTarget;

/** The settings of an office while they are read, one after another. */
final class OfficeParts {
    final List<Extension> extensions = new ArrayList<>();

    /** The key of what was read; empty if it has none. */
    Optional<String> add(String section, String path, YamlValue value, Reading reading) {
        return switch (section) {
            case "extensions" -> kept(extensions, ExtensionReader.read(path, value, reading), Extension::number);
            default -> Optional.empty();
        };
    }

    private static <T> Optional<String> kept(List<T> list, @Nullable T item, Function<T, String> key) {
        if (item == null) {
            return Optional.empty();
        }
        list.add(item);
        return Optional.of(key.apply(item));
    }

    /** What can be named. */
    Map<Kind, Set<String>> names(List<Sound> sounds) {
        Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);
        names.put(Kind.EXTENSION, names(extensions, Extension::number));
        names.put(Kind.SOUND, names(sounds, Sound::id));
        return names;
    }

    private static <T> Set<String> names(List<T> list, Function<T, String> name) {
        return list.stream().map(name).collect(Collectors.toSet());
    }

    /** What the account's numbers name. */
    void note(OfficeDraft draft, References references) {
        for (AccountNumber number : draft.numbers()) {
            String path = "number " + number.number();
            String hours = number.office().hours();
            if (hours != null) {
                references.note(Kind.HOURS, hours, origin(draft, number, ".hours"), path);
            }
            String own = number.office().own();
            if (own != null) {
                note(own, origin(draft, number, ".own"), path, references);
            }
        }
    }

    private static Origin origin(OfficeDraft draft, AccountNumber number, String key) {
        Origin origin = draft.numberOrigins().get(number.number() + key);
        return origin == null ? new Origin.Key("number " + number.number()) : origin;
    }

    /** A target as {@code redirect} writes it, or {@code queue:NAME}. */
    static void note(String target, Origin origin, String path, References references) {
        if (target.startsWith("queue:")) {
            references.note(Kind.QUEUE, target.substring("queue:".length()), origin, path);
            return;
        }
        switch (RedirectTarget.parse(target)) {
            case RedirectTarget.Extension(var extension) -> references.note(Kind.EXTENSION, extension, origin, path);
            case RedirectTarget.Menu(var menu) -> references.note(Kind.MENU, String.valueOf(menu), origin, path);
            case RedirectTarget.Scenario scenario -> references.note(Kind.SCENARIO, scenario.wireText(), origin, path);
            case RedirectTarget.Blacklist() -> {}
            case RedirectTarget.OutsideNumber ignored -> {}
            case RedirectTarget.None() -> {}
            case RedirectTarget.Invalid ignored -> {}
        }
    }
}
