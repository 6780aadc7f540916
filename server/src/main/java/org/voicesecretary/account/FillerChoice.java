package org.voicesecretary.account;

/** What a caller hears while a script takes its time. */
public sealed interface FillerChoice {
    record Off() implements FillerChoice {
        @Override
        public String toString() {
            return "off";
        }
    }

    record Tone() implements FillerChoice {
        @Override
        public String toString() {
            return "tone";
        }
    }

    record Sentence(String text) implements FillerChoice {
        @Override
        public String toString() {
            return text;
        }
    }

    /** {@code off}, {@code tone} or a sentence; the inverse of {@code toString}. */
    static FillerChoice of(String text) {
        return switch (text.strip()) {
            case "off", "false", "no" -> new Off();
            case "tone", "on", "true", "yes" -> new Tone();
            case String sentence -> new Sentence(sentence);
        };
    }
}
