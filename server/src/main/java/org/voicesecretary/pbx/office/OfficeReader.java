package org.voicesecretary.pbx.office;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voicesecretary.account.OfficeDraft;
import org.voicesecretary.account.OfficeItem;
import org.voicesecretary.account.OfficeSections;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlText;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.hours.HoursReader;

/** Reads the sections that make an office of an account. */
public final class OfficeReader implements OfficeSections {
    @Override
    public List<String> lists() {
        return OfficeParts.LISTS;
    }

    @Override
    public List<String> groups() {
        return OfficeParts.GROUPS;
    }

    @Override
    public List<String> trunkKeys() {
        return TrunkReader.KEYS;
    }

    @Override
    public Set<String> secretKeys() {
        return Set.of("password", "pin");
    }

    @Override
    public Optional<OfficeItem> read(String section, String path, YamlValue value, Path directory, Problems problems) {
        var reading = Reading.in(directory, problems);
        return new OfficeParts()
                .add(section, path, value, reading)
                .map(key -> new OfficeItem(section, key, YamlText.json(stored(section, value, reading))));
    }

    /** Files are not there any more when the document is read: what they say goes into it. */
    private static YamlValue stored(String section, YamlValue value, Reading reading) {
        return switch (section) {
            case "hours" -> new HoursReader(reading.directory(), new Problems()).withItsFiles(value);
            case OfficeItem.TRUNKS -> without("allow", value);
            default -> value;
        };
    }

    /** Who may call by a trunk is kept elsewhere. */
    private static YamlValue without(String key, YamlValue value) {
        if (!(value instanceof YamlValue.Mapping(var origin, var entries))) {
            return value;
        }
        var rest = new LinkedHashMap<>(entries);
        rest.remove(key);
        return new YamlValue.Mapping(origin, rest);
    }

    @Override
    public void check(OfficeDraft draft, Problems problems) {
        // What is wrong inside an item was told when the file was read.
        var reading = Reading.in(Path.of(""), new Problems());
        var parts = new OfficeParts();
        draft.items().forEach(placed -> parts.add(placed.item().section(), placed.path(), placed.value(), reading));
        refuse(parts, draft, problems);
        parts.note(draft, reading.references());
        reading.references().check(parts.names(draft.sounds()), problems);
    }

    private static void refuse(OfficeParts parts, OfficeDraft draft, Problems problems) {
        for (OfficeDraft.Placed placed : draft.items()) {
            String key = placed.item().key();
            if (placed.item().section().equals("conferences")
                    && parts.extensions.stream().anyMatch(e -> e.number().equals(key))) {
                problems.add(
                        placed.value().origin(),
                        placed.path() + ".number: " + key + " is an extension; choose another number for the room");
            }
            if (placed.item().section().equals("outgoing")
                    && parts.outgoing.allow()
                    && parts.outgoing.countries().isEmpty()
                    && draft.country() == null) {
                problems.add(
                        placed.value().origin(),
                        "outgoing.allow: nobody knows which country may be called; write account: {country: DE} or"
                                + " outgoing: {countries: [DE]}");
            }
        }
    }
}
