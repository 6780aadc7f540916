package org.voicesecretary.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import org.voicesecretary.protocol.JsonText;

/** One log event as one piece of text, secrets hidden. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final SecretMask mask;
    private final Function<ILoggingEvent, String> form;

    LineEncoder(SecretMask mask, Function<ILoggingEvent, String> form) {
        this.mask = mask;
        this.form = form;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return (mask.masked(form.apply(event)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    /** {@code 2026-03-04 10:11:12.345 INFO  sip.transport  message}; a message has no line breaks of its own. */
    static final class Text implements Function<ILoggingEvent, String> {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

        @Override
        public String apply(ILoggingEvent event) {
            String line = "%s %-5s %s  %s"
                    .formatted(
                            TIME.format(event.getInstant()),
                            event.getLevel(),
                            event.getLoggerName().replace("org.voicesecretary.", ""),
                            oneLine(event.getFormattedMessage()));
            return event.getThrowableProxy() == null
                    ? line
                    : line + "\n"
                            + ThrowableProxyUtil.asString(event.getThrowableProxy())
                                    .stripTrailing();
        }

        /** What came over the network must not be able to forge lines or steer a terminal. */
        private static String oneLine(String message) {
            return message.codePoints()
                    .map(c -> Character.isISOControl(c) ? ' ' : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }

    /** One object a line: time, level, logger, thread, message, error. */
    static final class Json implements Function<ILoggingEvent, String> {
        @Override
        public String apply(ILoggingEvent event) {
            var json = new JsonText()
                    .text("time", event.getInstant().toString())
                    .text("level", event.getLevel().toString())
                    .text("logger", event.getLoggerName())
                    .text("thread", event.getThreadName())
                    .text("message", event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                json.text("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            return json.close();
        }
    }
}
