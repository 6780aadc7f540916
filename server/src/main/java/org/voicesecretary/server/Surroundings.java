package org.voicesecretary.server;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command sees of the process that it runs in; a test makes its own.
 *
 * @param environment the variables
 * @param out for results
 * @param err for problems and notes
 */
public record Surroundings(Path workingDirectory, Map<String, String> environment, PrintWriter out, PrintWriter err) {
    static Surroundings ofProcess() {
        return new Surroundings(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
}
