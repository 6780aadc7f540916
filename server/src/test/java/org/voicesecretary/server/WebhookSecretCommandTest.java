package org.voicesecretary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("db")
class WebhookSecretCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anAccountHasASecretThatCanBeExchanged() throws IOException {
        Files.writeString(
                directory.resolve("account.yaml"),
                "account: {name: Shop, key: 1a2b3c4d5e6f7a8b9c0d, time-zone: Europe/Berlin}\n");
        assertThat(run("webhook-secret")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("there is no such account");
        run("apply", "account.yaml");

        String first = printed("webhook-secret");
        assertThat(first).matches("whsec_[A-Za-z0-9+/=]{44}\n");
        assertThat(printed("webhook-secret")).isEqualTo(first);
        String both = printed("webhook-secret", "--account", "1a2b3c4d5e6f7a8b9c0d", "--rotate", "--overlap", "3d");
        assertThat(both.lines()).hasSize(2).last().asString().startsWith(first.strip() + "  signs until ");
        String leaked = printed("webhook-secret", "--rotate", "--overlap", "0s");
        assertThat(leaked.lines()).hasSize(1);
        assertThat(both).doesNotContain(leaked.strip());

        assertThat(run("webhook-secret", "--account", "nobody")).isEqualTo(ExitCode.FAILED);
        assertThat(run("webhook-secret", "--rotate", "--overlap", "soon")).isEqualTo(ExitCode.USAGE);
    }

    private String printed(String... arguments) {
        out.getBuffer().setLength(0);
        assertThat(run(arguments)).as(err::toString).isEqualTo(ExitCode.WELL);
        return out.toString();
    }

    private int run(String... arguments) {
        return Main.run(
                new Surroundings(directory, Map.of(), new PrintWriter(out, true), new PrintWriter(err, true)),
                arguments);
    }
}
