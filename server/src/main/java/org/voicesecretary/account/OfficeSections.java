package org.voicesecretary.account;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlValue;

/** The sections of {@code account.yaml} that make an office of an account. Whoever knows offices implements this. */
public interface OfficeSections {
    /** Accounts without an office: every further section is unknown. */
    OfficeSections NONE = new OfficeSections() {
        @Override
        public List<String> lists() {
            return List.of();
        }

        @Override
        public List<String> groups() {
            return List.of();
        }

        @Override
        public List<String> trunkKeys() {
            return List.of();
        }

        @Override
        public Set<String> secretKeys() {
            return Set.of();
        }

        @Override
        public Optional<OfficeItem> read(
                String section, String path, YamlValue value, Path directory, Problems problems) {
            return Optional.empty();
        }

        @Override
        public void check(OfficeDraft draft, Problems problems) {
            // nothing refers to anything
        }
    };

    /** Sections that are lists of items. */
    List<String> lists();

    /** Sections that are one group of keys each. */
    List<String> groups();

    /** What an item of {@code trunks} may have besides what this package reads. */
    List<String> trunkKeys();

    /** Keys, at any depth, whose values are never shown. */
    Set<String> secretKeys();

    /**
     * Reads one item, or the group that a section is.
     *
     * @param path what to call it in messages, such as {@code extensions[2]}
     * @param directory what relative paths are relative to
     * @param problems takes what is wrong with it
     * @return empty if it lacks the key by which it is known
     */
    Optional<OfficeItem> read(String section, String path, YamlValue value, Path directory, Problems problems);

    /** Tells of everything that refers to something that the account will not have. */
    void check(OfficeDraft draft, Problems problems);
}
