package org.voicesecretary.media;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.clock.LatenessSnapshot;
import org.voicesecretary.media.codec.AudioCodec;

/**
 * How many prompts one loop thread plays in time, run by hand: {@code LoadProbe <sessions> <seconds> [both|send]}. The phones are the
 * sessions of a second engine in the same process, which send back all the time, so the machine does everything twice.
 */
public final class LoadProbe {
    private LoadProbe() {}

    /** Runs the probe and prints what it found. */
    public static void main(String[] args) throws Exception {
        int sessions = args.length > 0 ? Integer.parseInt(args[0]) : 1500;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        boolean both = args.length < 3 || args[2].equals("both");
        MediaConfig config = MediaConfig.loopback().withCodecs(AudioCodec.PCMU).withThreads(1);
        Set<Long> before = tasks();
        MediaEngine robots = MediaEngine.start(config);
        MediaSession first = robots.open(MediaListener.ignoring());
        first.stats();
        first.close();
        long task = newTask(before);
        MediaEngine phones = MediaEngine.start(both ? config : config.withIdle(IdleAudio.NONE));
        Prompt prompt = new PcmPrompt(Tones.sine(440, 8000, 60_000, 16_000));
        List<MediaSession> robotSessions = new ArrayList<>();
        long heapBefore = heap();
        for (int i = 0; i < sessions; i++) {
            MediaSession robot = robots.open(MediaListener.ignoring());
            MediaSession phone = phones.open(MediaListener.ignoring());
            phone.accept(robot.answer(phone.offer()));
            robotSessions.add(robot);
        }
        long heapAfter = heap();
        robotSessions.forEach(session -> {
            session.play(prompt);
            session.play(prompt);
        });
        wait(8);
        long allocated = allocated();
        long received = received(robotSessions);
        wait(1); // asking all of them was a load of its own
        long receivedBegan = System.nanoTime();
        LatenessSnapshot start = robots.stats().lateness();
        long[] cpu = cpu(task);
        long began = System.nanoTime();
        wait(seconds);
        double took = (System.nanoTime() - began) / 1e9;
        LatenessSnapshot late = robots.stats().lateness().minus(start);
        long[] used = cpu(task);
        long receivedInAll = received(robotSessions) - received;
        double tookInAll = (System.nanoTime() - receivedBegan) / 1e9 + 1;
        long allocatedInAll = allocated() - allocated;
        double user = (used[0] - cpu[0]) / 100.0 / took;
        double system = (used[1] - cpu[1]) / 100.0 / took;
        System.out.printf(
                "%d sessions, %s: sent %.0f/s, received %.0f/s%n",
                sessions, both ? "both ways" : "sending only", late.total() / took, receivedInAll / tookInAll);
        System.out.printf(
                "late: p50 %d us, p99 %d us, p99.9 %d us, later than 10 ms %.4f %%, skipped turns %d%n",
                late.percentileMicros(0.5),
                late.percentileMicros(0.99),
                late.percentileMicros(0.999),
                100.0 * late.laterThanMillis(10) / late.total(),
                robots.stats().skippedTurns());
        System.out.printf(
                "loop thread: %.1f %% of a core (user %.1f, system %.1f) = %.0f sessions a core; allocated by all loops %.0f B/s%n",
                100 * (user + system),
                100 * user,
                100 * system,
                sessions / (user + system),
                allocatedInAll / tookInAll);
        System.out.printf(
                "heap per session (both ends, with its SDP): %d bytes each%n", (heapAfter - heapBefore) / sessions / 2);
        robots.close();
        phones.close();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long received(List<MediaSession> sessions) {
        return sessions.stream()
                .mapToLong(session -> session.stats().packetsReceived())
                .sum();
    }

    static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("media-")) {
                sum += threads.getThreadAllocatedBytes(thread.threadId());
            }
        }
        return sum;
    }

    static void wait(int seconds) {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    static Set<Long> tasks() throws IOException {
        try (Stream<Path> list = Files.list(Path.of("/proc/self/task"))) {
            return new HashSet<>(
                    list.map(path -> Long.parseLong(path.getFileName().toString()))
                            .toList());
        }
    }

    static long newTask(Set<Long> before) throws IOException {
        for (long task : tasks()) {
            if (!before.contains(task)
                    && Files.readString(Path.of("/proc/self/task/" + task + "/comm"))
                            .startsWith("media-")) {
                return task;
            }
        }
        throw new IOException("the loop's thread was not found in /proc/self/task");
    }

    /** User and system time of a thread, in hundredths of a second. */
    static long[] cpu(long task) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/task/" + task + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new long[] {Long.parseLong(fields[11]), Long.parseLong(fields[12])};
    }
}
