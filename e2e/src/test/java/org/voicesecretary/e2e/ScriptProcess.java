package org.voicesecretary.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.voicesecretary.client.HttpCall;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

/** A script run by its own interpreter, as its author would run it, on a free port of loopback. */
final class ScriptProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("(http://127\\.0\\.0\\.1:[0-9]+)/?\\)?( started)?$");
    private static final int START_SECONDS = 60;
    private static final int TRIES = 5;

    private final Process process;
    private final List<String> output;
    private final URI url;

    private ScriptProcess(Process process, List<String> output, URI url) {
        this.process = process;
        this.output = output;
        this.url = url;
    }

    /** @param settings of PHP, such as {@code display_errors=1} */
    static ScriptProcess php(Path script, Map<String, String> environment, String... settings)
            throws InterruptedException {
        IllegalStateException last = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            List<String> command = new ArrayList<>(List.of("php"));
            for (String setting : settings) {
                command.addAll(List.of("-d", setting));
            }
            // PHP does not tell which port it got for 0; whoever takes the free one in between makes it fail, then once
            // more.
            command.addAll(List.of("-S", "127.0.0.1:" + FreePort.any(), script.toString()));
            try {
                return start(command, "php-cli", environment);
            } catch (IllegalStateException e) {
                last = e;
            }
        }
        throw last;
    }

    static ScriptProcess node(Path script, Map<String, String> environment) throws InterruptedException {
        return start(List.of("node", script.toString()), "nodejs", withFreePort(environment));
    }

    static ScriptProcess python(Path script, Map<String, String> environment) throws InterruptedException {
        Map<String, String> all = withFreePort(environment);
        all.put("PYTHONDONTWRITEBYTECODE", "1");
        return start(List.of("python3", script.toString()), "python3", all);
    }

    /** A main class of this class path, in a JVM of its own. */
    static ScriptProcess java(Class<?> main, Map<String, String> environment) throws InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return start(
                List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()),
                "temurin-25-jdk",
                withFreePort(environment));
    }

    private static Map<String, String> withFreePort(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PORT", "0");
        return all;
    }

    static ScriptProcess start(List<String> command, String debianPackage, Map<String, String> environment)
            throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("PORT", "VOICE_SECRETARY_SECRET"));
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "%s is missing: install the Debian package %s (make test does it by itself as root)"
                            .formatted(command.getFirst(), debianPackage),
                    e);
        }
        List<String> output = new CopyOnWriteArrayList<>();
        CompletableFuture<URI> listening = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("output of " + command.getLast())
                .start(() -> read(process, output, listening));
        try {
            return new ScriptProcess(process, output, listening.get(START_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "%s did not start; it said: %s".formatted(String.join(" ", command), output), e);
        }
    }

    private static void read(Process process, List<String> output, CompletableFuture<URI> listening) {
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null) {
                output.add(line);
                var found = LISTENING.matcher(line);
                if (found.find()) {
                    listening.complete(URI.create(found.group(1) + "/"));
                }
                line = lines.readLine();
            }
            listening.completeExceptionally(new IOException("the program ended"));
        } catch (IOException e) {
            listening.completeExceptionally(e);
        }
    }

    /** Sends it a first event, so that a just-in-time compiler under load does not keep the first caller waiting. */
    void warmUp(String secret) throws IOException, InterruptedException {
        HttpCall call = HttpCall.of(new NotifyStart("2026-11-24 10:11:12", "in_" + "0".repeat(40), "0", "0"), secret);
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .header("Content-Type", call.header("Content-Type").orElseThrow())
                    .header(Signature.HEADER, call.header(Signature.HEADER).orElseThrow())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()))
                    .build();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IllegalStateException(
                        "%s answers %d to NOTIFY_START; it said: %s".formatted(url, status, output));
            }
        }
    }

    URI url() {
        return url;
    }

    /** What the program printed, its errors too. */
    List<String> output() {
        return output;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
