package org.voicesecretary.speech;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.protocol.Language;

/**
 * Text in, levelled sound out: chooses the voice, asks the cache, then the engine, then the other engines that speak the
 * language. What no engine can say is a {@link SpeechException}: the caller decides what is heard instead.
 */
public final class Speaker {
    private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);

    /**
     * What is to be said.
     *
     * @param text as it came; it is cleaned here
     * @param language the language of the text
     * @param voice the script's wish, null for the default
     * @param accountVoice the account's choice, null for none
     * @param ratePercent speed, 50 to 200
     */
    public record Utterance(
            String text,
            Language language,
            @Nullable String voice,
            @Nullable String accountVoice,
            int ratePercent) {
        public Utterance(String text, Language language) {
            this(text, language, null, null, 100);
        }
    }

    /**
     * What was said.
     *
     * @param sound a master: 16 kHz, levelled; of no samples if the text had nothing to say
     * @param voice who spoke it, null for nobody
     * @param key its name in the cache
     * @param text the text as spoken
     */
    public record Speech(Pcm sound, @Nullable Voice voice, SpeechKey key, String text, List<Note> notes) {
        public Speech {
            notes = List.copyOf(notes);
        }
    }

    private final VoiceCatalog catalog;
    private final SpeechCache cache;

    public Speaker(VoiceCatalog catalog, SpeechCache cache) {
        this.catalog = catalog;
        this.cache = cache;
    }

    public VoiceCatalog catalog() {
        return catalog;
    }

    /** @throws SpeechException if no engine rendered it; carries the failure of the first that was asked */
    public Speech say(Utterance utterance) throws SpeechException, InterruptedException {
        SpeakableText text = SpeakableText.of(utterance.text());
        List<Note> notes = new ArrayList<>(text.notes());
        if (text.isEmpty()) {
            notes.add(new Note(Note.Kind.TEXT, "text has nothing to say, nothing is heard"));
            return new Speech(
                    new Pcm(new short[0], Mastering.SAMPLE_RATE), null, SpeechKey.ofParts("nothing"), "", notes);
        }
        VoiceCatalog.Choice choice = catalog.choose(utterance.language(), utterance.voice(), utterance.accountVoice());
        notes.addAll(choice.notes());
        SpeechException first = null;
        for (VoiceCatalog.Candidate candidate : choice.candidates()) {
            SpeechRequest request =
                    new SpeechRequest(text.text(), candidate.voice(), choice.language(), utterance.ratePercent(), 100);
            SpeechKey key = SpeechKey.of(candidate.engine(), request);
            try {
                Pcm sound = cache.get(key, () -> render(candidate.engine(), request));
                if (first != null) {
                    notes.add(new Note(
                            Note.Kind.ENGINE,
                            first.getMessage() + "; '" + candidate.engine().id() + "' spoke instead"));
                }
                return new Speech(sound, candidate.voice(), key, text.text(), notes);
            } catch (SpeechException e) {
                LOG.warn("{}", e.getMessage());
                first = first == null ? e : first;
            }
        }
        throw first == null ? VoiceCatalog.noEngine() : first;
    }

    private static Pcm render(SpeechEngine engine, SpeechRequest request) throws SpeechException, InterruptedException {
        Pcm raw = engine.render(request);
        if (Mastering.isSilent(raw)) {
            throw new SpeechException(
                    SpeechException.Kind.UPSTREAM,
                    "speech engine " + engine.id() + ": returned silence for "
                            + request.text().length()
                            + " characters in voice '" + request.voice().id()
                            + "', expected sound; the voice may not know this script or language");
        }
        return Mastering.master(raw);
    }
}
