package org.voicesecretary.prompt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountNumber;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.FillerChoice;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.account.Phrase;
import org.voicesecretary.account.SoundFiles;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.SpeechException;

/** Keeps the prompts in step with the accounts: sounds imported, fixed texts rendered, before a call needs them. */
public final class AccountPrompts {
    private final PromptLibrary library;
    private final SoundFiles files;
    private volatile Map<String, AccountVoice> byNumber = Map.of();

    public AccountPrompts(PromptLibrary library, SoundFiles files) {
        this.library = library;
        this.files = files;
    }

    /** How a number speaks. */
    public AccountVoice voiceOf(NumberSettings number) {
        AccountVoice known = byNumber.get(number.number());
        return known != null && known.accountId().equals(number.accountKey())
                ? known
                : new AccountVoice(number.accountKey(), number.language());
    }

    /** As {@link #follow(AccountSnapshot, BooleanSupplier)}, to the end. */
    public List<String> follow(AccountSnapshot accounts) throws InterruptedException {
        return follow(accounts, () -> true);
    }

    /**
     * Makes ready what these accounts say. Their numbers, and the sounds that are at hand, are there at once; then files are
     * imported, then texts are rendered, which takes as long as speech takes. Calls meanwhile hear what was ready before.
     *
     * @param goOn asked between two texts; once it says no, the rest is left for another time and told as a problem
     * @return what could not be made ready, in words; the rest is
     */
    public synchronized List<String> follow(AccountSnapshot accounts, BooleanSupplier goOn)
            throws InterruptedException {
        List<Spoken> all =
                accounts.accounts().stream().map(data -> spoken(data, accounts)).toList();
        Map<String, AccountVoice> voices = new HashMap<>();
        for (Spoken account : all) {
            voices.putAll(account.byNumber());
            library.replaceSounds(account.key(), account.sounds());
        }
        byNumber = Map.copyOf(voices);
        List<String> problems = new ArrayList<>();
        for (Spoken account : all) {
            importFiles(account, problems);
        }
        for (Spoken account : all) {
            render(account, goOn, problems);
        }
        if (!goOn.getAsBoolean()) {
            problems.add("not every text is rendered yet: it took too long");
        }
        return problems;
    }

    /** Removes the imported files that none of these accounts names; see {@link PromptLibrary#forgetMastersBefore}. */
    public int forgetBefore(Instant time, AccountSnapshot accounts) {
        Set<String> named = accounts.accounts().stream()
                .flatMap(data -> data.sounds().stream())
                .flatMap(sound -> sound.content() instanceof org.voicesecretary.account.Sound.Content.File file
                        ? Stream.of(file.hash())
                        : Stream.of())
                .collect(Collectors.toSet());
        return library.forgetMastersBefore(time, named);
    }

    /**
     * An account as its callers hear it.
     *
     * @param ways in which it and its numbers speak
     * @param fillers sentences of its numbers
     */
    private record Spoken(
            String key,
            AccountVoice own,
            Set<AccountVoice> ways,
            Map<String, AccountVoice> byNumber,
            Set<String> fillers,
            List<Sound> sounds) {}

    private Spoken spoken(AccountData data, AccountSnapshot accounts) {
        Account account = data.account();
        AccountVoice own = voice(account, account.language(), account.caller().voice(), phrases(data.phrases()));
        var byNumber = new HashMap<String, AccountVoice>();
        Set<AccountVoice> ways = new LinkedHashSet<>(List.of(own));
        Set<String> fillers = new LinkedHashSet<>();
        for (AccountNumber number : data.numbers()) {
            accounts.number(number.number())
                    .filter(route -> route.account().key().equals(account.key()))
                    .ifPresent(route -> {
                        AccountVoice voice = voice(account, route.language(), route.voice(), own.phrases());
                        byNumber.put(route.number(), voice);
                        ways.add(voice);
                        fillerOf(route, fillers);
                    });
        }
        List<Sound> sounds = data.sounds().stream()
                .map(sound -> library.atHand(sound(sound, own.language())))
                .toList();
        return new Spoken(account.key(), own, ways, byNumber, fillers, sounds);
    }

    private static void fillerOf(NumberRoute route, Set<String> fillers) {
        if (route.filler() instanceof FillerChoice.Sentence(var text)) {
            fillers.add(text);
        }
    }

    private void importFiles(Spoken account, List<String> problems) throws InterruptedException {
        if (account.sounds().stream().noneMatch(sound -> sound.source() instanceof Sound.File)) {
            return;
        }
        List<Sound> made = new ArrayList<>();
        for (Sound sound : account.sounds()) {
            try {
                made.add(sound.source() instanceof Sound.File ? library.prepare(account.own(), sound) : sound);
            } catch (SpeechException | SoundImportException e) {
                made.add(
                        sound); // whoever plays it is told that its file is not usable, not that there is no such sound
                problems.add("sound '" + sound.id() + "' of account " + account.key() + ": " + e.getMessage());
            }
        }
        library.replaceSounds(account.key(), made);
    }

    /** Everything that is known before a call says it, as each of the account's numbers would say it. */
    private void render(Spoken account, BooleanSupplier goOn, List<String> problems) throws InterruptedException {
        for (SpeechException e : library.warm(account.key(), account.ways(), account.fillers(), goOn)) {
            problems.add(String.valueOf(e.getMessage()));
        }
        // A sound and a phrase have a language of their own: here numbers differ in nothing but the voice.
        Map<String, AccountVoice> voices = new LinkedHashMap<>();
        account.ways().forEach(way -> voices.putIfAbsent(String.valueOf(way.voice()), way));
        for (AccountVoice voice : voices.values()) {
            for (Sound sound : account.sounds()) {
                if (sound.source() instanceof Sound.Text) {
                    attempt("sound '" + sound.id() + "'", goOn, problems, () -> library.prepare(voice, sound));
                }
            }
            for (var texts : voice.phrases().entrySet()) {
                for (var phrase : texts.getValue().entrySet()) {
                    attempt(
                            "phrase " + phrase.getKey() + " in '"
                                    + texts.getKey().code() + "'",
                            goOn,
                            problems,
                            () -> library.preparePhrase(voice, texts.getKey(), phrase.getValue()));
                }
            }
        }
        for (AccountVoice way : account.ways()) {
            attempt("voice of account " + account.key(), goOn, problems, () -> library.prepareVoice(way));
        }
    }

    private interface Rendering {
        void run() throws SpeechException, SoundImportException, InterruptedException;
    }

    private static void attempt(String what, BooleanSupplier goOn, List<String> problems, Rendering rendering)
            throws InterruptedException {
        if (!goOn.getAsBoolean()) {
            return;
        }
        try {
            rendering.run();
        } catch (SpeechException | SoundImportException e) {
            // It is rendered when it is played; the sound is not lost.
            problems.add(what + ": " + e.getMessage());
        }
    }

    private Sound sound(org.voicesecretary.account.Sound sound, Language ofAccount) {
        return new Sound(sound.id(), sound.language() == null ? ofAccount : language(sound.language()), source(sound));
    }

    private Sound.Source source(org.voicesecretary.account.Sound sound) {
        return switch (sound.content()) {
            case org.voicesecretary.account.Sound.Content.Text(var text) -> new Sound.Text(text, sound.voice());
            case org.voicesecretary.account.Sound.Content.File file -> new Sound.File(files.path(file), file.hash());
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
