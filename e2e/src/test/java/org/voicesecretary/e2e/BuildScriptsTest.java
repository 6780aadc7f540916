package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make help} and the script that installs what is missing, with programs of our own in place of apt-get and id. */
@Tag("unit")
class BuildScriptsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path programs;

    private record Result(int code, String out) {}

    @Test
    void makeHelpListsEveryTargetWithTheCommandItStandsFor() throws Exception {
        String makefile = Files.readString(ROOT.resolve("Makefile"));
        List<String> targets = Pattern.compile("(?m)^([a-z]+):")
                .matcher(makefile)
                .results()
                .map(found -> found.group(1))
                .filter(target -> !target.equals("jdk")) // what others need, nothing to ask for
                .toList();
        Result help = run(List.of("make", "-s", "help"), System.getenv("PATH"));

        assertThat(help.code).as(help.out).isZero();
        List<String> listed = Pattern.compile("(?m)^ +make ([a-z]+)")
                .matcher(help.out)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(targets);
        for (String target : targets) {
            if (!List.of("help").contains(target)) {
                assertThat(help.out).containsPattern("make " + target + " .*\\((mvn|[a-z./]+) .*\\)");
            }
        }
    }

    @Test
    void nothingIsDoneWhereNothingIsMissing() throws Exception {
        program("apt-get", "echo installed >&2; exit 9");
        assertThat(need("bash:bash")).isEqualTo(new Result(0, ""));
    }

    @Test
    void whoeverIsNotRootIsToldInOneSentenceWhatToRun() throws Exception {
        program("id", "echo 1000");
        program("apt-get", "echo installed; exit 9");
        assertThat(need("bash:bash", "no-such-program:its-package", "no-such-other:other-package"))
                .isEqualTo(
                        new Result(
                                1,
                                "Missing programs, and only root may install them: run 'sudo apt-get install its-package other-package', then run this again.\n"));
    }

    @Test
    void rootGetsThePackagesAndTheListsAreRefreshedOnlyWhereThatIsNeeded() throws Exception {
        program("id", "echo 0");
        program(
                "apt-get",
                "echo \"$*\" >>" + programs.resolve("asked") + "; [ -e " + programs.resolve("fresh")
                        + " ] || { [ \"$1\" = update ] && touch " + programs.resolve("fresh") + "; }");

        Result first = need("no-such-program:its-package");

        assertThat(first.code).as(first.out).isZero();
        assertThat(first.out).isEqualTo("Installing its-package (Debian packages)\n");
        assertThat(Files.readAllLines(programs.resolve("asked")))
                .containsExactly(
                        "install -y -q --no-install-recommends its-package",
                        "update -q",
                        "install -y -q --no-install-recommends its-package");
    }

    @Test
    void aPackageThatCannotBeInstalledIsNamedWithTheReason() throws Exception {
        program("id", "echo 0");
        program("apt-get", "echo 'E: Unable to locate package its-package' >&2; exit 100");
        Result failed = need("no-such-program:its-package");
        assertThat(failed.code).isEqualTo(1);
        assertThat(failed.out)
                .contains(
                        "E: Unable to locate package its-package",
                        "apt-get could not install its-package (see above): install them by hand, then run this again.");
    }

    private Result need(String... pairs) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ROOT.resolve("scripts/need").toString()));
        command.addAll(Arrays.asList(pairs));
        return run(command, programs + ":" + System.getenv("PATH"));
    }

    private static Result run(List<String> command, String path) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", path);
        builder.environment().keySet().removeIf(name -> name.startsWith("MAKE") || name.equals("MFLAGS"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out);
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
