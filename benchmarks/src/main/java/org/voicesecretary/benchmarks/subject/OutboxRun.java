package org.voicesecretary.benchmarks.subject;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An {@link OutboxSubject} in its process, with a directory of its own that is removed afterwards. */
public final class OutboxRun implements AutoCloseable {
    private static final Pattern TOTAL = Pattern.compile("Total\\s+(\\d+)\\s+(\\d+)");

    private final Path directory;
    private final Process process;
    private final BufferedReader said;
    private final ProcessFacts facts;

    private OutboxRun(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.facts = new ProcessFacts(process.pid());
    }

    /**
     * Starts it and waits until its database is full.
     *
     * @param pinning put before the command
     * @param heap such as {@code 200m}
     */
    public static OutboxRun filled(List<String> pinning, String heap, String url, int events, int calls)
            throws IOException {
        Path directory = Files.createTempDirectory("voice-secretary-outbox");
        List<String> command = new ArrayList<>(pinning);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                OutboxSubject.class.getName(),
                directory.toString(),
                url,
                String.valueOf(events),
                String.valueOf(calls)));
        Process process = new ProcessBuilder(command)
                .redirectError(directory.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var run = new OutboxRun(directory, process);
        run.await("filled");
        return run;
    }

    /** Begins to deliver. */
    public void deliver() throws IOException {
        ask();
        await("delivering");
    }

    public ProcessFacts facts() {
        return facts;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Events that are not done with, as it knows them. */
    public long pending() throws IOException {
        ask();
        return Long.parseLong(String.valueOf(said.readLine()));
    }

    /** Bytes of the heap that are in use after a full collection. */
    public long liveHeapBytes() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        Matcher total = TOTAL.matcher(new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        jcmd.waitFor();
        if (!total.find()) {
            throw new IOException("jcmd GC.class_histogram of " + process.pid() + " printed no total");
        }
        return Long.parseLong(total.group(2));
    }

    private void ask() throws IOException {
        OutputStream out = process.getOutputStream();
        out.write('\n');
        out.flush();
    }

    private void await(String line) throws IOException {
        for (String next = said.readLine(); ; next = said.readLine()) {
            if (next == null) {
                throw new IOException(
                        "the outbox ended before it was " + line + ":\n" + Files.readString(directory.resolve("log")));
            }
            if (next.equals(line)) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
