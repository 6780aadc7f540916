package org.voicesecretary.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.FillerChoice;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.account.Phrase;
import org.voicesecretary.account.SoundFiles;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechKey;

/** Keeps the prompts in step with the accounts: sounds imported, fixed texts rendered, before a call needs them. */
public final class AccountPrompts {
    private static final Logger LOG = LoggerFactory.getLogger(AccountPrompts.class);

    private final PromptLibrary library;
    private final SoundFiles files;
    private volatile Map<String, AccountVoice> byNumber = Map.of();
    private volatile boolean ready;

    public AccountPrompts(PromptLibrary library, SoundFiles files) {
        this.library = library;
        this.files = files;
    }

    /** Whether everything of the accounts as they were last is made ready. */
    public boolean ready() {
        return ready;
    }

    /** How a number speaks. */
    public AccountVoice voiceOf(NumberSettings number) {
        AccountVoice known = byNumber.get(number.number());
        return known != null && known.accountId().equals(number.accountKey())
                ? known
                : new AccountVoice(number.accountKey(), number.language());
    }

    /**
     * Makes ready what these accounts say. Takes as long as speech takes; calls meanwhile hear what was ready before.
     *
     * @return what could not be made ready, in words; the rest is
     */
    public synchronized List<String> follow(AccountSnapshot accounts) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        Map<String, AccountVoice> voices = new HashMap<>();
        Set<SpeechKey> masters = new HashSet<>();
        for (AccountData data : accounts.accounts()) {
            Account account = data.account();
            AccountVoice own =
                    voice(account, account.language(), account.caller().voice(), phrases(data.phrases()));
            Set<AccountVoice> spoken = new LinkedHashSet<>(List.of(own));
            Set<String> fillers = new LinkedHashSet<>();
            data.numbers()
                    .forEach(number -> accounts.number(number.number()).ifPresent(route -> {
                        AccountVoice voice = voice(account, route.language(), route.voice(), own.phrases());
                        voices.put(route.number(), voice);
                        spoken.add(voice);
                        fillerOf(route, fillers);
                    }));
            List<Sound> sounds = sounds(data, own, problems);
            library.replaceSounds(account.key(), sounds);
            sounds.forEach(sound -> mastersOf(sound, masters));
            for (SpeechException e : library.warm(account.key(), spoken, fillers)) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        byNumber = Map.copyOf(voices);
        library.forgetMastersBut(masters);
        ready = true;
        return problems;
    }

    private static void mastersOf(Sound sound, Set<SpeechKey> masters) {
        if (sound.source() instanceof Sound.Stored(var key)) {
            masters.add(key);
        }
    }

    private static void fillerOf(NumberRoute route, Set<String> fillers) {
        if (route.filler() instanceof FillerChoice.Sentence(var text)) {
            fillers.add(text);
        }
    }

    private List<Sound> sounds(AccountData data, AccountVoice own, List<String> problems) throws InterruptedException {
        List<Sound> made = new ArrayList<>();
        for (org.voicesecretary.account.Sound sound : data.sounds()) {
            Sound wanted =
                    new Sound(sound.id(), sound.language() == null ? null : language(sound.language()), source(sound));
            try {
                made.add(library.prepare(own, wanted));
            } catch (SpeechException e) {
                // A text may be rendered later, when it is played; the sound is not lost.
                made.add(wanted);
                problems.add("sound '" + sound.id() + "': " + e.getMessage());
            } catch (SoundImportException e) {
                problems.add(String.valueOf(e.getMessage()));
                LOG.error(
                        "sound '{}' of account {} cannot be played: {}",
                        sound.id(),
                        data.account().key(),
                        e.getMessage());
            }
        }
        return made;
    }

    private Sound.Source source(org.voicesecretary.account.Sound sound) {
        return switch (sound.content()) {
            case org.voicesecretary.account.Sound.Content.Text(var text) -> new Sound.Text(text, sound.voice());
            case org.voicesecretary.account.Sound.Content.File file -> new Sound.File(files.path(file));
        };
    }

    private static AccountVoice voice(
            Account account, String language, @Nullable String voice, Map<Language, Map<Integer, String>> phrases) {
        return new AccountVoice(account.key(), language(language), voice, phrases);
    }

    private static Map<Language, Map<Integer, String>> phrases(List<Phrase> own) {
        Map<Language, Map<Integer, String>> byLanguage = new HashMap<>();
        for (Phrase phrase : own) {
            byLanguage
                    .computeIfAbsent(language(phrase.language()), l -> new HashMap<>())
                    .put(phrase.number(), phrase.text());
        }
        return byLanguage;
    }

    private static Language language(String code) {
        return Language.parse(code).orElse(Language.EN);
    }
}
