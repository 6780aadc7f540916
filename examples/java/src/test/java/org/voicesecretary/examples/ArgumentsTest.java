package org.voicesecretary.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.client.SignatureCheck;

class ArgumentsTest {
    @Test
    @Tag("unit")
    void withoutArgumentsTheDefaultPortIsTakenAndNoSignatureChecked() {
        Arguments arguments = Arguments.parse(new String[0], 9001);
        assertThat(arguments.port()).isEqualTo(9001);
        assertThat(arguments.check()).isEqualTo(SignatureCheck.off());
    }

    @Test
    @Tag("unit")
    void portAndSecretAreTakenFromTheCommandLine() {
        Arguments arguments = Arguments.parse(new String[] {"--port", "0", "--secret", "abc"}, 9001);
        assertThat(arguments.port()).isZero();
        assertThat(arguments.check()).isEqualTo(SignatureCheck.with("abc"));
    }

    @Test
    @Tag("unit")
    void wrongArgumentsSayWhatIsExpected() {
        assertThatThrownBy(() -> Arguments.parse(new String[] {"--prot", "1"}, 9001, "--menu"))
                .hasMessageContaining("--prot")
                .hasMessageContaining("--menu");
        assertThatThrownBy(() -> Arguments.parse(new String[] {"--port"}, 9001)).hasMessageContaining("no value");
        assertThatThrownBy(() -> Arguments.parse(new String[] {"--port", "99999"}, 9001))
                .hasMessageContaining("65535");
    }

    @Test
    @Tag("unit")
    void aFileOfOnesOwnTakesThePlaceOfTheBundledOne(@TempDir Path dir) throws Exception {
        Path mine = Files.writeString(dir.resolve("mine.csv"), "number,balance,currency\n5,1,euros\n");
        Arguments arguments = Arguments.parse(new String[] {"--customers", mine.toString()}, 9004, "--customers");
        assertThat(arguments.lines("--customers", "customers.csv")).contains("5,1,euros");
        assertThat(Arguments.parse(new String[0], 9004, "--customers").lines("--customers", "customers.csv"))
                .contains("1042,250.75,euros");
    }

    @Test
    @Tag("wire")
    void anExampleIsServed() throws Exception {
        try (var server = Arguments.parse(new String[] {"--port", "0"}, 9001).serve(new LastThreeDigits())) {
            assertThat(server.port()).isPositive();
        }
    }
}
