package org.voicesecretary.speech.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a command line names: its program, and arguments such as a model. When one of them changes, so may the sound.
 *
 * @param path directories in which a program without a slash is looked for
 */
public record ProgramFiles(List<Path> path) {
    public ProgramFiles {
        path = List.copyOf(path);
    }

    /** @param variable as the environment has it; null for none */
    public static ProgramFiles onPath(@Nullable String variable) {
        return new ProgramFiles(Arrays.stream((variable == null ? "" : variable).split(File.pathSeparator, -1))
                .filter(part -> !part.isEmpty())
                .flatMap(part -> file(part).stream())
                .toList());
    }

    /** Size and time of last change of each file of a command line, for a cache key. */
    public String print(List<String> line) {
        return Stream.concat(
                        line.stream().limit(1).flatMap(program -> program(program).stream()),
                        line.stream().skip(1).flatMap(part -> file(part).stream()))
                .filter(Files::isRegularFile)
                .map(ProgramFiles::state)
                .collect(Collectors.joining(" "));
    }

    private Optional<Path> program(String name) {
        return name.contains("/")
                ? file(name)
                : path.stream()
                        .flatMap(directory -> file(directory + "/" + name).stream())
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    private static Optional<Path> file(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String state(Path file) {
        try {
            return Files.size(file) + "@" + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
