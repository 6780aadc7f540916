package org.voicesecretary.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.PcmPrompt;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Mastering;
import org.voicesecretary.speech.Note;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechKey;
import org.voicesecretary.speech.phrase.Phrases;
import org.voicesecretary.speech.phrase.SystemText;
import org.voicesecretary.speech.spell.Spelled;
import org.voicesecretary.speech.spell.Spelling;
import org.voicesecretary.storage.StorageException;

/**
 * Everything a caller can hear, ready to send: the accounts' sounds, and what is spoken. Prompts are shared between calls
 * and kept within a bound of bytes; fixed sentences are kept for good.
 */
public final class PromptLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(PromptLibrary.class);

    /** Digits are spoken more slowly than sentences: the listener writes them down. */
    private static final int DIGIT_RATE = 85;

    private record Fixed(Language language, @Nullable String voice, String text) {}

    private final Speaker speaker;
    private final Spelling spelling;
    private final Phrases phrases;
    private final SoundStore store;
    private final SoundImport files;
    private final FixedTones tones = FixedTones.make();
    private final Cache<SpeechKey, Prompt> prompts;
    private final Map<String, SoundTable> sounds = new ConcurrentHashMap<>();
    private final Map<String, Map<Fixed, Said>> fixed = new ConcurrentHashMap<>(); // by account

    /** @param promptBytes bound of the memory for prompts other than fixed sentences */
    public PromptLibrary(
            Speaker speaker,
            Spelling spelling,
            Phrases phrases,
            SoundStore store,
            SoundImport files,
            long promptBytes) {
        this.speaker = speaker;
        this.spelling = spelling;
        this.phrases = phrases;
        this.store = store;
        this.files = files;
        // A prompt holds its samples and, per codec in use, a byte for each 1/8000 s.
        this.prompts = Caffeine.newBuilder()
                .maximumWeight(promptBytes)
                .weigher((SpeechKey key, Prompt prompt) -> (int) Math.min(prompt.durationMillis() * 56 + 512, 1 << 30))
                .build();
    }

    /**
     * Whether a file can become a sound; changes nothing.
     *
     * @param hash SHA-256 of its content
     * @return what is wrong with it
     */
    public Optional<String> problem(Path file, String hash) {
        if (store.has(key(hash))) {
            return Optional.empty();
        }
        try {
            files.master(file);
            return Optional.empty();
        } catch (SoundImportException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("sound file " + file + " was not listened to: the program is ending");
        }
    }

    /** The sound as it is at hand now, without importing anything: a file that was imported before is in the store. */
    public Sound atHand(Sound sound) {
        return sound.source() instanceof Sound.File file && store.has(key(file.hash()))
                ? new Sound(sound.id(), sound.language(), new Sound.Stored(key(file.hash())))
                : sound;
    }

    /**
     * Makes a sound ready when settings are applied: renders its text, or imports its file into the store.
     *
     * @return the sound as it is to be kept: an imported file by its name in the store, a text as it was
     * @throws SoundImportException the file is not usable
     * @throws SpeechException the text could not be rendered now; it is tried again when it is played
     */
    public Sound prepare(AccountVoice account, Sound sound)
            throws SoundImportException, SpeechException, InterruptedException {
        return switch (sound.source()) {
            case Sound.Text text -> {
                say(text.text(), textLanguage(account, sound), text.voice(), account, 100);
                yield sound;
            }
            case Sound.File file -> new Sound(sound.id(), sound.language(), new Sound.Stored(imported(file)));
            case Sound.Stored stored -> {
                if (!store.has(stored.key())) {
                    throw new SoundImportException(
                            "sound '" + sound.id() + "' has lost its file " + store.file(stored.key())
                                    + "; apply its account's file again",
                            null);
                }
                yield sound;
            }
        };
    }

    /** Gets the voice of an account ready to say what nobody has said yet. */
    void prepareVoice(AccountVoice account) throws SpeechException {
        speaker.prepare(account.language(), account.voice());
    }

    /** Renders a phrase of the account's own, so that no call waits for it. */
    void preparePhrase(AccountVoice account, Language language, String text)
            throws SpeechException, InterruptedException {
        say(text, language, null, account, 100);
    }

    /** From now on an account has just these sounds, all of them {@linkplain #prepare prepared}. */
    public void replaceSounds(String accountId, Collection<Sound> all) {
        sounds.put(accountId, SoundTable.of(all));
    }

    /**
     * Removes the imported files, made before {@code time}, of sounds that no account has any more.
     *
     * @param hashes of the files that accounts name
     * @return how many
     * @throws StorageException if they cannot be looked at or removed
     */
    public int forgetMastersBefore(Instant time, Set<String> hashes) {
        try {
            return store.forgetBefore(
                    time, hashes.stream().map(PromptLibrary::key).collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Fault.UNAVAILABLE, "imported sounds cannot be removed: " + e, e);
        }
    }

    public boolean hasSound(String accountId, String id) {
        return sounds.getOrDefault(accountId, SoundTable.EMPTY).find(id).isPresent();
    }

    /**
     * A sound by its id.
     *
     * @return empty if the account has none of that id
     * @throws SpeechException it has one, and it could not be made ready
     */
    public Optional<Said> sound(AccountVoice account, String id) throws SpeechException, InterruptedException {
        Optional<Sound> found =
                sounds.getOrDefault(account.accountId(), SoundTable.EMPTY).find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Sound sound = found.get();
        List<Note> notes = new ArrayList<>();
        if (!sound.id().equals(id)) {
            notes.add(new Note(Note.Kind.SOUND, "sound '" + id + "' is found as '" + sound.id() + "'"));
        }
        Language language = textLanguage(account, sound);
        return Optional.of(
                switch (sound.source()) {
                    case Sound.Text text -> {
                        Said said = say(text.text(), language, text.voice(), account, 100);
                        notes.addAll(said.notes());
                        yield new Said(said.prompt(), said.text(), said.language(), notes);
                    }
                    case Sound.Stored stored -> new Said(stored(sound.id(), stored.key()), sound.id(), language, notes);
                    case Sound.File file ->
                        throw new SpeechException(
                                SpeechException.Kind.OPERATOR,
                                "sound '" + sound.id() + "' cannot be played: its file " + file.path()
                                        + " is not imported; the server's log says why");
                });
    }

    /** Free text: {@code ivr_saytext}. */
    public Said text(AccountVoice account, String text, @Nullable Language wish, @Nullable String voice)
            throws SpeechException, InterruptedException {
        List<Note> notes = new ArrayList<>();
        Language language = language(account, wish, notes);
        return with(notes, say(text, language, voice, account, 100));
    }

    /** Digit by digit: {@code ivr_saydigits}. */
    public Said digits(AccountVoice account, String digits, @Nullable Language wish)
            throws SpeechException, InterruptedException {
        List<Note> notes = new ArrayList<>();
        Language language = language(account, wish, notes);
        return spelled(spelling.digits(digits, language), language, account, DIGIT_RATE, notes);
    }

    /** A cardinal number, whole or decimal: {@code ivr_saynumber}. */
    public Said number(AccountVoice account, String number, @Nullable Language wish)
            throws SpeechException, InterruptedException {
        List<Note> notes = new ArrayList<>();
        Language language = language(account, wish, notes);
        return spelled(spelling.number(number, language), language, account, 100, notes);
    }

    /** A numbered phrase: {@code ivr_saypopular}. An unknown number is noted, and nothing is heard. */
    public Said popular(AccountVoice account, int number, @Nullable Language wish)
            throws SpeechException, InterruptedException {
        List<Note> notes = new ArrayList<>();
        Language language = language(account, wish, notes);
        Optional<Phrases.Found> found = phrases.find(number, language, account.language(), account.phrases());
        if (found.isEmpty()) {
            notes.add(new Note(
                    Note.Kind.PHRASE,
                    "phrase " + number + " is unknown, nothing is heard; docs/phrases.md lists 1 to "
                            + phrases.table().size()));
            return new Said(tones.nothing(), "", language, notes);
        }
        Phrases.Found phrase = found.get();
        if (!phrase.language().equals(language)) {
            notes.add(new Note(
                    Note.Kind.PHRASE,
                    "phrase " + number + " does not exist in '" + language.code() + "', it is spoken in '"
                            + phrase.language().code() + "'"));
        }
        return with(notes, say(phrase.text(), phrase.language(), null, account, 100));
    }

    /**
     * A sentence of the product's own. Never waits and never fails: what {@link #warm} has not rendered is a tone.
     *
     * @return the sentence in the account's language, in English if there is none; or a tone
     */
    public Said system(AccountVoice account, SystemText which) {
        Phrases.Found phrase = phrase(account, which);
        Prompt tone = switch (which) {
            case APOLOGY, NOT_IN_SERVICE, ALL_BUSY, GOODBYE -> tones.apology();
            case ONE_MOMENT -> tones.filler();
        };
        return fixed(account, phrase.language(), phrase.text(), tone);
    }

    /** The filler while a script thinks: a sentence that was {@linkplain #warm warmed}, or a tone for no text. */
    public Said filler(AccountVoice account, String text) {
        return text.isBlank()
                ? new Said(tones.filler(), "", account.language(), List.of())
                : fixed(account, account.language(), text, tones.filler());
    }

    /**
     * Renders what an account must have at hand: the product's own sentences and the given ones, in each of its ways to speak.
     *
     * @param voices how the account and its numbers speak; all of one account
     * @param texts others, such as the numbers' fillers
     * @return what could not be rendered and why, for the log; it stays as it was, or a tone, until the next call
     */
    public List<SpeechException> warm(String accountId, Collection<AccountVoice> voices, Collection<String> texts)
            throws InterruptedException {
        return warm(accountId, voices, texts, () -> true);
    }

    /** @param goOn asked before each text; once it says no, the rest stays as it was */
    List<SpeechException> warm(
            String accountId, Collection<AccountVoice> voices, Collection<String> texts, BooleanSupplier goOn)
            throws InterruptedException {
        Map<Fixed, Said> before = fixed.getOrDefault(accountId, Map.of());
        Map<Fixed, Said> ready = new HashMap<>();
        List<SpeechException> failures = new ArrayList<>();
        for (AccountVoice account : voices) {
            // ICU reads the rules of a language at its first number, which takes a few hundred milliseconds: not in a
            // call.
            spelling.number(1, account.language());
            for (Fixed sentence : sentences(account, texts)) {
                if (!goOn.getAsBoolean()) {
                    if (before.containsKey(sentence)) {
                        ready.put(sentence, before.get(sentence));
                    }
                    continue;
                }
                try {
                    ready.put(sentence, say(sentence.text(), sentence.language(), null, account, 100));
                } catch (SpeechException e) {
                    LOG.debug("'{}' cannot be rendered now: {}", sentence.text(), e.getMessage());
                    failures.add(e);
                    if (before.containsKey(sentence)) {
                        ready.put(sentence, before.get(sentence));
                    }
                }
            }
        }
        fixed.put(accountId, Map.copyOf(ready));
        return failures;
    }

    /** As {@link #warm(String, Collection, Collection)}, for an account that speaks in one way only. */
    public List<SpeechException> warm(AccountVoice account, Collection<String> texts) throws InterruptedException {
        return warm(account.accountId(), List.of(account), texts);
    }

    private Set<Fixed> sentences(AccountVoice account, Collection<String> texts) {
        Set<Fixed> sentences = new LinkedHashSet<>();
        for (SystemText which : SystemText.values()) {
            Phrases.Found phrase = phrase(account, which);
            sentences.add(new Fixed(phrase.language(), account.voice(), phrase.text()));
        }
        texts.stream()
                .filter(text -> !text.isBlank())
                .forEach(text -> sentences.add(new Fixed(account.language(), account.voice(), text)));
        return sentences;
    }

    private Said fixed(AccountVoice account, Language language, String text, Prompt tone) {
        Said ready = fixed.getOrDefault(account.accountId(), Map.of()).get(new Fixed(language, account.voice(), text));
        return ready != null
                ? ready
                : new Said(
                        tone,
                        "",
                        language,
                        List.of(new Note(Note.Kind.ENGINE, "'" + text + "' is not rendered, a tone is heard")));
    }

    private Phrases.Found phrase(AccountVoice account, SystemText which) {
        return phrases.find(which.phrase(), account.language(), account.language(), account.phrases())
                .orElseThrow(() -> new IllegalStateException("phrase " + which.phrase() + " is missing in the table"));
    }

    private Language language(AccountVoice account, @Nullable Language wish, List<Note> notes) {
        return speaker.catalog().language(wish == null ? null : wish.code(), account.language(), notes);
    }

    private static Language textLanguage(AccountVoice account, Sound sound) {
        Language own = sound.language();
        return own == null ? account.language() : own;
    }

    private Said spelled(Spelled spelled, Language language, AccountVoice account, int rate, List<Note> notes)
            throws SpeechException, InterruptedException {
        notes.addAll(spelled.notes());
        return spelled.text().isEmpty()
                ? new Said(tones.nothing(), "", language, notes)
                : with(notes, say(spelled.text(), language, null, account, rate));
    }

    private Said say(String text, Language language, @Nullable String voice, AccountVoice account, int rate)
            throws SpeechException, InterruptedException {
        Speaker.Speech speech =
                speaker.say(new Speaker.Utterance(text, language, voice, account.voice(), rate, account.secret()));
        Prompt prompt = speech.sound().isEmpty()
                ? tones.nothing()
                : prompts.get(speech.key(), key -> new PcmPrompt(speech.sound()));
        return new Said(prompt, speech.text(), language, speech.notes());
    }

    private static Said with(List<Note> before, Said said) {
        List<Note> notes = new ArrayList<>(before);
        notes.addAll(said.notes());
        return new Said(said.prompt(), said.text(), said.language(), notes);
    }

    private static SpeechKey key(String hash) {
        return SpeechKey.ofParts("file " + Mastering.VERSION, hash);
    }

    private SpeechKey imported(Sound.File file) throws SoundImportException, InterruptedException {
        SpeechKey key = key(file.hash());
        if (store.has(key)) {
            return key;
        }
        Pcm master = files.master(file.path());
        try {
            store.put(key, master);
            return key;
        } catch (IOException e) {
            throw new SoundImportException("sound file " + file.path() + " cannot be kept: " + e, e);
        }
    }

    private Prompt stored(String id, SpeechKey key) throws SpeechException {
        Prompt ready = prompts.getIfPresent(key);
        if (ready != null) {
            return ready;
        }
        try {
            Pcm master = store.read(key)
                    .orElseThrow(() -> new IOException("file is missing; apply the account's settings again"));
            return prompts.get(key, k -> new PcmPrompt(master));
        } catch (IOException e) {
            throw new SpeechException(
                    SpeechException.Kind.OPERATOR,
                    "sound '" + id + "' cannot be read from " + store.file(key) + ": " + e.getMessage(),
                    e);
        }
    }
}
