package org.voicesecretary.doctor;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.voicesecretary.config.InstallationConfig;

/** Disk, clock and limits of the machine. */
record MachineChecks(InstallationConfig config, InstantSource clock, Machine machine) implements Check {
    private static final long MEGABYTE = 1L << 20;
    private static final long TIGHT = 1024 * MEGABYTE;
    private static final long TOO_LITTLE = 100 * MEGABYTE;
    private static final Duration TOLERANCE = Duration.ofMinutes(10);
    private static final Path TIMESYNCD = Path.of("/run/systemd/timesync/synchronized");
    private static final Path CHRONY = Path.of("/run/chrony");
    /** Files, connections and threads' own needs beside the two ports of each call. */
    private static final int OTHER_FILES = 500;

    @Override
    public void run(Consumer<Finding> tell) {
        tell.accept(disk());
        tell.accept(time());
        tell.accept(files());
    }

    private Finding disk() {
        Path data = config.dataDir().toAbsolutePath();
        Path existing = data;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        String subject = "data-dir";
        try {
            if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
                return Finding.fail(
                        subject,
                        data + " cannot be written by " + System.getProperty("user.name"),
                        "make it writable for the user that runs the server, or set data-dir");
            }
            long free = machine.free(existing);
            String found = data + (existing.equals(data) ? "" : " (made at the first start)") + ", " + free / MEGABYTE
                    + " MB free";
            if (free < TOO_LITTLE) {
                return Finding.fail(
                        subject, found, "make room: calls cannot be recorded in the database when it is full");
            }
            return free < TIGHT
                    ? Finding.warn(subject, found, "make room before it is full")
                    : Finding.ok(subject, found);
        } catch (IOException e) {
            return Finding.fail(subject, data + " cannot be looked at (" + e.getMessage() + ")", "check the disk");
        }
    }

    /** A clock that is behind what was written with it before was set back, or is not set at all. */
    private Finding time() {
        Instant now = clock.instant();
        Instant newest = newestFile();
        String shown = now.truncatedTo(ChronoUnit.SECONDS).toString();
        if (now.plus(TOLERANCE).isBefore(newest)) {
            return Finding.fail(
                    "clock",
                    shown + " is before files that are there already (" + newest.truncatedTo(ChronoUnit.SECONDS) + ")",
                    "set the clock, best by a time service (apt install systemd-timesyncd)");
        }
        int year = now.atZone(ZoneOffset.UTC).getYear();
        if (year > 2100) {
            return Finding.fail("clock", shown + " is far in the future", "set the clock");
        }
        boolean service = Files.exists(TIMESYNCD) || Files.exists(CHRONY);
        return Finding.ok(
                "clock", shown + (service ? ", kept by a time service" : ", plausible; no time service was seen"));
    }

    private Instant newestFile() {
        Path program;
        try {
            program = Path.of(MachineChecks.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            program = config.dataDir();
        }
        return Stream.of(program, config.dataDir().resolve("voice-secretary.db"))
                .map(MachineChecks::modified)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) { // not there yet
            return Instant.EPOCH;
        }
    }

    private Finding files() {
        if (machine.openFiles().isEmpty()) {
            return Finding.ok("open files", "no limit is known");
        }
        long limit = machine.openFiles().getAsLong();
        long needed = 2L * config.maxCalls() + OTHER_FILES;
        String found = "at most " + limit + ", max-calls " + config.maxCalls() + " needs about " + needed;
        return limit < needed
                ? Finding.warn(
                        "open files",
                        found,
                        "raise it (LimitNOFILE in the systemd unit, or ulimit -n) or lower max-calls")
                : Finding.ok("open files", found);
    }
}
