package org.voicesecretary.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.observe.Health;

@Tag("unit")
class ServerChecksTest {
    private final Health health = new Health();

    @Test
    void whatARunningServerComplainsOfIsRepeated() {
        health.check("sip", () -> new Health.Check.Fine("udp:127.0.0.1:5060"));
        health.check(
                "database", () -> new Health.Check.Impaired("database \"x\" cannot be reached; check that it runs"));
        health.check("clock", () -> new Health.Check.Impaired("was set back by 3600 s"));
        health.check("media", () -> new Health.Check.Failing("stands still: restart the server"));

        assertThat(lines(health.report().json()))
                .containsExactly(
                        "WARN server: database database \"x\" cannot be reached; check that it runs",
                        "WARN server: clock was set back by 3600 s",
                        "WARN server: media stands still: restart the server");
        assertThat(health.report().ready()).as("media is not").isFalse();
    }

    @Test
    void aServerWithoutComplaintsIsFineAndOneThatDoesNotRunIsNoMatter() {
        health.check("sip", () -> new Health.Check.Fine("udp:127.0.0.1:5060"));

        assertThat(lines(health.report().json())).containsExactly("OK server runs and has no complaints");
        assertThat(lines("")).isEmpty();
    }

    private static List<String> lines(String health) {
        List<String> lines = new ArrayList<>();
        new ServerChecks(new RunningServer(health))
                .run(found -> lines.add(found.state() + " " + found.subject() + " " + found.found()));
        return lines;
    }
}
