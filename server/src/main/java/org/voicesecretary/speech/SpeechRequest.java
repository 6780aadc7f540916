package org.voicesecretary.speech;

import org.voicesecretary.protocol.Language;

/**
 * What an engine is asked to render.
 *
 * @param text already cleaned ({@link SpeakableText}), not blank
 * @param voice a voice of the engine that is asked
 * @param language what the text is written in; one of those the voice speaks
 * @param ratePercent speed, 50 to 200, 100 is the voice's own
 * @param pitchPercent pitch, 50 to 150, 100 is the voice's own
 */
public record SpeechRequest(String text, Voice voice, Language language, int ratePercent, int pitchPercent) {
    public SpeechRequest {
        if (text.isBlank()) {
            throw new IllegalArgumentException("text to speak is blank, expected at least one word");
        }
        if (ratePercent < 50 || ratePercent > 200) {
            throw new IllegalArgumentException("speech rate is out of range: " + ratePercent + ", expected 50 to 200");
        }
        if (pitchPercent < 50 || pitchPercent > 150) {
            throw new IllegalArgumentException("pitch is out of range: " + pitchPercent + ", expected 50 to 150");
        }
    }

    public SpeechRequest(String text, Voice voice, Language language) {
        this(text, voice, language, 100, 100);
    }
}
