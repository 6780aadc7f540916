package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md promises about the sources, held by reading them. */
@Tag("unit")
class HouseRulesTest {
    private static final int LINES = 500;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void noFileGrowsPastFiveHundredLinesWithoutAWrittenReason() throws IOException {
        String reasons = Files.readString(ROOT.resolve("docs/design-decisions.md"));
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources(p -> p.toString().endsWith(".java"))) {
            long lines = Files.readString(file).lines().count();
            if (lines > LINES && !reasons.contains(file.getFileName().toString())) {
                tooLong.add(ROOT.relativize(file) + " has " + lines + " lines");
            }
        }
        assertThat(tooLong)
                .as("files over %d lines that docs/design-decisions.md gives no reason for", LINES)
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        // The words are put together here so that this file does not find itself.
        var later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled|not impl" + "emented yet");
        assertThat(linesMatching(later, p -> p.toString().endsWith(".java"))).isEmpty();
    }

    @Test
    void testsAwaitConditionsInsteadOfSleeping() throws IOException {
        var sleeping = Pattern.compile("Thread\\.sle" + "ep\\(");
        assertThat(linesMatching(sleeping, p -> p.toString().endsWith(".java"))).isEmpty();
    }

    @Test
    void noTestIsSkippedWhereAProgramIsMissing() throws IOException {
        var skipping =
                Pattern.compile("\\bAssum" + "ptions\\b|\\bassu" + "m(e|ing)(True|False|That)\\(|@(En|Dis)abled\\w*");
        assertThat(linesMatching(skipping, p -> p.toString().endsWith(".java"))).isEmpty();
    }

    @Test
    void everyPackageOfTheProductIsNullMarked() throws IOException {
        List<Path> unmarked = new ArrayList<>();
        for (Path file :
                sources(p -> p.toString().endsWith(".java") && p.toString().contains("/src/main/java/"))) {
            if (!Files.exists(file.resolveSibling("package-info.java"))) {
                unmarked.add(ROOT.relativize(file.getParent()));
            }
        }
        assertThat(unmarked).as("packages without a package-info.java").isEmpty();
    }

    @Test
    void exceptionsAreNeverSwallowedSilently() throws IOException {
        var swallowed = Pattern.compile("catch \\([A-Za-z| ]+ [a-zA-Z]+\\) \\{ *\\}");
        assertThat(linesMatching(swallowed, p -> p.toString().endsWith(".java")))
                .isEmpty();
    }

    private static List<String> linesMatching(Pattern pattern, Predicate<Path> which) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(which)) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (pattern.matcher(line).find()) {
                    found.add(ROOT.relativize(file) + ":" + number + ": " + line.strip());
                }
            }
        }
        return found;
    }

    private static List<Path> sources(Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .filter(p ->
                            !p.toString().contains("/target/") && !p.toString().contains("/.git/"))
                    .filter(which)
                    .toList();
        }
    }
}
