package org.voicesecretary.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.LogConfig;

@Tag("unit")
class LineEncoderTest {
    private final SecretMask mask = new SecretMask();

    @Test
    void aLineCannotBeForgedByWhatIsLogged() {
        String line = text(event("from sipvicious\n2026-03-04 ERROR forged\u001b[2J", null));
        assertThat(line.lines()).hasSize(1);
        assertThat(line)
                .contains("WARN  sip.transport  from sipvicious 2026-03-04 ERROR forged [2J")
                .endsWith("\n");
    }

    @Test
    void secretsAreHiddenInMessagesAndStackTraces() {
        mask.hide(List.of("0d1c2b3a4f5e6d7c8b9a", "short"));
        String line =
                text(event("secret 0d1c2b3a4f5e6d7c8b9a, short", new IllegalStateException("0d1c2b3a4f5e6d7c8b9a!")));
        assertThat(line).contains("secret ***, short").contains("IllegalStateException: ***!");
        assertThat(line).doesNotContain("0d1c2b3a4f5e6d7c8b9a");
    }

    @Test
    void jsonIsOneObjectALine() {
        String line = new String(
                new LineEncoder(mask, new LineEncoder.Json()).encode(event("said \"hi\"\n", new RuntimeException("x"))),
                StandardCharsets.UTF_8);
        assertThat(line.lines()).hasSize(1);
        assertThat(line)
                .startsWith(
                        "{\"time\":\"2026-03-04T10:11:12Z\",\"level\":\"WARN\",\"logger\":\"org.voicesecretary.sip.transport\",")
                .contains("\"message\":\"said \\\"hi\\\"\\n\"")
                .contains("\"error\":\"java.lang.RuntimeException: x");
    }

    @Test
    void theLogSectionDecidesWhatIsWrittenAndHow() {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        var out = new ByteArrayOutputStream();
        LogSetup.configure(
                context,
                new LogConfig(LogConfig.Level.INFO, LogConfig.Format.TEXT, Map.of("org.voicesecretary.sip", "debug")),
                mask,
                out);
        context.getLogger("org.voicesecretary.sip.transport").debug("wanted");
        context.getLogger("org.voicesecretary.call").debug("too much");
        context.getLogger("org.flywaydb.core").info("library");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("wanted").doesNotContain("too much", "library");
        LogSetup.configure(context, new LogConfig(LogConfig.Level.DEBUG, LogConfig.Format.TEXT, Map.of()), mask, out);
        context.getLogger("org.apache.hc.client5.http.wire").debug("wait_dtmf[digits]=1042");
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("1042");

        assertThatThrownBy(() -> LogSetup.configure(
                        context,
                        new LogConfig(LogConfig.Level.INFO, LogConfig.Format.TEXT, Map.of("a.b", "loud")),
                        mask,
                        out))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("log.levels: \"loud\" of a.b is no level");
    }

    private String text(LoggingEvent event) {
        return new String(new LineEncoder(mask, new LineEncoder.Text()).encode(event), StandardCharsets.UTF_8);
    }

    private static LoggingEvent event(String message, @Nullable Throwable error) {
        var logger = new LoggerContext().getLogger("org.voicesecretary.sip.transport");
        var event = new LoggingEvent("", logger, Level.WARN, message, error, null);
        event.setInstant(Instant.parse("2026-03-04T10:11:12Z"));
        return event;
    }
}
