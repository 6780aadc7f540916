package org.voicesecretary.pbx.office;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.office.References.Kind;

/**
 * The {@code hold:} section: what somebody hears who is on hold.
 *
 * @param silent nothing is heard
 * @param sound of the account; null = the one that comes with the program
 */
public record HoldRules(boolean silent, @Nullable String sound) {
    static final HoldRules USUAL = new HoldRules(false, null);

    static HoldRules read(String path, YamlValue value, Reading reading) {
        Fields fields = reading.fields(path, value, "music");
        String written = fields.value("music") instanceof YamlValue.Scalar text ? text.text() : "default";
        return switch (written) {
            case "default" -> USUAL;
            case "none" -> new HoldRules(true, null);
            default -> new HoldRules(false, reading.name(fields, "music", Kind.SOUND));
        };
    }
}
