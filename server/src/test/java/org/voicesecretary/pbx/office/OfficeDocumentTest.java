package org.voicesecretary.pbx.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page for admins and the sample office say what the program does. */
@Tag("db")
@Timeout(60)
class OfficeDocumentTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");

    @TempDir
    Path path;

    private AppliedOffice applied;

    @BeforeEach
    void open() throws IOException {
        applied = new AppliedOffice(path);
        Files.copy(ROOT.resolve("examples/office/german-holidays.ics"), path.resolve("german-holidays.ics"));
    }

    @AfterEach
    void close() {
        applied.close();
    }

    @Test
    void theSampleOfficeAppliesAndASecondTimeChangesNothing() throws IOException {
        String sample = Files.readString(ROOT.resolve("examples/office/account.yaml"));
        assertThat(applied.changes(sample)).hasSizeGreaterThan(20).noneMatch(line -> line.contains("change-me"));
        assertThat(applied.changes(sample)).isEmpty();
        assertThat(applied.office().extensions()).hasSize(3);
        assertThat(applied.office().scenario(0, 1)).isPresent();
        for (String section : OfficeParts.LISTS) {
            assertThat(sample).contains("\n" + section + ":");
        }
        for (String section : OfficeParts.GROUPS) {
            if (!section.equals(OtherEvents.SECTION)) { // nothing that an office uses: client libraries set it
                assertThat(sample).contains("\n" + section + ":");
            }
        }
    }

    @Test
    void theBlocksOfThePageAreOneAccount() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/office.md"));
        String yaml = BLOCK.matcher(page)
                .results()
                .map(block -> block.group(1)
                        + (block.group(1).startsWith("extensions:") ? "  - {number: 102}\n  - {number: 103}\n" : ""))
                .collect(Collectors.joining());
        assertThat(applied.changes(yaml)).isNotEmpty();
    }

    @Test
    void thePageNamesEveryPresetAndEveryKeyOfATrunk() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/office.md"));
        assertThat(TrunkPreset.all()).allSatisfy(preset -> assertThat(page).contains("`" + preset.name() + "`"));
        assertThat(TrunkReader.KEYS).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
}
