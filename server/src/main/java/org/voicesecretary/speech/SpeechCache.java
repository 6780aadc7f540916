package org.voicesecretary.speech;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.voicesecretary.media.audio.Pcm;

/**
 * Rendered speech in memory and on disk. The same sentence asked for by many at once is rendered once; a failed or silent
 * render is never kept, and everybody who waited for it gets its failure.
 */
public final class SpeechCache {
    /** Renders one sound; called on a thread of the cache's own. */
    @FunctionalInterface
    public interface Render {
        Pcm render() throws SpeechException, InterruptedException;
    }

    private final Cache<SpeechKey, Pcm> memory;
    private final SoundFiles files;
    private final ConcurrentHashMap<SpeechKey, CompletableFuture<Pcm>> running = new ConcurrentHashMap<>();

    private SpeechCache(Cache<SpeechKey, Pcm> memory, SoundFiles files) {
        this.memory = memory;
        this.files = files;
    }

    /**
     * @param directory is created if missing
     * @param diskBytes bound of the files' sizes
     * @param memoryBytes bound of the samples kept in memory
     * @throws IOException if the directory cannot be used
     */
    public static SpeechCache open(Path directory, long diskBytes, long memoryBytes, InstantSource clock)
            throws IOException {
        Cache<SpeechKey, Pcm> memory = Caffeine.newBuilder()
                .maximumWeight(memoryBytes)
                .weigher((SpeechKey key, Pcm sound) -> 2 * sound.length() + 256)
                .build();
        return new SpeechCache(memory, new SoundFiles(directory, diskBytes, clock));
    }

    /** The sound of that name: from memory, from disk, or rendered now. */
    public Pcm get(SpeechKey key, Render render) throws SpeechException, InterruptedException {
        return get(key, render, true);
    }

    /** @param keep whether it may be written to the disk; in memory it stays for a while in any case */
    public Pcm get(SpeechKey key, Render render, boolean keep) throws SpeechException, InterruptedException {
        Pcm known = memory.getIfPresent(key);
        if (known != null) {
            files.used(key);
            return known;
        }
        CompletableFuture<Pcm> mine = new CompletableFuture<>();
        CompletableFuture<Pcm> others = running.putIfAbsent(key, mine);
        if (others == null) {
            // On a thread of its own, so that one caller's hang-up does not take the sound from the others.
            Thread.ofVirtual().name("speech-render").start(() -> fill(key, render, keep, mine));
        }
        return await(others == null ? mine : others);
    }

    /** Whether the sound can be had without rendering. */
    public boolean has(SpeechKey key) {
        return memory.getIfPresent(key) != null || files.read(key).isPresent();
    }

    /** Bytes on disk. */
    public long diskBytes() {
        return files.bytes();
    }

    private void fill(SpeechKey key, Render render, boolean keep, CompletableFuture<Pcm> result) {
        try {
            Pcm sound = find(key, render, keep);
            memory.put(key, sound);
            running.remove(key, result);
            result.complete(sound);
        } catch (SpeechException | InterruptedException | RuntimeException | Error e) {
            running.remove(key, result);
            result.completeExceptionally(e);
        }
    }

    private Pcm find(SpeechKey key, Render render, boolean keep) throws SpeechException, InterruptedException {
        Pcm known = memory.getIfPresent(key); // A run that ended between the first look and the start of this one.
        if (known != null) {
            return known;
        }
        Optional<Pcm> kept = files.read(key);
        if (kept.isPresent()) {
            return kept.get();
        }
        Pcm sound = render.render();
        if (Mastering.isSilent(sound)) {
            throw new SpeechException(SpeechException.Kind.UPSTREAM, "speech engine returned silence");
        }
        if (keep) {
            files.write(key, sound);
        }
        return sound;
    }

    private static Pcm await(CompletableFuture<Pcm> result) throws SpeechException, InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SpeechException failure) {
                throw new SpeechException(failure.kind(), String.valueOf(failure.getMessage()), failure);
            }
            throw new SpeechException(
                    SpeechException.Kind.INTERNAL, "speech could not be rendered: " + e.getCause(), e);
        }
    }
}
