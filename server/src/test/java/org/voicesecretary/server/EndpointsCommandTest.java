package org.voicesecretary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.storage.TestDatabase;

@Tag("db")
class EndpointsCommandTest {
    private static final String URL = "https://shop.example.com/hook";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aScriptThatIsSwitchedOffIsListedAndSwitchedOnAgain() {
        assertThat(run("endpoints")).as(err::toString).isEqualTo(ExitCode.WELL);
        assertThat(out.toString()).contains("all scripts take their events");
        try (var db = TestDatabase.open(directory.resolve("data"))) {
            db.writer()
                    .write(w -> w.execute(
                            "INSERT INTO outbox_troubles (url, failing_since, failures, last_failure_at, problem, switched_off_at)"
                                    + " VALUES (?, 0, 120, 432000000, 'status 500', 432000000)",
                            URL));
        }

        assertThat(run("endpoints")).isEqualTo(ExitCode.WELL);
        assertThat(out.toString())
                .contains("OFF   " + URL + "  since 1970-01-01T00:00:00Z, 120 attempts, the last: status 500");
        assertThat(run("endpoints", "--switch-on", "http://other.example/")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("\"http://other.example/\" has no trouble");
        assertThat(run("endpoints", "--switch-on", URL)).isEqualTo(ExitCode.WELL);

        out.getBuffer().setLength(0);
        assertThat(run("endpoints")).isEqualTo(ExitCode.WELL);
        assertThat(out.toString()).contains("all scripts take their events");
    }

    private int run(String... arguments) {
        return Main.run(
                new Surroundings(directory, Map.of(), new PrintWriter(out, true), new PrintWriter(err, true)),
                arguments);
    }
}
