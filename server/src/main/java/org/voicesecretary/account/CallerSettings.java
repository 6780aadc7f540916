package org.voicesecretary.account;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an account or a number says about how it sounds to callers; null = nothing, so the next wider place decides. */
public record CallerSettings(
        @Nullable String language,
        @Nullable String voice,
        @Nullable FillerChoice filler,
        @Nullable Duration fillerAfter) {
    public static final CallerSettings NOTHING = new CallerSettings(null, null, null, null);

    public CallerSettings over(CallerSettings wider) {
        return new CallerSettings(
                language != null ? language : wider.language,
                voice != null ? voice : wider.voice,
                filler != null ? filler : wider.filler,
                fillerAfter != null ? fillerAfter : wider.fillerAfter);
    }
}
