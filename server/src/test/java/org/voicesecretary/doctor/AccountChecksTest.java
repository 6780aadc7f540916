package org.voicesecretary.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.testkit.NanoClock;

@Tag("db")
class AccountChecksTest {
    @TempDir
    Path directory;

    @Test
    void aDatabaseThatIsAwayIsNamedWithWhatToDo() throws Exception {
        var config = Findings.config(
                directory,
                Map.of(
                        "DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/voice?password=hidden",
                        "DATABASE_PATIENCE", "1s"));

        assertThat(Findings.of(new AccountChecks(config, NanoClock.system())))
                .singleElement()
                .asString()
                .startsWith("FAIL  database  ")
                .contains("jdbc:postgresql://127.0.0.1:1/voice", "it cannot be reached", "check that it runs")
                .doesNotContain("hidden");
    }
}
