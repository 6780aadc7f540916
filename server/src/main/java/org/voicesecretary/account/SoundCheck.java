package org.voicesecretary.account;

import java.nio.file.Path;
import java.util.Optional;

/** Listens to the sound files that {@code account.yaml} names, before an account has them. */
@FunctionalInterface
public interface SoundCheck {
    /** Takes every file, unheard. */
    SoundCheck NONE = (file, hash) -> Optional.empty();

    /**
     * @param hash SHA-256 of the file's content, 64 hex digits
     * @return what is wrong with the file and what to do, in a sentence; empty = calls can play it
     */
    Optional<String> problem(Path file, String hash);
}
