package org.voicesecretary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups and keys as an operator handles them. */
@Tag("db")
class BackupCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void applyAnAccount() throws IOException {
        Files.writeString(
                directory.resolve("account.yaml"),
                "account: {name: Shop, key: 1a2b3c4d5e6f7a8b9c0d, secret: 0d1c2b3a4f5e6d7c8b9a}\n");
        assertThat(run("apply", "account.yaml")).as(err::toString).isEqualTo(ExitCode.WELL);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(
                new Surroundings(directory, Map.of(), new PrintWriter(out, true), new PrintWriter(err, true)),
                arguments);
    }

    @Test
    void aBackupSaysThatItLacksTheKeyAndARestoreWhatItPutAside() {
        assertThat(run("backup", "b")).as(err::toString).isEqualTo(ExitCode.WELL);
        assertThat(out.toString())
                .startsWith("backup in " + directory.resolve("b") + ": ")
                .contains("it does not contain the key of the secrets, " + directory.resolve("data/secret.key"));
        assertThat(run("backup", "b")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString()).contains("is there already");

        assertThat(run("restore", "b")).as(err::toString).isEqualTo(ExitCode.WELL);
        assertThat(out.toString())
                .startsWith("restored what version ")
                .contains("what was there before is in " + directory.resolve("data/before-restore-"));
        assertThat(run("backup", "with", "--with-key")).isEqualTo(ExitCode.WELL);
        assertThat(out.toString()).contains("it contains the key of the secrets (secret.key)");
    }

    @Test
    void withoutTheKeyEveryCommandStopsWith78AndSaysWhatToDo() throws IOException {
        Path key = directory.resolve("data/secret.key");
        Path safe = Files.move(key, directory.resolve("safe"));
        assertThat(run("apply", "account.yaml")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString()).startsWith("key file " + key + " is missing").contains("put its copy back");
        Files.move(safe, key);
        assertThat(run("rotate-key")).as(err::toString).isEqualTo(ExitCode.WELL);
        assertThat(out.toString()).contains("secrets are sealed with key ");
        assertThat(run("apply", "account.yaml")).isEqualTo(ExitCode.WELL);
        assertThat(out.toString()).contains("nothing to change");
    }

    @Test
    void aTokenIsToldOnceListedWithoutItAndEnded() {
        assertThat(run("token", "create")).isEqualTo(ExitCode.USAGE);
        assertThat(run("token", "create", "--scope", "calls")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--scope is \"calls\"; expected one of *, calls:read");
        assertThat(run("token", "create", "--scope", "calls:read", "--name", "me"))
                .isEqualTo(ExitCode.WELL);
        String secret = out.toString().strip();
        String id = err.toString().replaceFirst("(?s)token ([0-9a-f]{12}) .*", "$1");
        assertThat(run("token", "list")).isEqualTo(ExitCode.WELL);
        assertThat(out.toString()).contains(id, "calls:read  me").doesNotContain(secret);
        assertThat(run("token", "end", id)).isEqualTo(ExitCode.WELL);
        assertThat(run("token", "end", id)).isEqualTo(ExitCode.FAILED);
    }
}
