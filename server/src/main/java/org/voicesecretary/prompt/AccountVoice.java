package org.voicesecretary.prompt;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Language;

/**
 * How an account speaks.
 *
 * @param accountId tells its sounds from those of other accounts
 * @param language used where a reply names none
 * @param voice its own choice of a voice, null for the engine's default; applies where the voice speaks the language
 * @param phrases its overrides of the popular phrases: language, number, text
 * @param secret what it says now may be a caller's secret, of which no copy stays on the disk
 */
public record AccountVoice(
        String accountId,
        Language language,
        @Nullable String voice,
        Map<Language, Map<Integer, String>> phrases,
        boolean secret) {
    public AccountVoice {
        phrases = Map.copyOf(phrases);
    }

    public AccountVoice(
            String accountId, Language language, @Nullable String voice, Map<Language, Map<Integer, String>> phrases) {
        this(accountId, language, voice, phrases, false);
    }

    public AccountVoice(String accountId, Language language) {
        this(accountId, language, null, Map.of());
    }

    /** The same, for something that may be secret. */
    AccountVoice secretly(boolean secret) {
        return new AccountVoice(accountId, language, voice, phrases, secret);
    }
}
