package org.voicesecretary.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.speech.SpeechKey;

/**
 * The masters of all accounts' sounds: 16 kHz WAV files in one directory, named by a hash of what they were made from, so
 * that the same file is kept once and an import that is done again changes nothing.
 */
public final class SoundStore {
    private static final String UNFINISHED = ".part";

    private final Path directory;

    /** @throws IOException if the directory cannot be made */
    public SoundStore(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    public boolean has(SpeechKey key) {
        return Files.isRegularFile(file(key));
    }

    /** Where a master is. */
    public Path file(SpeechKey key) {
        return directory.resolve(key.hex() + ".wav");
    }

    /** Appears whole or not at all; what is there already stays. */
    public void put(SpeechKey key, Pcm master) throws IOException {
        if (has(key)) {
            return;
        }
        Path unfinished = Files.createTempFile(directory, key.hex().substring(0, 8), UNFINISHED);
        try {
            WavFile.write(unfinished, master);
            Files.move(unfinished, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** @throws IOException if the file is there and cannot be read */
    public Optional<Pcm> read(SpeechKey key) throws IOException {
        try {
            return Optional.of(WavFile.read(file(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Removes the masters that no account names any more, and what was never finished. One made after {@code time} stays: an apply that is under way names
     * it soon.
     *
     * @return how many
     */
    int forgetBefore(Instant time, Set<SpeechKey> named) throws IOException {
        int gone = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (isUnused(file.getFileName().toString(), named)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(time)
                        && Files.deleteIfExists(file)) {
                    gone++;
                }
            }
        }
        return gone;
    }

    /** Also what a process left that was killed while writing. */
    private static boolean isUnused(String name, Set<SpeechKey> named) {
        return name.endsWith(UNFINISHED)
                || name.matches("[0-9a-f]{64}\\.wav") && !named.contains(new SpeechKey(name.substring(0, 64)));
    }
}
