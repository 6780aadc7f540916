package org.voicesecretary.server;

import java.util.List;
import java.util.concurrent.Callable;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.LoadedConfig;
import org.voicesecretary.config.SpeechConfig;
import org.voicesecretary.prompt.SoundImport;
import org.voicesecretary.prompt.VoiceDoubts;
import org.voicesecretary.speech.SpeechEngines;
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
    public Integer call() throws InterruptedException {
        if (defaults) {
            surroundings.out().print(ConfigLoader.defaultsText());
        } else {
            LoadedConfig loaded = config.load(surroundings);
            surroundings.out().print(loaded.print());
            doubts(loaded.config().speech()).forEach(doubt -> surroundings.err().println("warning: " + doubt));
        }
        surroundings.out().flush();
        return ExitCode.WELL;
    }

    /** Engines are asked only where a voice is named: they take a moment to start. */
    private static List<String> doubts(SpeechConfig speech) throws InterruptedException {
        if (speech.voices().isEmpty()) {
            return List.of();
        }
        SoundImport imports = SoundImport.onThisMachine(SoundImport.Limits.DEFAULT);
        try (SpeechEngines engines = SpeechEngines.open(speech, file -> imports.decode(file, "speech"))) {
            return VoiceDoubts.in(speech, engines.catalog(speech));
        }
    }
}
