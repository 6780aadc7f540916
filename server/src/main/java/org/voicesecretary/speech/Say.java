package org.voicesecretary.speech;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.Language;

/** What the {@code say} command does: a sentence into a WAV file, and the list of voices. */
public final class Say {
    private final Speaker speaker;

    public Say(Speaker speaker) {
        this.speaker = speaker;
    }

    /**
     * Renders a text into a 16 kHz WAV file.
     *
     * @param language as written on the command line, null for English
     * @param voice a voice's id, null for the default
     * @return lines for people: what was said by whom, and any notes
     */
    public List<String> toFile(String text, @Nullable String language, @Nullable String voice, Path file)
            throws SpeechException, IOException, InterruptedException {
        List<Note> notes = new ArrayList<>();
        Language spoken = speaker.catalog().language(language == null ? "en" : language, Language.EN, notes);
        Speaker.Speech speech = speaker.say(new Speaker.Utterance(text, spoken, voice, null, 100));
        Voice speaking = speech.voice();
        if (speaking == null) {
            throw new SpeechException(SpeechException.Kind.SCRIPT, "text is empty, expected something to say");
        }
        WavFile.write(file, speech.sound());
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %.2f s, voice %s (%s), language %s",
                file,
                speech.sound().durationMillis() / 1000.0,
                speaking.id(),
                speaking.name(),
                spoken.code()));
        notes.addAll(speech.notes());
        notes.forEach(note -> lines.add("note: " + note.text()));
        return lines;
    }

    /**
     * The voices as a table: language, voice, engine, name; those of the protocol's languages first.
     *
     * @param language only those that speak it; null for all
     */
    public List<String> voices(@Nullable Language language) {
        List<VoiceCatalog.Candidate> shown = speaker.catalog().all().stream()
                .filter(candidate -> language == null || candidate.voice().speaks(language))
                .sorted(Comparator.comparingInt(candidate -> protocolRank(candidate.voice())))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(String.format("%-18s %-24s %-12s %s", "LANGUAGE", "VOICE", "ENGINE", "NAME"));
        for (VoiceCatalog.Candidate candidate : shown) {
            Voice voice = candidate.voice();
            lines.add(String.format(
                    "%-18s %-24s %-12s %s",
                    voice.language().code(), voice.id(), candidate.engine().id(), voice.name()));
        }
        return lines;
    }

    private static int protocolRank(Voice voice) {
        int rank = Language.PROTOCOL.indexOf(voice.language().primary());
        return rank < 0 ? Language.PROTOCOL.size() : rank;
    }
}
