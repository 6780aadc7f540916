package org.voicesecretary.pbx.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.config.Problem;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlFile;

@Tag("unit")
class OutgoingReaderTest {
    private final Problems problems = new Problems();

    @Test
    void readsEveryKey() {
        OutgoingRules rules = read("""
                allow: true
                countries: [DE, AT]
                premium: ["+49 137", "118"]
                allow-prefixes: ["+49180"]
                limits: {calls: 1, per-hour: 2, minutes-per-day: 3}
                night: {hours: "22:00-06:00", countries: [DE], extensions: [101]}
                prefix: 0
                """);

        assertThat(told()).isEmpty();
        assertThat(rules.countries()).isEqualTo(Set.of("DE", "AT"));
        assertThat(rules.premium()).containsExactly("+49137", "118");
        assertThat(rules.allowed()).containsExactly("+49180");
        assertThat(rules.limits()).isEqualTo(new CallLimits(1, 2, 3));
        assertThat(rules.night())
                .satisfies(night -> assertThat(night.hours()).hasToString("22:00-06:00"))
                .satisfies(night -> assertThat(night.extensions()).containsExactly("101"));
        assertThat(rules.prefix()).isEqualTo("0");
    }

    @Test
    void whatIsAbsentIsOffOrUsual() {
        assertThat(read("{}")).isEqualTo(OutgoingRules.OFF);
    }

    @Test
    void aForgottenLineIsNotTakenForTheUsual() {
        read("{limits: , night: }");

        assertThat(told())
                .containsExactlyInAnyOrder(
                        "account.yaml:1: outgoing.limits is nothing; expected keys: calls, per-hour, minutes-per-day",
                        "account.yaml:1: outgoing.night is nothing; expected keys: hours, countries, extensions");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsLine() {
        read("""
                allow: maybe
                countries: [Germany, UK, [DE]]
                premium: [0x]
                limits: {calls: -1, per-hours: 2}
                night: {countries: [DE], extensions: [12]}
                prefix: "+"
                """);

        assertThat(told())
                .containsExactlyInAnyOrder(
                        "account.yaml:1: outgoing.allow: \"maybe\" is neither true nor false",
                        "account.yaml:2: outgoing.countries: \"Germany\" is no country; expected a code of two letters such as DE",
                        "account.yaml:2: outgoing.countries: \"UK\" is no country; expected a code of two letters such as DE (Britain is GB)",
                        "account.yaml:2: outgoing.countries has a list; expected single values",
                        "account.yaml:3: outgoing.premium: \"0x\" does not fit; expected the beginning of a number with its country code, such as +49900, or of a short number",
                        "account.yaml:4: outgoing.limits.calls: \"-1\" is out of range; expected a whole number, 0 to 1000",
                        "account.yaml:4: unknown key \"per-hours\" in outgoing.limits; did you mean \"per-hour\"?",
                        "account.yaml:5: outgoing.night lacks \"hours\"",
                        "account.yaml:5: outgoing.night.extensions: \"12\" does not fit; expected an extension, 100 to 999",
                        "account.yaml:6: outgoing.prefix: \"+\" does not fit; expected up to three digits, such as 0");
    }

    private OutgoingRules read(String yaml) {
        return new OutgoingReader(problems)
                .read("outgoing", YamlFile.parse(yaml, Path.of("account.yaml"), "account.yaml", problems));
    }

    private List<String> told() {
        return problems.list().stream().map(Problem::toString).toList();
    }
}
