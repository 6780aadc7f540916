package org.voicesecretary.account;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlFile;
import org.voicesecretary.config.YamlValue;

/**
 * A setting of the office as a document: this package stores it and tells two of them apart, what it means is {@link OfficeSections}'.
 *
 * @param section of account.yaml, such as {@code extensions}
 * @param key which of the section, such as {@code 101}; empty where the section is one group of keys
 * @param body normalised JSON, as {@link org.voicesecretary.config.YamlText#json} writes it
 */
public record OfficeItem(String section, String key, String body) {
    /** The section of which this package keeps a part in rows: who may call. */
    public static final String TRUNKS = "trunks";

    /** For people: {@code extension 101}. */
    public String label() {
        if (key.isEmpty()) {
            return section;
        }
        boolean plural = section.endsWith("s") && !section.equals("hours");
        return (plural ? section.substring(0, section.length() - 1) : section) + " " + key;
    }

    /** The body, read; null if it is broken, which {@code problems} then tells. */
    public @Nullable YamlValue value(Problems problems) {
        return YamlFile.parse(body, new Origin.Key(label()), problems);
    }
}
