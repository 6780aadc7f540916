package org.voicesecretary.pbx.office;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.SayPopular;
import org.voicesecretary.protocol.Instruction.SayText;

/**
 * The {@code recording:} section: what holds wherever an extension or a number says that calls are recorded.
 *
 * @param announce said to both sides before, {@code true} = the usual words; null or {@code false} = nothing is
 * @param keep how long recordings are kept
 */
public record RecordingRules(@Nullable String announce, Duration keep, Format format) {
    static final RecordingRules USUAL = new RecordingRules(null, Duration.ofDays(90), Format.MP3);

    private static final String USUAL_WORDS = "true";
    private static final String NOTHING = "false";
    /** The call may be recorded (docs/phrases.md). */
    private static final int PHRASE = 45;

    /** What both sides hear before; empty = nothing. */
    public Optional<Announcement> announcement() {
        return Optional.ofNullable(announce)
                .filter(text -> !text.equals(NOTHING))
                .map(text -> text.equals(USUAL_WORDS) ? new SayPopular(PHRASE, null) : new SayText(text, null, null));
    }

    /** What recordings are kept as. */
    public enum Format {
        WAV,
        MP3
    }

    static RecordingRules read(String path, YamlValue value, Reading reading) {
        Fields fields = reading.fields(path, value, "announce", "keep", "format");
        Duration keep = fields.duration("keep", "1d", "3650d");
        Format format = fields.constant("format", Format.class);
        return new RecordingRules(
                fields.parsed("announce", text -> Syntax.atMost(1000, Syntax.notBlank(text))),
                keep == null ? USUAL.keep : keep,
                format == null ? USUAL.format : format);
    }
}
