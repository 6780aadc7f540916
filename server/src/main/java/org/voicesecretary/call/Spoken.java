package org.voicesecretary.call;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * An announcement made ready.
 *
 * @param prompt what is played; null if there is nothing to play (a missing sound, an engine that failed)
 * @param text what is said, in words, or the sound's id
 * @param language of the text, as replies name it
 * @param remarks notes, oddities and faults of the making, for the timeline
 */
public record Spoken(@Nullable Prompt prompt, String text, String language, List<TimelineEvent> remarks) {
    public Spoken {
        remarks = List.copyOf(remarks);
    }

    public static Spoken of(Prompt prompt, String text, String language) {
        return new Spoken(prompt, text, language, List.of());
    }
}
