package org.voicesecretary.pbx.outgoing;

import java.time.LocalTime;
import java.util.Set;
import org.voicesecretary.pbx.hours.DayHours;

/**
 * Hours in which only some calls are allowed; where neither countries nor extensions are named, none.
 *
 * @param countries that may be called; empty = those of the day
 * @param extensions that may call; empty = all
 */
public record NightSwitch(DayHours hours, Set<String> countries, Set<String> extensions) {
    public NightSwitch {
        countries = Set.copyOf(countries);
        extensions = Set.copyOf(extensions);
    }

    boolean holdsAt(LocalTime time) {
        return hours.contains(time);
    }

    boolean allows(String extension, java.util.List<String> regions) {
        if (countries.isEmpty() && extensions.isEmpty()) {
            return false;
        }
        return (countries.isEmpty() || countries.containsAll(regions))
                && (extensions.isEmpty() || extensions.contains(extension));
    }
}
