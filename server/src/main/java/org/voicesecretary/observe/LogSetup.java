package org.voicesecretary.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.LogConfig;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problem;

/** Puts the {@code log} section of the configuration into force. */
public final class LogSetup {
    /** Libraries that are talkative, or at DEBUG print what passes through them, keys of callers included; {@code log.levels} wins. */
    private static final List<String> QUIET =
            List.of("org.flywaydb", "com.zaxxer.hikari", "org.eclipse.jetty", "io.javalin", "org.apache.hc");

    private LogSetup() {}

    /**
     * Logs to {@code out} from now on.
     *
     * @throws ConfigException if {@code log.levels} names a level that does not exist
     */
    public static void apply(LogConfig config, SecretMask mask, OutputStream out) {
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), config, mask, out);
    }

    static void configure(LoggerContext context, LogConfig config, SecretMask mask, OutputStream out) {
        List<Problem> problems = new ArrayList<>();
        config.levels().forEach((name, level) -> {
            if (Level.toLevel(level, null) == null) {
                problems.add(new Problem(
                        new Origin.Key("log.levels"),
                        "\"" + level + "\" of " + name
                                + " is no level; expected trace, debug, info, warn, error or off"));
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException("the configuration", problems);
        }
        context.reset();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("out");
        appender.setEncoder(encoder(config, mask, context));
        appender.setOutputStream(out);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(config.level().name()));
        root.addAppender(appender);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        config.levels().forEach((name, level) -> context.getLogger(name).setLevel(Level.toLevel(level)));
    }

    private static Encoder<ILoggingEvent> encoder(LogConfig config, SecretMask mask, LoggerContext context) {
        Encoder<ILoggingEvent> encoder = switch (config.format()) {
            case TEXT -> new LineEncoder(mask, new LineEncoder.Text());
            case JSON -> new LineEncoder(mask, new LineEncoder.Json());
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
