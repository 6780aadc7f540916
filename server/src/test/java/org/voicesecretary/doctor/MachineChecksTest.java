package org.voicesecretary.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class MachineChecksTest {
    private static final long MEGABYTE = 1L << 20;
    private static final long PLENTY = 50_000 * MEGABYTE;

    @TempDir
    Path directory;

    @Test
    void aDiskWithRoomIsFineAndAFullOneIsNot() throws Exception {
        Path data = directory.resolve("data");
        assertThat(disk(PLENTY)).isEqualTo("OK    data-dir  " + data + " (made at the first start), 50000 MB free");
        Files.createDirectories(data);
        assertThat(disk(PLENTY)).isEqualTo("OK    data-dir  " + data + ", 50000 MB free");
        assertThat(disk(1023 * MEGABYTE))
                .isEqualTo("WARN  data-dir  " + data + ", 1023 MB free: make room before it is full");
        assertThat(disk(99 * MEGABYTE))
                .startsWith("FAIL  data-dir  " + data + ", 99 MB free: make room: calls cannot be recorded");
    }

    @Test
    void aDirectoryThatCannotBeMadeFails() throws Exception {
        Files.writeString(directory.resolve("data"), "a file");
        assertThat(disk(PLENTY))
                .startsWith("FAIL  data-dir  " + directory.resolve("data") + " cannot be written by ")
                .endsWith("make it writable for the user that runs the server, or set data-dir");
    }

    @Test
    void aDiskThatCannotBeLookedAtFailsWithTheReason() throws Exception {
        var broken = new Machine() {
            @Override
            public long free(Path where) throws IOException {
                throw new IOException("input/output error");
            }

            @Override
            public OptionalLong openFiles() {
                return OptionalLong.empty();
            }
        };
        assertThat(lines(broken, InstantSource.system(), Map.of()))
                .contains("OK    open files  no limit is known")
                .anyMatch(line -> line.startsWith("FAIL  data-dir")
                        && line.endsWith("cannot be looked at (input/output error): check the disk"));
    }

    @Test
    void aClockThatCannotBeRightFails() throws Exception {
        assertThat(clock("2001-01-01T00:00:00Z"))
                .startsWith("FAIL  clock  2001-01-01T00:00:00Z is before files that are there already (20")
                .contains("set the clock, best by a time service");
        assertThat(clock("2150-01-01T00:00:00Z"))
                .isEqualTo("FAIL  clock  2150-01-01T00:00:00Z is far in the future: set the clock");
        assertThat(clock("2099-12-31T23:59:59Z"))
                .startsWith("OK    clock  2099-12-31T23:59:59Z, ")
                .containsAnyOf("kept by a time service", "plausible; no time service was seen");
    }

    @Test
    void everyCallNeedsTwoOpenFiles() throws Exception {
        assertThat(files(1024, "1000"))
                .isEqualTo("WARN  open files  at most 1024, max-calls 1000 needs about 2500: "
                        + "raise it (LimitNOFILE in the systemd unit, or ulimit -n) or lower max-calls");
        assertThat(files(65_536, "1000")).isEqualTo("OK    open files  at most 65536, max-calls 1000 needs about 2500");
    }

    @Test
    void thisMachineTellsItsOwnFigures() throws Exception {
        assertThat(Machine.ofSystem().free(directory)).isPositive();
        assertThat(Machine.ofSystem().openFiles().orElse(0)).isPositive();
    }

    private String disk(long free) throws InterruptedException {
        return lines(new Having(free, 65_536), InstantSource.system(), Map.of()).getFirst();
    }

    private String clock(String now) throws InterruptedException {
        return lines(new Having(PLENTY, 65_536), InstantSource.fixed(Instant.parse(now)), Map.of())
                .get(1);
    }

    private String files(long limit, String calls) throws InterruptedException {
        return lines(new Having(PLENTY, limit), InstantSource.system(), Map.of("MAX_CALLS", calls))
                .get(2);
    }

    private List<String> lines(Machine machine, InstantSource clock, Map<String, String> settings)
            throws InterruptedException {
        return Findings.of(new MachineChecks(Findings.config(directory, settings), clock, machine));
    }

    private record Having(long bytes, long files) implements Machine {
        @Override
        public long free(Path where) {
            return bytes;
        }

        @Override
        public OptionalLong openFiles() {
            return OptionalLong.of(files);
        }
    }
}
