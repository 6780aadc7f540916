package org.voicesecretary.server;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a command sees of the process that it runs in; a test makes its own.
 *
 * @param environment the variables
 * @param out for results
 * @param err for problems and notes
 * @param colours whether {@code out} is a terminal that shows them
 * @param stop what ends a command that runs until it is stopped; asked for only by such commands, since it catches signals
 */
public record Surroundings(
        Path workingDirectory,
        Map<String, String> environment,
        PrintWriter out,
        PrintWriter err,
        boolean colours,
        Supplier<StopRequest> stop) {

    /** Without a terminal, and never stopped. */
    public Surroundings(Path workingDirectory, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this(workingDirectory, environment, out, err, false, StopRequest::new);
    }

    static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Surroundings(
                Path.of("").toAbsolutePath(),
                environment,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                isTerminal() && environment.getOrDefault("NO_COLOR", "").isEmpty(),
                StopRequest::bySignals);
    }

    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
