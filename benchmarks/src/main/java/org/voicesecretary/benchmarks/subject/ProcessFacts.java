package org.voicesecretary.benchmarks.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** What Linux says of a process and of the core it is pinned to. */
public final class ProcessFacts {
    private static final double TICK_SECONDS = 0.01;

    private final long pid;

    ProcessFacts(long pid) {
        this.pid = pid;
    }

    /** Seconds of processor time that the process has used, in steps of 10 ms. */
    public double cpuSeconds() {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_SECONDS;
    }

    /** Seconds of processor time by name of thread; threads that ended are missing. Numbers in names are left out, so pools add up. */
    public SortedMap<String, Double> cpuSecondsByThread() {
        SortedMap<String, Double> seconds = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                String stat = read(task.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
                        .replaceAll("[#-]?\\d.*", "");
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                seconds.merge(
                        name, (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_SECONDS, Double::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the threads of process " + pid + " cannot be read", e);
        }
        return seconds;
    }

    /** Seconds that {@code core} was busy since the machine started, whoever had it. */
    public static double busySeconds(int core) {
        String prefix = "cpu" + core + " ";
        for (String line : read(Path.of("/proc/stat")).split("\n")) {
            if (line.startsWith(prefix)) {
                String[] fields = line.substring(prefix.length()).trim().split("\\s+");
                long busy = 0;
                for (int i = 0; i < fields.length && i < 8; i++) {
                    if (i != 3 && i != 4) { // idle, waiting for a disk
                        busy += Long.parseLong(fields[i]);
                    }
                }
                return busy * TICK_SECONDS;
            }
        }
        return 0;
    }

    /** Resident memory in bytes. */
    public long residentBytes() {
        for (String line : read(Path.of("/proc/" + pid + "/status")).split("\n")) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("facts of a process cannot be read: " + file, e);
        }
    }
}
