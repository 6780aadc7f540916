package org.voicesecretary.config;

import java.util.List;

/**
 * @param settings every key in the order of the defaults file
 * @param notes things worth a warning that do not stop the start
 */
public record LoadedConfig(InstallationConfig config, List<Setting> settings, List<String> notes) {
    /** For {@code check-config}: each key, its value, and where the value came from. */
    public String print() {
        int key = settings.stream().mapToInt(s -> s.key().length()).max().orElse(0);
        int value = Math.min(
                40, settings.stream().mapToInt(s -> s.value().length()).max().orElse(0));
        var text = new StringBuilder();
        for (Setting s : settings) {
            String row = ("%-" + key + "s = %-" + value + "s  # %s").formatted(s.key(), s.value(), s.origin());
            text.append(row).append('\n');
        }
        return text.toString();
    }
}
