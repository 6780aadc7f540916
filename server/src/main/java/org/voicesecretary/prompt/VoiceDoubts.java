package org.voicesecretary.prompt;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountNumber;
import org.voicesecretary.account.Phrase;
import org.voicesecretary.account.Sound;
import org.voicesecretary.config.SpeechConfig;
import org.voicesecretary.speech.VoiceCatalog;

/** Voices and languages that somebody wrote down and no engine here has: callers hear another voice, so it is said. */
public final class VoiceDoubts {
    private VoiceDoubts() {}

    /** In {@code speech.voices}. */
    public static List<String> in(SpeechConfig config, VoiceCatalog catalog) {
        List<String> doubts = new ArrayList<>();
        config.voices()
                .forEach((language, voice) ->
                        catalog.doubts(language, voice).forEach(doubt -> doubts.add("speech.voices: " + doubt)));
        return doubts;
    }

    /** In an account, its numbers, sounds and phrases. */
    public static List<String> in(AccountData data, VoiceCatalog catalog) {
        List<String> doubts = new ArrayList<>();
        Account account = data.account();
        catalog.doubts(account.language(), account.caller().voice()).forEach(doubt -> doubts.add("account: " + doubt));
        for (AccountNumber number : data.numbers()) {
            String language = number.caller().language();
            String voice = number.caller().voice();
            if (language != null || voice != null) {
                catalog.doubts(language == null ? account.language() : language, voice)
                        .forEach(doubt -> doubts.add("number " + number.number() + ": " + doubt));
            }
        }
        for (Sound sound : data.sounds()) {
            String language = sound.language();
            if (sound.content() instanceof Sound.Content.Text && (language != null || sound.voice() != null)) {
                catalog.doubts(language == null ? account.language() : language, sound.voice())
                        .forEach(doubt -> doubts.add("sound '" + sound.id() + "': " + doubt));
            }
        }
        data.phrases().stream()
                .map(Phrase::language)
                .distinct()
                .forEach(language -> catalog.doubts(language, null)
                        .forEach(doubt -> doubts.add("phrases." + language + ": " + doubt)));
        return doubts;
    }
}
