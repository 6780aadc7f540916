package org.voicesecretary.prompt;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The sounds of one account by id: an id is looked for exactly, then without regard to case.
 *
 * @param exact id to sound
 * @param folded id in lower case to sound; of ids that differ only in case the first
 */
record SoundTable(Map<String, Sound> exact, Map<String, Sound> folded) {
    static final SoundTable EMPTY = new SoundTable(Map.of(), Map.of());

    static SoundTable of(Collection<Sound> sounds) {
        Map<String, Sound> exact = new HashMap<>();
        Map<String, Sound> folded = new HashMap<>();
        for (Sound sound : sounds) {
            exact.put(sound.id(), sound);
            folded.putIfAbsent(sound.id().toLowerCase(Locale.ROOT), sound);
        }
        return new SoundTable(Map.copyOf(exact), Map.copyOf(folded));
    }

    Optional<Sound> find(String id) {
        return Optional.ofNullable(exact.get(id))
                .or(() -> Optional.ofNullable(folded.get(id.toLowerCase(Locale.ROOT))));
    }
}
