package org.voicesecretary.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** On what the figures were measured. */
public record Machine(String processor, int cores, String kernel, String jdk, String memory, boolean pinned) {

    /** This machine; {@code pinned} = the server has a core of its own. */
    static Machine here(int cores, boolean pinned) {
        return new Machine(
                after("/proc/cpuinfo", "model name"),
                cores,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                after("/proc/meminfo", "MemTotal"),
                pinned);
    }

    private static String after(String file, String name) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (line.startsWith(name)) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException unreadable) {
            return "unknown";
        }
        return "unknown";
    }

    /** In one line. */
    public String text() {
        return processor + ", " + cores + " cores, " + memory + ", " + kernel + ", " + jdk + ", "
                + (pinned
                        ? "server on core 0, phones and script on core 1"
                        : "NOT PINNED (taskset is missing): server, phones and script share the cores");
    }
}
