package org.voicesecretary.account;

import org.jspecify.annotations.Nullable;

/**
 * A prompt of an account.
 *
 * @param id opaque; scripts name it in {@code ivr_play}
 * @param language of a text; null = the account's
 * @param voice of a text; null = the account's
 */
public record Sound(
        String id, @Nullable String language, @Nullable String voice, Content content) {
    public sealed interface Content {
        /** Spoken by the speech engine. */
        record Text(String text) implements Content {}

        /**
         * An uploaded file.
         *
         * @param name as uploaded, for people; its ending tells the format
         * @param hash SHA-256 of the content, 64 hex digits; {@link SoundFiles#path} finds the copy by it
         */
        record File(String name, String hash, long bytes) implements Content {}
    }
}
