package org.voicesecretary.speech;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Language;

/** All voices of all engines, in the order in which engines are preferred, and the choice among them. */
public final class VoiceCatalog {
    /** A voice and the engine that has it. */
    public record Candidate(SpeechEngine engine, Voice voice) {}

    /**
     * What was chosen.
     *
     * @param language the language that is spoken
     * @param candidates the chosen voice first, then one of each other engine that speaks the language; never empty
     * @param notes where the choice is not what was asked for
     */
    public record Choice(Language language, List<Candidate> candidates, List<Note> notes) {
        public Choice {
            candidates = List.copyOf(candidates);
            notes = List.copyOf(notes);
        }
    }

    private final List<SpeechEngine> engines;
    private final Map<Language, String> preferred;
    private final List<Candidate> all;
    private final Map<Language, List<Candidate>> speakers = new HashMap<>(); // never written after construction
    private final List<Candidate> polyglots;

    /** @param preferred the installation's own choice of a voice for a language, where it has one */
    public VoiceCatalog(List<SpeechEngine> engines, Map<Language, String> preferred) {
        this.engines = List.copyOf(engines);
        this.preferred = Map.copyOf(preferred);
        this.all = engines.stream()
                .flatMap(engine -> engine.voices().stream().map(voice -> new Candidate(engine, voice)))
                .toList();
        this.polyglots = all.stream()
                .filter(candidate -> candidate.voice().speaks(Voice.EVERY_LANGUAGE))
                .toList();
        index();
    }

    public List<SpeechEngine> engines() {
        return engines;
    }

    /** All of them; a language's default before its others. */
    public List<Candidate> all() {
        return all;
    }

    /** The tags of all languages that have a voice, sorted. */
    public List<String> languages() {
        TreeSet<String> tags = new TreeSet<>();
        for (Candidate candidate : all) {
            tags.add(candidate.voice().language().code());
            candidate.voice().alsoSpeaks().forEach(other -> tags.add(other.code()));
        }
        return List.copyOf(tags);
    }

    public boolean speaks(Language language) {
        return !speakers(language).isEmpty();
    }

    private List<Candidate> speakers(Language language) {
        return speakers.getOrDefault(language, polyglots);
    }

    /** For all languages that any voice names, with and without region: who speaks them, in order of preference. */
    private void index() {
        Set<Language> named = new HashSet<>();
        for (Candidate candidate : all) {
            named.add(candidate.voice().language());
            named.addAll(candidate.voice().alsoSpeaks());
        }
        named.addAll(named.stream().map(Language::primary).toList());
        for (Language language : named) {
            speakers.put(
                    language,
                    all.stream()
                            .filter(candidate -> candidate.voice().speaks(language))
                            .toList());
        }
    }

    /**
     * The language a script's wish comes to: the wish, else its language without the region, else the account's.
     *
     * @param wish as written by the script; null where it wrote none, which is noted too
     */
    public Language language(@Nullable String wish, Language account, List<Note> notes) {
        Optional<Language> parsed = Optional.ofNullable(wish).flatMap(Language::parse);
        if (parsed.isPresent() && speaks(parsed.get())) {
            return parsed.get();
        }
        if (parsed.isPresent() && speaks(parsed.get().primary())) {
            Language primary = parsed.get().primary();
            notes.add(new Note(
                    Note.Kind.LANGUAGE,
                    "language '" + wish + "' has no voice of its own, '" + primary.code() + "' speaks"));
            return primary;
        }
        notes.add(
                new Note(
                        Note.Kind.LANGUAGE,
                        wish == null || wish.isBlank()
                                ? "language is absent, the account's language '" + account.code() + "' is used"
                                : "language '" + shown(wish) + "' is unknown, the account's language '" + account.code()
                                        + "' is used; expected one of ru ua en es pl fr de or a language of the speech engine"));
        return speaks(account) || !speaks(account.primary()) ? account : account.primary();
    }

    /**
     * Who speaks.
     *
     * @param wish a voice as written by the script: its id, or {@code engine:id}; null for the default
     * @param accountVoice the account's choice, used where it speaks the language
     * @throws SpeechException if no engine has any voice
     */
    public Choice choose(Language language, @Nullable String wish, @Nullable String accountVoice)
            throws SpeechException {
        List<Note> notes = new ArrayList<>();
        Language spoken = spoken(language, notes);
        List<Candidate> fitting = speakers(spoken);
        Optional<Candidate> first = named(fitting, wish);
        if (first.isEmpty() && wish != null && !wish.isBlank()) {
            notes.add(new Note(
                    Note.Kind.VOICE,
                    "voice '" + shown(wish) + "' is not known for language '" + spoken.code()
                            + "', the default voice speaks; 'say --list-voices' shows what there is"));
        }
        Candidate chosen = first.or(() -> named(fitting, accountVoice))
                .or(() -> named(fitting, preferred.get(spoken)))
                .orElseGet(fitting::getFirst);
        return new Choice(spoken, withSubstitutes(chosen, fitting), notes);
    }

    /**
     * What would not be heard as it is written where somebody speaks this language with this voice.
     *
     * @param voice null for the default
     * @return in words; empty where all is well or no engine works
     */
    public List<String> doubts(String language, @Nullable String voice) {
        if (all.isEmpty()) {
            return List.of();
        }
        Optional<Language> parsed = Language.parse(language);
        Optional<Language> spoken = parsed.filter(this::speaks)
                .or(() -> parsed.map(Language::primary).filter(this::speaks));
        if (spoken.isEmpty()) {
            return List.of("no voice speaks language '" + language + "'; languages that have one: "
                    + String.join(" ", languages()));
        }
        if (voice == null || named(speakers(spoken.get()), voice).isPresent()) {
            return List.of();
        }
        return List.of("voice '" + voice + "' is not known for language '" + language + "', the default voice speaks; "
                + "'say --list-voices --language " + language + "' shows what there is");
    }

    private Language spoken(Language language, List<Note> notes) throws SpeechException {
        if (speaks(language)) {
            return language;
        }
        Language instead = speaks(Language.EN)
                ? Language.EN
                : all.stream()
                        .map(candidate -> candidate.voice().language())
                        .findFirst()
                        .orElseThrow(VoiceCatalog::noEngine);
        notes.add(new Note(
                Note.Kind.LANGUAGE,
                "no voice speaks '" + language.code() + "', a voice for '" + instead.code() + "' reads it"));
        return instead;
    }

    /** The failure of an installation without any engine. */
    static SpeechException noEngine() {
        return new SpeechException(
                SpeechException.Kind.OPERATOR,
                "no speech engine is there: install espeak-ng (apt install espeak-ng) or configure another under speech");
    }

    private static List<Candidate> withSubstitutes(Candidate chosen, List<Candidate> speakers) {
        List<Candidate> candidates = new ArrayList<>(List.of(chosen));
        for (Candidate speaker : speakers) {
            boolean engineIsNew = candidates.stream().noneMatch(known -> known.engine() == speaker.engine());
            if (engineIsNew) {
                candidates.add(sameGender(speaker, chosen.voice().gender(), speakers));
            }
        }
        return candidates;
    }

    private static Candidate sameGender(Candidate fallback, Gender gender, List<Candidate> speakers) {
        return speakers.stream()
                .filter(other ->
                        other.engine() == fallback.engine() && other.voice().gender() == gender)
                .findFirst()
                .orElse(fallback);
    }

    private static Optional<Candidate> named(List<Candidate> speakers, @Nullable String wish) {
        if (wish == null) {
            return Optional.empty();
        }
        String name = wish.strip();
        return speakers.stream()
                .filter(candidate -> candidate.voice().id().equalsIgnoreCase(name)
                        || (candidate.engine().id() + ":" + candidate.voice().id()).equalsIgnoreCase(name))
                .findFirst();
    }

    private static String shown(String wish) {
        String clean = SpeakableText.of(wish, 40).text();
        return clean.isEmpty() ? "?" : clean;
    }
}
