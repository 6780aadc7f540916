package org.voicesecretary.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds and reads the installation's configuration: defaults, then the file, then environment variables. */
public final class ConfigLoader {
    /** Read where no {@code --config} is given. */
    public static final String FILE_NAME = "voice-secretary.yaml";

    static final String DEFAULTS = "/voice-secretary-defaults.yaml";
    static final String PREFIX = "VOICE_SECRETARY_";

    private final Path workingDirectory;
    private final Map<String, String> environment;

    public ConfigLoader(Path workingDirectory, Map<String, String> environment) {
        this.workingDirectory = workingDirectory;
        this.environment = environment;
    }

    /**
     * @param file what {@code --config} names; null = {@code voice-secretary.yaml} in the working directory if there is one,
     *     else the defaults
     * @throws ConfigException with all problems of file and environment
     */
    public LoadedConfig load(@Nullable Path file) {
        var problems = new Problems();
        YamlValue.Mapping defaults = defaults();
        Path found = file != null ? workingDirectory.resolve(file) : workingDirectory.resolve(FILE_NAME);
        String name = file != null ? file.toString() : FILE_NAME;
        YamlValue.Mapping written = null;
        if (file != null || Files.exists(found)) {
            written = YamlFile.read(found, name, problems);
        }
        var binder = new RecordBinder(defaults, written, environment, PREFIX, workingDirectory, problems);
        InstallationConfig config = binder.bind(InstallationConfig.class);
        problems.stopIfAny(written == null && file == null ? "the configuration" : name);
        if (config == null) {
            throw new IllegalStateException("no configuration and no problem: a bug of the binder");
        }
        return new LoadedConfig(config, binder.settings(), unknownVariables(binder.settings()));
    }

    /** The commented defaults file, word for word. */
    public static String defaultsText() {
        try (InputStream in = ConfigLoader.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: resource " + DEFAULTS + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static YamlValue.Mapping defaults() {
        var problems = new Problems();
        var defaults = YamlFile.parse(defaultsText(), Path.of(DEFAULTS), DEFAULTS.substring(1), problems);
        problems.stopIfAny(DEFAULTS.substring(1));
        if (defaults == null) {
            throw new IllegalStateException(DEFAULTS + " holds no keys");
        }
        return defaults;
    }

    /** Only noted: other programs set variables too (Kubernetes one per service, by the service's name). */
    private List<String> unknownVariables(List<Setting> settings) {
        List<String> known = settings.stream()
                .map(s -> RecordBinder.variable(PREFIX, s.key()))
                .toList();
        List<String> notes = new ArrayList<>();
        for (String variable : environment.keySet().stream().sorted().toList()) {
            if (variable.startsWith(PREFIX) && !known.contains(variable)) {
                notes.add("the environment variable " + variable + " stands for no key and is not used"
                        + Nearest.hint(variable, known));
            }
        }
        return notes;
    }
}
