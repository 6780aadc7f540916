package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a tester is told where an interpreter is missing or a script does not start. */
@Tag("e2e")
class ScriptProcessTest {
    @Test
    void aMissingInterpreterIsToldWithThePackageThatBringsIt() {
        assertThatThrownBy(() -> ScriptProcess.start(List.of("no-such-php", "hello.php"), "php-cli", Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no-such-php is missing")
                .hasMessageContaining("php-cli");
    }

    @Test
    void aScriptThatDoesNotStartIsToldWithItsLastWords() {
        assertThatThrownBy(() -> ScriptProcess.start(
                        List.of("python3", "-c", "raise SystemExit('the port is taken')"), "python3", Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the port is taken");
    }
}
