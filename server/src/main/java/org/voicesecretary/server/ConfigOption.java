package org.voicesecretary.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.LoadedConfig;
import picocli.CommandLine.Option;

/** {@code --config FILE}, and {@code --help}, which every command has. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The installation's configuration. Default: voice-secretary.yaml in the working directory, else the built-in defaults.")
    private @Nullable Path file;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    /** Reads the configuration; what is odd but harmless is told on standard error. */
    LoadedConfig load(Surroundings surroundings) {
        var loader = new ConfigLoader(surroundings.workingDirectory(), surroundings.environment());
        LoadedConfig loaded = loader.load(help ? null : file);
        loaded.notes().forEach(note -> surroundings.err().println("note: " + note));
        return loaded;
    }
}
