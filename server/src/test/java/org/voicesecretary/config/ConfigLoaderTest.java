package org.voicesecretary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class ConfigLoaderTest {
    @TempDir
    Path directory;

    @Test
    void withoutFileAndEnvironmentTheDefaultsHold() {
        var loaded = new ConfigLoader(directory, Map.of()).load(null);

        InstallationConfig config = loaded.config();
        assertThat(config.dataDir()).isEqualTo(directory.resolve("data"));
        assertThat(config.sip().listen())
                .map(SipListen::toString)
                .containsExactly("udp:0.0.0.0:5060", "tcp:0.0.0.0:5060");
        assertThat(config.sip().publicAddress()).isEmpty();
        assertThat(config.webhook().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.webhook().maxBody().bytes()).isEqualTo(65_536);
        assertThat(config.rtp().ports()).isEqualTo(new PortRange(20_000, 23_999));
        assertThat(loaded.settings()).allMatch(s -> s.origin() instanceof Origin.Default);
    }

    @Test
    void theFileWinsOverTheDefaultsAndTheEnvironmentOverTheFile() throws IOException {
        Path file = write("""
                data-dir: var
                max-calls: 7
                sip:
                  listen: udp:[::1]:5062
                  public-address: 192.0.2.1
                speech:
                  voices: {de: de+f3, en: en-gb}
                """);
        var environment = Map.of(
                "VOICE_SECRETARY_SIP_PUBLIC_ADDRESS", "203.0.113.9",
                "VOICE_SECRETARY_RTP_CODECS", "g722, PCMA",
                "VOICE_SECRETARY_LOG_LEVELS", "org.a=debug,org.b=warn");

        var loaded = new ConfigLoader(directory, environment).load(file);

        assertThat(loaded.config().dataDir()).isEqualTo(directory.resolve("var"));
        assertThat(loaded.config().maxCalls()).isEqualTo(7);
        assertThat(loaded.config().sip().listen())
                .containsExactly(new SipListen(SipListen.Transport.UDP, new HostPort("::1", 5062)));
        assertThat(loaded.config().sip().publicAddress()).contains("203.0.113.9");
        assertThat(loaded.config().rtp().codecs()).containsExactly(RtpConfig.Codec.G722, RtpConfig.Codec.PCMA);
        assertThat(loaded.config().speech().voices())
                .containsExactly(Map.entry("de", "de+f3"), Map.entry("en", "en-gb"));
        assertThat(loaded.config().log().levels())
                .containsEntry("org.a", "debug")
                .containsEntry("org.b", "warn");
        assertThat(setting(loaded, "max-calls").origin()).hasToString("voice-secretary.yaml:2");
        assertThat(setting(loaded, "sip.public-address").origin()).hasToString("VOICE_SECRETARY_SIP_PUBLIC_ADDRESS");
        assertThat(loaded.print()).contains("sip.public-address").contains("# VOICE_SECRETARY_SIP_PUBLIC_ADDRESS");
    }

    @Test
    void everyProblemIsToldAtOnceWithItsLineAndNothingStarts() throws IOException {
        write("""
                max-calls: many
                webhok: {timeout: 3s}
                webhook:
                  timeout: 20s
                  connect-timeout: 2
                  body: json
                sip:
                  listen: [sctp:0.0.0.0:5060]
                  pubic-address: 192.0.2.1
                rtp: 5
                log: {level: loud}
                """);
        var environment = Map.of("VOICE_SECRETARY_RTP_PORTS", "10-5");

        var error =
                catchThrowableOfType(ConfigException.class, () -> new ConfigLoader(directory, environment).load(null));

        assertThat(error.problems())
                .map(Problem::toString)
                .containsExactlyInAnyOrder(
                        "VOICE_SECRETARY_RTP_PORTS: rtp.ports: \"10-5\" is no port range; expected FIRST-LAST between 1 and"
                                + " 65535, such as 20000-23999",
                        "voice-secretary.yaml:1: max-calls: \"many\" is no whole number",
                        "voice-secretary.yaml:2: unknown key \"webhok\"; did you mean \"webhook\"?",
                        "voice-secretary.yaml:4: webhook.timeout: 20s is out of range; expected 1s to 15s",
                        "voice-secretary.yaml:5: webhook.connect-timeout: \"2\" is no duration; expected a whole number and a"
                                + " unit: 1500ms, 5s, 10m, 4h or 30d",
                        "voice-secretary.yaml:6: webhook.body: \"json\" is not one of urlencoded, multipart",
                        "voice-secretary.yaml:8: sip.listen: \"sctp:0.0.0.0:5060\" is no SIP listening point; expected"
                                + " TRANSPORT:ADDRESS:PORT with udp, tcp or tls, such as udp:0.0.0.0:5060",
                        "voice-secretary.yaml:9: unknown key \"sip.pubic-address\"; did you mean \"public-address\"?",
                        "voice-secretary.yaml:10: rtp is \"5\"; expected a group of keys",
                        "voice-secretary.yaml:11: log.level: \"loud\" is not one of trace, debug, info, warn, error");
        assertThat(error).hasMessageStartingWith("voice-secretary.yaml has 10 problems:\n");
    }

    @Test
    void rulesThatLookAtSeveralKeysNameTheLineOfTheKeyToChange() throws IOException {
        write("""
                max-calls: 50
                rtp:
                  ports: 10000-10001
                """);

        var error = catchThrowableOfType(ConfigException.class, () -> new ConfigLoader(directory, Map.of()).load(null));

        assertThat(error.problems())
                .map(Problem::toString)
                .containsExactly(
                        "voice-secretary.yaml:3: rtp ports 10000-10001 are too few: max-calls 50 needs 100 (two for"
                                + " each call); widen the range or lower max-calls");
    }

    @Test
    void aLevelThatDoesNotExistIsToldBeforeTheServerStarts() throws IOException {
        write("log:\n  level: info\n  levels: {org.a: loud, org.b: OFF, org.c: off}\n");

        var error = catchThrowableOfType(ConfigException.class, () -> new ConfigLoader(directory, Map.of()).load(null));

        assertThat(error.problems())
                .map(Problem::toString)
                .containsExactly(
                        "voice-secretary.yaml:3: log.levels: \"loud\" of org.a is no level; expected trace, debug, info,"
                                + " warn, error or off");
    }

    @Test
    void secretsPrintAsStars() {
        var environment = Map.of("VOICE_SECRETARY_DATABASE_PASSWORD", "tops3cret");

        var loaded = new ConfigLoader(directory, environment).load(null);

        assertThat(loaded.config().database().password()).map(Secret::value).contains("tops3cret");
        assertThat(loaded.print()).contains("***").doesNotContain("tops3cret");
        assertThat(loaded.config().toString()).doesNotContain("tops3cret");
    }

    @Test
    void aMissingFileThatWasNamedIsAProblemAndBrokenYamlHasALine() throws IOException {
        assertThat(problemsOf(Path.of("nowhere.yaml")))
                .singleElement()
                .asString()
                .startsWith("nowhere.yaml:1: there is no such file");
        write("sip:\n  listen: [\"udp:0.0.0.0:5060\"\nrtp: {}\n");
        assertThat(problemsOf(null)).singleElement().asString().contains("yaml:3: this is no valid YAML");
        write("- a\n- b\n");
        assertThat(problemsOf(null)).singleElement().asString().contains("expected keys with values");
        write("max-calls: 3\nmax-calls: 4\n");
        assertThat(problemsOf(null)).singleElement().asString().contains("\"max-calls\" is given twice");
    }

    @Test
    void monstrousYamlIsAProblemAndNotACrash() throws IOException {
        write("a: " + "[".repeat(50_000));
        assertThat(problemsOf(null)).isNotEmpty();
        write(
                "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                        + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n");
        assertThat(problemsOf(null)).anyMatch(p -> p.message().contains("no valid YAML"));
        write("a: &a\n  b: *a\n");
        assertThat(problemsOf(null)).anyMatch(p -> p.message().contains("no valid YAML"));
        Files.write(directory.resolve("voice-secretary.yaml"), new byte[] {(byte) 0xc3, (byte) 0x28});
        assertThat(problemsOf(null)).singleElement().asString().contains("not UTF-8");
    }

    @Test
    void anUnknownVariableIsNotedAndDoesNotStopTheStart() {
        var loaded = new ConfigLoader(directory, Map.of("VOICE_SECRETARY_MAX_CALL", "5", "HOME", "/root")).load(null);

        assertThat(loaded.notes())
                .singleElement()
                .asString()
                .contains("VOICE_SECRETARY_MAX_CALL stands for no key")
                .contains("did you mean \"VOICE_SECRETARY_MAX_CALLS\"?");
    }

    private List<Problem> problemsOf(Path file) {
        return catchThrowableOfType(ConfigException.class, () -> new ConfigLoader(directory, Map.of()).load(file))
                .problems();
    }

    private Path write(String yaml) throws IOException {
        Files.writeString(directory.resolve("voice-secretary.yaml"), yaml);
        return Path.of("voice-secretary.yaml");
    }

    private static Setting setting(LoadedConfig loaded, String key) {
        return loaded.settings().stream()
                .filter(s -> s.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
