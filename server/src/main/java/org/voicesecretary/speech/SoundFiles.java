package org.voicesecretary.speech;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.audio.Pcm;

/**
 * Rendered sounds in a directory, bounded by bytes: the one unused for longest goes first. A file appears whole or not at
 * all. Order of use survives a restart in the files' modification times.
 */
final class SoundFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SoundFiles.class);
    private static final String SUFFIX = ".wav";
    private static final String UNFINISHED = ".part";

    /** The time of last use is written to the disk this often at most. */
    private static final Duration MARKED_EVERY = Duration.ofMinutes(10);

    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path directory;
    private final long maxBytes;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /** @param marked the modification time of the file, which lags behind its last use */
    private record Entry(long size, Instant marked) {}

    private record Found(String hex, long size, FileTime used) {}

    SoundFiles(Path directory, long maxBytes, InstantSource clock) throws IOException {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.clock = clock;
        Files.createDirectories(directory);
        for (Found found : scan()) {
            entries.put(found.hex(), new Entry(found.size(), found.used().toInstant()));
            bytes += found.size();
        }
        evict();
    }

    /** The sound, or empty if it is not there or its file is not what was written (it is then removed). */
    Optional<Pcm> read(SpeechKey key) {
        Path file = file(key.hex());
        try {
            Pcm sound = CachedSound.decode(Files.readAllBytes(file), "cached speech " + file);
            adopt(key.hex(), file);
            used(key);
            return Optional.of(sound);
        } catch (NoSuchFileException e) {
            forget(key.hex());
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{}; it is rendered again", e.getMessage());
            remove(key.hex());
            return Optional.empty();
        }
    }

    /** Counts as a use of the file, also where its sound came from memory: what is heard often stays. */
    void used(SpeechKey key) {
        Instant now = clock.instant();
        boolean mark;
        lock.lock();
        try {
            Entry entry = entries.get(key.hex());
            mark = entry != null && entry.marked().plus(MARKED_EVERY).isBefore(now);
            if (entry != null && mark) {
                entries.put(key.hex(), new Entry(entry.size(), now));
            }
        } finally {
            lock.unlock();
        }
        if (mark) {
            try {
                Files.setLastModifiedTime(file(key.hex()), FileTime.from(now));
            } catch (IOException e) {
                LOG.debug("speech cache {} cannot be marked as used: {}", key.hex(), e.toString());
            }
        }
    }

    /** Keeps a sound; a disk that is full or read-only costs the next render, not this one. */
    void write(SpeechKey key, Pcm sound) {
        byte[] content = CachedSound.encode(sound);
        if (content.length > maxBytes) {
            return;
        }
        Path file = file(key.hex());
        try {
            Files.createDirectories(file.resolveSibling(""));
            Path unfinished = Files.createTempFile(directory, key.hex().substring(0, 8), UNFINISHED);
            try {
                Files.write(unfinished, content);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            add(key.hex(), content.length);
        } catch (IOException e) {
            LOG.warn("speech cache {} cannot be written: {}; check its space and permissions", file, e.toString());
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private Path file(String hex) {
        return directory.resolve(hex.substring(0, 2)).resolve(hex + SUFFIX);
    }

    private List<Found> scan() throws IOException {
        try (Stream<Path> files = Files.walk(directory, 2, new FileVisitOption[0])) {
            return files.map(this::found)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(Found::used))
                    .toList();
        }
    }

    private Optional<Found> found(Path file) {
        String name = file.getFileName().toString();
        try {
            if (name.endsWith(UNFINISHED)) {
                // Left by a process that was killed while writing, unless one is writing just now.
                if (Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(clock.instant().minus(ABANDONED))) {
                    Files.deleteIfExists(file);
                }
            } else if (name.matches("[0-9a-f]{64}\\.wav")) {
                String hex = name.substring(0, 64);
                return Optional.of(new Found(hex, Files.size(file), Files.getLastModifiedTime(file)));
            }
        } catch (IOException e) {
            LOG.warn("speech cache {} cannot be looked at: {}", file, e.toString());
        }
        return Optional.empty();
    }

    private void add(String hex, long size) {
        lock.lock();
        try {
            Entry before = entries.put(hex, new Entry(size, clock.instant()));
            bytes += size - (before == null ? 0 : before.size());
            evict();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a file that another process wrote. */
    private void adopt(String hex, Path file) throws IOException {
        lock.lock();
        try {
            if (!entries.containsKey(hex)) {
                add(hex, Files.size(file));
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(String hex) {
        lock.lock();
        try {
            forget(hex);
            delete(hex);
        } finally {
            lock.unlock();
        }
    }

    private void forget(String hex) {
        lock.lock();
        try {
            Entry entry = entries.remove(hex);
            bytes -= entry == null ? 0 : entry.size();
        } finally {
            lock.unlock();
        }
    }

    private void evict() {
        var oldest = entries.entrySet().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            Map.Entry<String, Entry> entry = oldest.next();
            bytes -= entry.getValue().size();
            oldest.remove();
            delete(entry.getKey());
        }
    }

    private void delete(String hex) {
        try {
            Files.deleteIfExists(file(hex));
        } catch (IOException e) {
            LOG.warn("speech cache {} cannot be removed: {}", file(hex), e.toString());
        }
    }
}
