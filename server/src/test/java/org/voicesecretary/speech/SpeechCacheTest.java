package org.voicesecretary.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;

@Tag("unit")
class SpeechCacheTest {
    private static final SpeechKey KEY = SpeechKey.ofParts("hello");
    private static final Pcm SOUND = Tones.sine(500, 5_000, 500, 16_000);

    @TempDir
    Path directory;

    private final AtomicLong seconds = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
    private final AtomicInteger renders = new AtomicInteger();

    @Test
    void aSoundIsRenderedOnceAndThenComesFromMemory() throws Exception {
        SpeechCache cache = open(1 << 20, 1 << 20);

        assertThat(cache.get(KEY, this::render)).isEqualTo(SOUND);
        assertThat(cache.get(KEY, this::render)).isEqualTo(SOUND);
        assertThat(renders).hasValue(1);
    }

    @Test
    void anotherProcessFindsTheSoundOnDisk() throws Exception {
        open(1 << 20, 1 << 20).get(KEY, this::render);

        assertThat(open(1 << 20, 0).get(KEY, this::render)).isEqualTo(SOUND);
        assertThat(renders).hasValue(1);
    }

    @Test
    void theFileOnDiskIsAWavThatAnyPlayerReads() throws Exception {
        open(1 << 20, 1 << 20).get(KEY, this::render);

        assertThat(WavFile.read(files().getFirst())).isEqualTo(SOUND);
    }

    @Test
    void manyWhoAskAtOnceShareOneRender() throws Exception {
        SpeechCache cache = open(1 << 20, 1 << 20);
        int askers = 64;
        CountDownLatch asked = new CountDownLatch(askers);
        CountDownLatch mayRender = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Pcm>> answers = new ArrayList<>();
            for (int i = 0; i < askers; i++) {
                answers.add(threads.submit(() -> {
                    asked.countDown();
                    return cache.get(KEY, () -> {
                        mayRender.await();
                        return render();
                    });
                }));
            }
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            mayRender.countDown();
            for (Future<Pcm> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(SOUND);
            }
        }
        assertThat(renders).hasValue(1);
    }

    @Test
    void manyDifferentSoundsAtOnceAllComeOutRight() throws Exception {
        SpeechCache cache = open(20_000, 40_000); // far too small for all: evictions happen meanwhile
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int n = i % 40;
                answers.add(threads.submit(() -> {
                    Pcm own = Tones.sine(300 + 10 * n, 5_000, 100, 16_000);
                    return cache.get(SpeechKey.ofParts("n" + n), () -> own).equals(own);
                }));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(cache.diskBytes()).isLessThanOrEqualTo(20_000);
        assertThat(sizeOnDisk()).isEqualTo(cache.diskBytes());
    }

    @Test
    void aCallerWhoHangsUpDoesNotTakeTheSoundFromTheOthers() throws Exception {
        SpeechCache cache = open(1 << 20, 1 << 20);
        CountDownLatch rendering = new CountDownLatch(1);
        CountDownLatch mayRender = new CountDownLatch(1);
        SpeechCache.Render slow = () -> {
            rendering.countDown();
            mayRender.await();
            return render();
        };
        Thread first = Thread.ofVirtual().start(() -> {
            try {
                cache.get(KEY, slow);
            } catch (SpeechException | InterruptedException expected) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(rendering.await(10, TimeUnit.SECONDS)).isTrue();
        first.interrupt();
        assertThat(first.join(Duration.ofSeconds(10))).isTrue();
        mayRender.countDown();

        assertThat(cache.get(KEY, slow)).isEqualTo(SOUND);
        assertThat(renders).hasValue(1);
    }

    @Test
    void aFailureReachesAllWhoWaitedAndIsNotKept() throws Exception {
        SpeechCache cache = open(1 << 20, 1 << 20);

        assertThatThrownBy(() -> cache.get(KEY, () -> {
                    throw new SpeechException(SpeechException.Kind.UPSTREAM, "engine broke");
                }))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.kind()).isEqualTo(SpeechException.Kind.UPSTREAM))
                .hasMessage("engine broke");

        assertThat(cache.has(KEY)).isFalse();
        assertThat(cache.get(KEY, this::render)).isEqualTo(SOUND);
    }

    @Test
    void aMistakeInARenderIsAnInternalFailure() throws Exception {
        SpeechCache cache = open(1 << 20, 1 << 20);

        assertThatThrownBy(() -> cache.get(KEY, () -> {
                    throw new IllegalStateException("oops");
                }))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.kind()).isEqualTo(SpeechException.Kind.INTERNAL))
                .hasMessageContaining("oops");
        assertThat(cache.get(KEY, this::render)).isEqualTo(SOUND);
    }

    @Test
    void emptyAndSilentRendersAreFailuresAndNotKept() throws Exception {
        SpeechCache cache = open(1 << 20, 1 << 20);

        for (Pcm nothing : List.of(new Pcm(new short[0], 16_000), Pcm.silence(500, 16_000))) {
            assertThatThrownBy(() -> cache.get(KEY, () -> nothing)).isInstanceOf(SpeechException.class);
        }
        assertThat(files()).isEmpty();
        assertThat(cache.get(KEY, this::render)).isEqualTo(SOUND);
    }

    @Test
    void aDamagedFileIsRenderedAgain() throws Exception {
        open(1 << 20, 1 << 20).get(KEY, this::render);
        Path file = files().getFirst();
        byte[] good = Files.readAllBytes(file);
        List<byte[]> damaged = List.of(
                new byte[0],
                Arrays.copyOf(good, good.length / 2),
                flipped(good, 1_000),
                flipped(good, 24), // the sample rate
                flipped(good, good.length - 2),
                "not a sound at all, but long enough to hold a header of 44 bytes".getBytes());
        for (byte[] bytes : damaged) {
            Files.write(file, bytes);
            int before = renders.get();
            assertThat(open(1 << 20, 1 << 20).get(KEY, this::render)).isEqualTo(SOUND);
            assertThat(renders).hasValue(before + 1);
            assertThat(Files.readAllBytes(file)).isEqualTo(good);
        }
    }

    @Test
    void whatWasUnusedForLongestGoesFirstAlsoAfterARestart() throws Exception {
        long three = 3 * 16_100;
        SpeechCache cache = open(three, 1 << 20);
        for (String name : new String[] {"a", "b", "c"}) {
            cache.get(SpeechKey.ofParts(name), this::render);
        }
        seconds.addAndGet(3_600);
        cache.get(SpeechKey.ofParts("a"), this::render); // from memory: now b is the oldest

        SpeechCache restarted = open(three, 0);
        restarted.get(SpeechKey.ofParts("d"), this::render);

        assertThat(restarted.has(SpeechKey.ofParts("a"))).isTrue();
        assertThat(restarted.has(SpeechKey.ofParts("b"))).isFalse();
        assertThat(restarted.has(SpeechKey.ofParts("c"))).isTrue();
        assertThat(restarted.has(SpeechKey.ofParts("d"))).isTrue();
        assertThat(sizeOnDisk()).isLessThanOrEqualTo(three);
    }

    @Test
    void filesThatAKilledProcessLeftUnfinishedAreRemoved() throws Exception {
        Path left = Files.write(directory.resolve("abcdef12.part"), new byte[100]);
        Files.setLastModifiedTime(left, FileTime.from(clock.instant().minus(Duration.ofHours(2))));
        Path another = Files.write(directory.resolve("abcdef34.part"), new byte[100]);
        Files.setLastModifiedTime(another, FileTime.from(clock.instant().minus(Duration.ofMinutes(1))));

        open(1 << 20, 1 << 20);

        assertThat(left).doesNotExist();
        assertThat(another).as("another process may be writing it").exists();
    }

    @Test
    void whatAnotherProcessRenderedIsFoundAndCounted() throws Exception {
        SpeechCache server = open(1 << 20, 1 << 20);
        SpeechCache other = open(1 << 20, 1 << 20);
        other.get(KEY, this::render);

        assertThat(server.has(KEY)).isTrue();
        assertThat(server.diskBytes()).isEqualTo(other.diskBytes()).isPositive();
    }

    @Test
    void aDiskThatCannotBeWrittenCostsTheCacheNotTheSound() throws Exception {
        SpeechCache cache = open(1 << 20, 1 << 20);
        Files.write(directory.resolve(KEY.hex().substring(0, 2)), new byte[1]); // a file where a directory is needed

        assertThat(cache.get(KEY, this::render)).isEqualTo(SOUND);
    }

    private Pcm render() {
        renders.incrementAndGet();
        return SOUND;
    }

    private SpeechCache open(long diskBytes, long memoryBytes) throws IOException {
        return SpeechCache.open(directory, diskBytes, memoryBytes, clock);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private long sizeOnDisk() throws IOException {
        long sum = 0;
        for (Path file : files()) {
            sum += Files.size(file);
        }
        return sum;
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 0x10;
        return copy;
    }
}
