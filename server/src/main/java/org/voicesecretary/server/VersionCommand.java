package org.voicesecretary.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "version",
        description = "Prints the version of the program, of Java and of the system.",
        footer = {"", "Example:", "  ./voice-secretary version"})
final class VersionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!help) {
            surroundings
                    .out()
                    .println("Voice Secretary " + version() + " (Java " + Runtime.version() + ", "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")");
        }
        return ExitCode.WELL;
    }

    /** The version of this build. */
    static String version() {
        var properties = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("/voice-secretary-version.properties")) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: its version file is missing");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
