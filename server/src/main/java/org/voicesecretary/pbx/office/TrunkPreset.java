package org.voicesecretary.pbx.office;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlFile;
import org.voicesecretary.config.YamlValue;

/**
 * What a provider tells every customer alike.
 *
 * @param provider for people
 */
public record TrunkPreset(
        String name, String provider, String host, int port, OfficeTrunk.Transport transport, boolean register) {
    private static final String FILE = "trunk-presets.yaml";

    /** In the order of their names. */
    private static final List<TrunkPreset> ALL = read();

    public static List<TrunkPreset> all() {
        return ALL;
    }

    private static List<TrunkPreset> read() {
        try (InputStream in = Objects.requireNonNull(TrunkPreset.class.getResourceAsStream(FILE), FILE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var problems = new Problems();
            YamlValue file = Objects.requireNonNull(YamlFile.parse(text, new Origin.Key(FILE), problems), FILE);
            List<TrunkPreset> presets = new ArrayList<>();
            for (YamlValue item :
                    Fields.of(Fields.TOP, file, List.of("presets"), problems).items("presets")) {
                presets.add(preset(item, problems));
            }
            problems.stopIfAny(FILE);
            return List.copyOf(presets);
        } catch (IOException e) {
            throw new IllegalStateException("the program lacks " + FILE, e);
        }
    }

    private static TrunkPreset preset(YamlValue item, Problems problems) {
        Fields fields = Fields.of(
                "presets", item, List.of("name", "provider", "host", "port", "transport", "register"), problems);
        var transport = fields.constant("transport", OfficeTrunk.Transport.class);
        return new TrunkPreset(
                Objects.requireNonNull(fields.required("name")),
                Objects.requireNonNull(fields.required("provider")),
                Objects.requireNonNull(fields.required("host")),
                fields.whole("port", 1, 65_535, 0),
                Objects.requireNonNull(transport),
                fields.flag("register", true));
    }
}
