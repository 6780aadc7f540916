package org.voicesecretary.pbx.office;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voicesecretary.account.OfficeDraft;
import org.voicesecretary.account.OfficeItem;
import org.voicesecretary.account.OfficeSections;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlText;
import org.voicesecretary.config.YamlValue;

/** Reads the sections that make an office of an account. */
public final class OfficeReader implements OfficeSections {
    @Override
    public List<String> lists() {
        return List.of("extensions");
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
        return Set.of("password", "pin");
    }

    @Override
    public Optional<OfficeItem> read(String section, String path, YamlValue value, Path directory, Problems problems) {
        return new OfficeParts()
                .add(section, path, value, Reading.in(directory, problems))
                .map(key -> new OfficeItem(section, key, YamlText.json(value)));
    }

    @Override
    public void check(OfficeDraft draft, Problems problems) {
        // What is wrong inside an item was told when the file was read.
        var reading = Reading.in(Path.of(""), new Problems());
        var parts = new OfficeParts();
        draft.items().forEach(placed -> parts.add(placed.item().section(), placed.path(), placed.value(), reading));
        parts.note(draft, reading.references());
        reading.references().check(parts.names(draft.sounds()), problems);
    }
}
