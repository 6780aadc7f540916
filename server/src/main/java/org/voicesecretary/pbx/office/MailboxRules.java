package org.voicesecretary.pbx.office;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.YamlValue;

/**
 * The {@code voicemail:} section: what holds for the messages of all extensions.
 *
 * @param maxLength of a message
 * @param keep how long a message is kept
 * @param emailFrom who sends it by e-mail; null = as the installation says
 */
public record MailboxRules(
        Duration maxLength, Duration keep, @Nullable String emailFrom) {
    static final MailboxRules USUAL = new MailboxRules(Duration.ofMinutes(3), Duration.ofDays(30), null);

    static MailboxRules read(String path, YamlValue value, Reading reading) {
        Fields fields = reading.fields(path, value, "max-length", "keep", "email-from");
        Duration maxLength = fields.duration("max-length", "5s", "30m");
        Duration keep = fields.duration("keep", "1d", "3650d");
        return new MailboxRules(
                maxLength == null ? USUAL.maxLength : maxLength,
                keep == null ? USUAL.keep : keep,
                fields.parsed("email-from", Notation::email));
    }
}
