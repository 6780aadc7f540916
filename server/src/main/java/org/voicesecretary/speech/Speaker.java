package org.voicesecretary.speech;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * @param secret whether no copy of it may stay on the disk
     */
    public record Utterance(
            String text,
            Language language,
            @Nullable String voice,
            @Nullable String accountVoice,
            int ratePercent,
            boolean secret) {
        public Utterance(
                String text,
                Language language,
                @Nullable String voice,
                @Nullable String accountVoice,
                int ratePercent) {
            this(text, language, voice, accountVoice, ratePercent, false);
        }

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
    private final EngineRests rests;

    public Speaker(VoiceCatalog catalog, SpeechCache cache, InstantSource clock) {
        this.catalog = catalog;
        this.cache = cache;
        this.rests = new EngineRests(clock);
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
        List<VoiceCatalog.Candidate> resting = new ArrayList<>();
        List<SpeechException> failures = new ArrayList<>();
        for (VoiceCatalog.Candidate candidate : choice.candidates()) {
            SpeechRequest request = request(candidate, text, choice, utterance);
            if (rests.rests(candidate.engine()) && !cache.has(SpeechKey.of(candidate.engine(), request))) {
                resting.add(candidate);
                continue;
            }
            Optional<Speech> speech = attempt(candidate, request, utterance.secret(), notes, failures);
            if (speech.isPresent()) {
                return speech.get();
            }
        }
        for (VoiceCatalog.Candidate candidate : resting) { // nobody else could: better late than silent
            Optional<Speech> speech = attempt(
                    candidate, request(candidate, text, choice, utterance), utterance.secret(), notes, failures);
            if (speech.isPresent()) {
                return speech.get();
            }
        }
        throw failures.isEmpty() ? VoiceCatalog.noEngine() : failures.getFirst();
    }

    /** Gets the voice ready that speaks where a script names none. */
    public void prepare(Language language, @Nullable String accountVoice) throws SpeechException {
        VoiceCatalog.Candidate first =
                catalog.choose(language, null, accountVoice).candidates().getFirst();
        first.engine().prepare(first.voice());
    }

    private static SpeechRequest request(
            VoiceCatalog.Candidate candidate, SpeakableText text, VoiceCatalog.Choice choice, Utterance utterance) {
        return new SpeechRequest(text.text(), candidate.voice(), choice.language(), utterance.ratePercent(), 100);
    }

    private Optional<Speech> attempt(
            VoiceCatalog.Candidate candidate,
            SpeechRequest request,
            boolean secret,
            List<Note> notes,
            List<SpeechException> failures)
            throws InterruptedException {
        SpeechKey key = SpeechKey.of(candidate.engine(), request);
        try {
            Pcm sound = cache.get(key, () -> render(candidate.engine(), request), !secret);
            if (!failures.isEmpty()) {
                notes.add(new Note(
                        Note.Kind.ENGINE,
                        failures.getFirst().getMessage() + "; '"
                                + candidate.engine().id() + "' spoke instead"));
            }
            return Optional.of(new Speech(sound, candidate.voice(), key, request.text(), notes));
        } catch (SpeechException e) {
            LOG.warn("{}", e.getMessage());
            failures.add(e);
            return Optional.empty();
        }
    }

    private Pcm render(SpeechEngine engine, SpeechRequest request) throws SpeechException, InterruptedException {
        try {
            Pcm sound = mastered(engine, request);
            rests.worked(engine);
            return sound;
        } catch (SpeechException e) {
            rests.failed(engine);
            throw e;
        }
    }

    private static Pcm mastered(SpeechEngine engine, SpeechRequest request)
            throws SpeechException, InterruptedException {
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
