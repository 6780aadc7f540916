package org.voicesecretary.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.InstallationConfig;

/** What a check finds, as lines for people, and configurations for it to look at. */
final class Findings {
    private static final int NARROW = 1;

    private Findings() {}

    static List<String> of(Check check) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        check.run(finding -> lines.add(finding.line(NARROW)));
        return lines;
    }

    /** @param settings as environment variables name them, without {@code VOICE_SECRETARY_} */
    static InstallationConfig config(Path directory, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        settings.forEach((name, value) -> environment.put("VOICE_SECRETARY_" + name, value));
        return new ConfigLoader(directory, environment).load(null).config();
    }
}
