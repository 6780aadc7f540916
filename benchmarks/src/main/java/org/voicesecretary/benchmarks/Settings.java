package org.voicesecretary.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the benchmark is run.
 *
 * @param launcher the server's start script
 * @param output where bench.json and bench.md go
 * @param quick shorter spans and fewer steps: good to see whether something broke, not to quote
 * @param serverPinning put before the server's command
 * @param cores cores of the machine, whatever this process is pinned to
 */
public record Settings(Path launcher, Path output, boolean quick, List<String> serverPinning, int cores) {

    /** From the environment that {@code benchmarks/run} sets. */
    static Settings of(boolean quick) {
        Path home = Path.of(System.getProperty("bench.home", "."));
        String launcher = System.getenv("BENCH_LAUNCHER");
        int cores = Integer.getInteger("bench.cores", Runtime.getRuntime().availableProcessors());
        boolean pinned = cores > 1 && onPath("taskset");
        return new Settings(
                launcher == null ? home.resolve("voice-secretary") : Path.of(launcher),
                home.resolve("benchmarks/target"),
                quick,
                pinned ? List.of("taskset", "-c", "0") : List.of(),
                cores);
    }

    boolean pinned() {
        return !serverPinning.isEmpty();
    }

    /** {@code full} or, in a quick run, {@code shorter}. */
    public long choose(long full, long shorter) {
        return quick ? shorter : full;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
