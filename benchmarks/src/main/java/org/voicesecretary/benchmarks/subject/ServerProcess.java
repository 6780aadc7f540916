package org.voicesecretary.benchmarks.subject;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.voicesecretary.benchmarks.BenchClock;
import org.voicesecretary.benchmarks.script.ScriptStub;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;

/** The product as its users start it, on the loopback, with a data directory of its own that is removed afterwards. */
public final class ServerProcess implements AutoCloseable {
    /** Of its account. */
    public static final String KEY = "1a2b3c4d5e6f7a8b9c0d";

    public static final String SECRET = "0d1c2b3a4f5e6d7c8b9a";

    private static final long START_MILLIS = 90_000;
    private static final long TONE_MILLIS = 60_000;
    private static final int SAMPLE_RATE = 16_000;
    private static final double LOW_HERTZ = 400;
    private static final double HIGH_HERTZ = 2000;
    private static final Pattern TOTAL = Pattern.compile("Total\\s+(\\d+)\\s+(\\d+)");

    private final BenchClock clock;
    private final Path directory;
    private final Process process;
    private final int sipPort;
    private final int httpPort;
    private final ProcessFacts facts;

    private ServerProcess(BenchClock clock, Path directory, Process process, int sipPort, int httpPort) {
        this.clock = clock;
        this.directory = directory;
        this.process = process;
        this.sipPort = sipPort;
        this.httpPort = httpPort;
        this.facts = new ProcessFacts(process.pid());
    }

    /**
     * What is started.
     *
     * @param launcher the program that takes {@code serve --config FILE --account FILE}
     * @param pinning what is put before it to keep it to one core; empty for none
     * @param webhook where the script is
     * @param maxCalls how many calls it may take
     * @param offices which extensions it has
     */
    public record Plan(Path launcher, List<String> pinning, String webhook, int maxCalls, Offices offices) {}

    /** Starts a server and waits until it is ready. */
    public static ServerProcess start(BenchClock clock, Plan plan) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("voice-secretary-bench");
        int sip = freeUdpPort();
        int http = freeTcpPort();
        writeFiles(directory, plan, sip, http);
        applyFurther(directory, plan);
        List<String> command = new ArrayList<>(plan.pinning());
        command.addAll(command(directory, plan, "serve", "--account", directory.resolve("account.yaml")));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile());
        builder.environment()
                .merge("JAVA_OPTS", plan.offices().javaOptions(), (given, own) -> (given + " " + own).strip());
        Process process = builder.start();
        // Whoever interrupts the benchmark must not leave a server behind that disturbs the next one.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        ServerProcess server = new ServerProcess(clock, directory, process, sip, http);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static List<String> command(Path directory, Plan plan, String command, Object... arguments) {
        List<String> all = new ArrayList<>(List.of(
                plan.launcher().toString(),
                command,
                "--config",
                directory.resolve("voice-secretary.yaml").toString()));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        return all;
    }

    /** The accounts beside the one that the server is started with. */
    private static void applyFurther(Path directory, Plan plan) throws IOException, InterruptedException {
        Path file = directory.resolve("further.yaml");
        for (String account : plan.offices().furtherAccounts()) {
            Files.writeString(file, account);
            Process process = new ProcessBuilder(command(directory, plan, "apply", file))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IOException("an account cannot be applied:\n" + said);
            }
        }
    }

    private static void writeFiles(Path directory, Plan plan, int sip, int http) throws IOException {
        WavFile.write(
                directory.resolve("low.wav"), Tones.sine(LOW_HERTZ, Tones.amplitude(-12), TONE_MILLIS, SAMPLE_RATE));
        WavFile.write(
                directory.resolve("high.wav"), Tones.sine(HIGH_HERTZ, Tones.amplitude(-12), TONE_MILLIS, SAMPLE_RATE));
        Files.writeString(directory.resolve("voice-secretary.yaml"), """
                data-dir: data
                max-calls: %d
                drain-timeout: 1s
                http: {listen: "127.0.0.1:%d"}
                sip: {listen: ["udp:127.0.0.1:%d"]}
                rtp: {ports: 10000-29999}
                rest: {requests-per-minute: 100000000}
                log: {level: warn}
                """.formatted(plan.maxCalls(), http, sip));
        Files.writeString(directory.resolve("account.yaml"), """
                account: {name: Bench, key: 1a2b3c4d5e6f7a8b9c0d, secret: 0d1c2b3a4f5e6d7c8b9a, time-zone: UTC, language: en%s}
                webhook: {url: "%s", timeout: 5s}
                trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                numbers: [{number: "%s"}, {number: "%s"}, {number: "%s"}, {number: "%s"}, {number: "%s"}]
                sounds:
                  - {id: %s, file: low.wav}
                  - {id: %s, file: high.wav}
                %s""".formatted(
                        plan.offices().firstPbx(),
                        plan.webhook(),
                        ScriptStub.PLAYS,
                        ScriptStub.IDLES,
                        ScriptStub.CHANGES,
                        ScriptStub.CONNECTS,
                        ScriptStub.RINGS_ALL,
                        ScriptStub.LOW,
                        ScriptStub.HIGH,
                        plan.offices().firstOffice()));
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        URI ready = URI.create("http://127.0.0.1:" + httpPort + "/health/ready");
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (clock.nanos() - deadline < 0) {
                if (!process.isAlive()) {
                    throw new IOException(
                            "the server ended with " + process.exitValue() + " before it was ready:\n" + log());
                }
                if (answers(client, ready)) {
                    return;
                }
                clock.pass(100);
            }
        }
        throw new IOException("the server was not ready within " + START_MILLIS / 1000 + " s:\n" + log());
    }

    private static boolean answers(HttpClient client, URI url) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where it takes calls. */
    public InetSocketAddress sip() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), sipPort);
    }

    /** Where its REST API is. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    public long pid() {
        return process.pid();
    }

    /** What the system says of the process. */
    public ProcessFacts facts() {
        return facts;
    }

    /** What it wrote, for when something went wrong. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("server.log"));
    }

    /** What its meters say, as Prometheus reads them. */
    public String metrics() throws IOException, InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + httpPort + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** Bytes of the heap that are in use after a full collection. */
    public long liveHeapBytes() throws IOException, InterruptedException {
        Matcher total = TOTAL.matcher(jcmd("GC.class_histogram"));
        if (!total.find()) {
            throw new IOException("jcmd GC.class_histogram of " + pid() + " printed no total");
        }
        return Long.parseLong(total.group(2));
    }

    /** What the JVM answers to a diagnostic command. */
    public String jcmd(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(String.valueOf(pid()));
        command.addAll(List.of(arguments));
        Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(asked.getInputStream().readAllBytes());
        asked.waitFor();
        return answer;
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends the server and removes what it kept. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("not removed: " + directory + ": " + e.getMessage());
        }
    }
}
