package org.voicesecretary.prompt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.SpeechKey;

/**
 * A sound of an account, as its file of settings has it.
 *
 * @param id opaque text; compared exactly, then without regard to case
 * @param language of the text; null for the account's
 */
public record Sound(String id, @Nullable Language language, Source source) {
    /** Where its samples come from. */
    public sealed interface Source {}

    /**
     * A sentence that is rendered when the settings are applied.
     *
     * @param voice null for the account's
     */
    public record Text(String text, @Nullable String voice) implements Source {}

    /**
     * A file that is imported when the settings are applied: WAV, or what {@link SoundImport} can decode.
     *
     * @param hash SHA-256 of its content, 64 hex digits: the same content is imported once
     */
    public record File(Path path, String hash) implements Source {}

    /** A file that was imported: its master is in the {@link SoundStore} under that name. */
    public record Stored(SpeechKey key) implements Source {}
}
