package org.voicesecretary.server;

import java.util.concurrent.Callable;
import org.voicesecretary.config.ConfigLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check-config",
        description = "Checks the configuration and prints what is in force, and where each value comes from.",
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary check-config",
            "  VOICE_SECRETARY_MAX_CALLS=50 ./voice-secretary check-config --config my.yaml",
            "  ./voice-secretary check-config --defaults > voice-secretary.yaml"
        })
final class CheckConfigCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--defaults", description = "Prints the commented file with every key and its default instead.")
    private boolean defaults;

    CheckConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings
                .out()
                .print(
                        defaults
                                ? ConfigLoader.defaultsText()
                                : config.load(surroundings).print());
        surroundings.out().flush();
        return ExitCode.WELL;
    }
}
