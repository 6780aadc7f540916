package org.voicesecretary.speech.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("wire")
class ChildProcessTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void inputGoesInAndOutputComesOut() throws Exception {
        byte[] text = "Привет\n".repeat(50_000).getBytes(StandardCharsets.UTF_8); // more than any pipe holds

        assertThat(ChildProcess.start(List.of("cat"))
                        .communicate(text, LONG, 2_000_000)
                        .stdout())
                .isEqualTo(text);
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> ChildProcess.start(List.of("/nowhere/speaker")))
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        e -> assertThat(e.failure()).isEqualTo(ProgramException.Failure.NOT_STARTED))
                .hasMessageContaining("/nowhere/speaker");
    }

    @Test
    void anExitCodeIsAFailureWithWhatTheProgramSaid() {
        fails(() -> shell("echo no such voice >&2; exit 3"), ProgramException.Failure.FAILED)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("no such voice");
    }

    @Test
    void aProgramThatIsKilledByASignalSaysWhich() {
        fails(() -> shell("kill -9 $$"), ProgramException.Failure.FAILED).hasMessageContaining("signal 9");
    }

    @Test
    void aProgramThatTakesTooLongIsKilledWithAllThatItStarted(@TempDir Path directory) throws Exception {
        Path pids = directory.resolve("pids");
        String script = "sleep 300 & echo $! > " + pids + "; echo $$ >> " + pids + "; wait";

        fails(
                        () -> ChildProcess.start(List.of("sh", "-c", script))
                                .communicate(new byte[0], Duration.ofMillis(700), 100),
                        ProgramException.Failure.TIMED_OUT)
                .hasMessageContaining("700 ms");

        for (String pid : Files.readAllLines(pids)) {
            var process = ProcessHandle.of(Long.parseLong(pid));
            if (process.isPresent()) {
                process.get().onExit().get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void outputWithoutEndIsCutOffAtOnce() {
        fails(
                        () -> ChildProcess.start(List.of("sh", "-c", "yes")).communicate(new byte[0], LONG, 100_000),
                        ProgramException.Failure.TOO_MUCH_OUTPUT)
                .hasMessageContaining("100000 bytes");
    }

    @Test
    void complaintsWithoutEndDoNotFillTheMemory() throws Exception {
        var output = ChildProcess.start(List.of("sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x >&2; echo done"))
                .communicate(new byte[0], LONG, 100);

        assertThat(new String(output.stdout(), StandardCharsets.UTF_8)).isEqualTo("done\n");
        assertThat(output.stderr()).hasSize(4_096);
    }

    @Test
    void aProgramThatReadsNoInputIsFine() throws Exception {
        byte[] much = new byte[3_000_000];

        assertThat(ChildProcess.start(List.of("sh", "-c", "echo ok"))
                        .communicate(much, LONG, 100)
                        .stdout())
                .isEqualTo("ok\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void programsDoNotSeeTheSecretsOfOurEnvironment() throws Exception {
        byte[] environment = ChildProcess.start(List.of("env"))
                .communicate(new byte[0], LONG, 100_000)
                .stdout();

        assertThat(new String(environment, StandardCharsets.UTF_8).lines())
                .allMatch(line ->
                        line.matches("(PATH|HOME|LANG|LC_ALL|LC_CTYPE|TMPDIR|TZ|ESPEAK_DATA_PATH|LD_LIBRARY_PATH)=.*"));
    }

    private static void shell(String script) throws Exception {
        ChildProcess.start(List.of("sh", "-c", script)).communicate(new byte[0], LONG, 1_000);
    }

    private static AbstractThrowableAssert<?, ?> fails(
            ThrowableAssert.ThrowingCallable call, ProgramException.Failure how) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProgramException.class, e -> assertThat(e.failure()).isEqualTo(how));
    }
}
