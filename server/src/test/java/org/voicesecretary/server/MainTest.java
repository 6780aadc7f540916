package org.voicesecretary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("db")
class MainTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();

    private record Result(int code, String out, String err) {}

    @Test
    void applyShowsThePlanThenAppliesItAndASecondTimeHasNothingToChange() throws IOException {
        Files.writeString(
                directory.resolve("account.yaml"),
                "account: {name: Shop, key: 1a2b3c4d5e6f7a8b9c0d}\nnumbers: [{number: \"4420\"}]\n");

        Result dry = run("apply", "account.yaml", "--dry-run");
        Result first = run("apply", "account.yaml");
        Result second = run("apply", "account.yaml");

        assertThat(dry.code).isEqualTo(ExitCode.WELL);
        assertThat(dry.out)
                .startsWith("would change account 1a2b3c4d5e6f7a8b9c0d")
                .contains("new", "+ number 4420");
        assertThat(first.out).startsWith("account 1a2b3c4d5e6f7a8b9c0d").contains("new", "+ number 4420");
        assertThat(second.out).contains("(pbx ", "nothing to change");
        assertThat(directory.resolve("data/voice-secretary.db")).exists();
    }

    @Test
    void problemsOfAnAccountAreToldWithTheirLinesAndEndWithTheCodeOfConfiguration() throws IOException {
        Files.writeString(
                directory.resolve("account.yaml"), "account: {key: 1a2b3c4d5e6f7a8b9c0d}\nnumbrs: []\ntrunks: 5\n");

        Result result = run("apply", "account.yaml");

        assertThat(result.code).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(result.err)
                .contains("account.yaml has 2 problems:")
                .contains("account.yaml:2: unknown key \"numbrs\" in the file; did you mean \"numbers\"?")
                .contains("account.yaml:3:")
                .doesNotContain("\tat ");
    }

    @Test
    void keysAreMadeListedAndEnded() throws IOException {
        Files.writeString(
                directory.resolve("account.yaml"), "account: {key: 1a2b3c4d5e6f7a8b9c0d, secret: s3cret-s3cret}\n");
        assertThat(run("keys").err).contains("keys: there is no such account; apply an account.yaml first");
        run("apply", "account.yaml");

        Result made = run("keys", "--create", "read", "--name", "address book");
        assertThat(made.out).containsPattern("key:    [0-9a-f]{20}\nsecret: [0-9a-f]{20}\nrole:   read\n");
        String key = made.out.substring(8, 28);
        assertThat(run("keys").out)
                .containsPattern("1a2b3c4d5e6f7a8b9c0d  full +last used never +account")
                .containsPattern(key + "  read +last used never +address book")
                .doesNotContain("s3cret");
        assertThat(run("keys", "--remove", key).code).isEqualTo(ExitCode.WELL);
        assertThat(run("keys", "--remove", key).code).isEqualTo(ExitCode.FAILED);
        assertThat(run("keys").out).doesNotContain(key);
        assertThat(run("keys", "--create", "everything").code).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void checkConfigPrintsWhatIsInForceAndWhereItComesFrom() throws IOException {
        Files.writeString(directory.resolve("my.yaml"), "max-calls: 20\n");
        environment.put("VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:5070");
        environment.put("VOICE_SECRETARY_MAXCALLS", "5");

        Result result = run("check-config", "--config", "my.yaml");

        assertThat(result.code).isEqualTo(ExitCode.WELL);
        assertThat(result.out).containsPattern("max-calls +=  ?20 +# my.yaml:1");
        assertThat(result.out).containsPattern("sip.listen += \\[udp:127.0.0.1:5070] +# VOICE_SECRETARY_SIP_LISTEN");
        assertThat(result.err).contains("note: the environment variable VOICE_SECRETARY_MAXCALLS stands for no key");
    }

    @Test
    void theDefaultsThatAreCopiedFromCheckConfigAreAValidConfiguration() throws IOException {
        Files.writeString(directory.resolve("voice-secretary.yaml"), run("check-config", "--defaults").out);
        assertThat(run("check-config").code).isEqualTo(ExitCode.WELL);
    }

    @Test
    void aBrokenConfigurationEndsWithItsOwnCode() throws IOException {
        Files.writeString(directory.resolve("voice-secretary.yaml"), "sip: {lisen: []}\n");
        Result result = run("check-config");
        assertThat(result.code).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(result.err).contains("voice-secretary.yaml:1: unknown key \"sip.lisen\"; did you mean \"listen\"?");
    }

    @Test
    void aDataDirectoryThatCannotBeUsedIsAMatterOfConfiguration() throws IOException {
        Files.writeString(directory.resolve("data"), "a file");
        Files.writeString(directory.resolve("account.yaml"), "account: {key: 1a2b3c4d5e6f7a8b9c0d}\n");
        Result result = run("apply", "account.yaml");
        assertThat(result.code).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(result.err).contains("data-dir").contains("cannot be written");
    }

    @Test
    void wrongUsageEndsWithItsOwnCodeAndShowsTheRightOne() {
        assertThat(run("aply").code).isEqualTo(ExitCode.USAGE);
        assertThat(run("apply").err).contains("FILE");
        assertThat(run().code).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        var line = Main.commandLine(new Surroundings(
                directory, environment, new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter())));
        assertThat(line.getSubcommands()).isNotEmpty();
        for (String command : line.getSubcommands().keySet()) {
            Result result = run(command, "--help");
            assertThat(result.code).as(command).isEqualTo(ExitCode.WELL);
            assertThat(result.out).as(command).containsPattern("Examples?:\\s+.*\\./voice-secretary " + command);
        }
        assertThat(run("--help").out).contains("Exit codes");
    }

    @Test
    void versionIsThatOfTheBuild() {
        assertThat(run("version").out).matches("Voice Secretary \\d+\\.\\d+\\.\\d+\\S* \\(Java 25.*\\)\\R");
    }

    private Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(
                new Surroundings(directory, environment, new PrintWriter(out, true), new PrintWriter(err, true)),
                arguments);
        return new Result(code, out.toString(), err.toString());
    }
}
