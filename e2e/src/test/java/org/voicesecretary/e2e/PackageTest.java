package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The archive of {@code make package}, made of this build, unpacked and used as an operator does. */
@Tag("e2e")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Execution(ExecutionMode.CONCURRENT)
class PackageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern HTTP = Pattern.compile("HTTP +http://127\\.0\\.0\\.1:(\\d+)/");

    @TempDir
    static Path directory;

    private static Path archive;
    private static Path unpacked;
    private static Process server;

    private record Result(int code, String out) {}

    @BeforeAll
    static void makeAndUnpack() throws Exception {
        // Which licences there are is asked of the build, by a plugin that only `make package` runs.
        Path notices = Files.writeString(directory.resolve("notices.txt"), "Lists of third-party dependencies.\n");
        Result made = run(ROOT, "scripts/package", directory.resolve("first").toString(), notices.toString());
        assertThat(made.code).as(made.out).isZero();
        archive = only(directory.resolve("first"), ".tar.gz");
        Result tar = run(directory, "tar", "-xzf", archive.toString());
        assertThat(tar.code).as(tar.out).isZero();
        unpacked = only(directory, archive.getFileName().toString().replace(".tar.gz", ""));
    }

    @AfterAll
    static void endWhatIsLeft() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    @Test
    void theSameBuildGivesTheSameBytesAndTheChecksumIsRight() throws Exception {
        Result made = run(
                ROOT,
                "scripts/package",
                directory.resolve("second").toString(),
                directory.resolve("notices.txt").toString());
        assertThat(made.code).as(made.out).isZero();
        assertThat(Files.mismatch(archive, only(directory.resolve("second"), ".tar.gz")))
                .isEqualTo(-1);
        Result check = run(archive.getParent(), "sha256sum", "-c", archive.getFileName() + ".sha256");
        assertThat(check.code).as(check.out).isZero();
    }

    @Test
    void everythingIsInItAndNothingThatIsOnlyForBuilding() throws IOException {
        assertThat(unpacked.resolve("voice-secretary")).isExecutable();
        for (String file : List.of(
                "README.md",
                "CHANGELOG.md",
                "LICENSE",
                "NOTICE",
                "THIRD-PARTY.txt",
                "conf/voice-secretary.yaml",
                "conf/account.yaml",
                "deploy/voice-secretary.service",
                "docs/operators.md",
                "examples/php/voice_secretary.php",
                "examples/node/voice_secretary.mjs",
                "examples/python/voice_secretary.py")) {
            assertThat(unpacked.resolve(file)).isNotEmptyFile();
        }
        try (Stream<Path> all = Files.walk(unpacked)) {
            List<String> names =
                    all.map(path -> unpacked.relativize(path).toString()).toList();
            assertThat(names)
                    .anyMatch(name -> name.matches("lib/voice-secretary-server-.*\\.jar"))
                    .anyMatch(name -> name.matches("lib/voice-secretary-examples-.*\\.jar"))
                    .noneMatch(name -> name.matches(".*(junit|assertj|archunit|__pycache__|\\.class|/target/).*"));
        }
    }

    @Test
    void everyLinkOfItsPagesLeadsToAFileInIt() throws IOException {
        List<String> broken = new ArrayList<>();
        try (Stream<Path> all = Files.walk(unpacked)) {
            for (Path page : all.filter(path -> path.toString().endsWith(".md")).toList()) {
                Matcher links = LINK.matcher(Files.readString(page));
                while (links.find()) {
                    if (!Files.exists(page.resolveSibling(links.group(1)))) {
                        broken.add(unpacked.relativize(page) + " -> " + links.group(1));
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyCommandOfAnInstallationUsesOneDataDirectory() throws Exception {
        String shipped = Files.readString(unpacked.resolve("conf/voice-secretary.yaml"));
        assertThat(shipped.lines().filter(line -> line.startsWith("data-dir:")))
                .containsExactly("data-dir: /var/lib/voice-secretary");
        assertThat(Files.readString(unpacked.resolve("deploy/voice-secretary.service")))
                .contains("StateDirectory=voice-secretary\n", "--config /etc/voice-secretary/voice-secretary.yaml")
                .doesNotContain("VOICE_SECRETARY_DATA_DIR");

        Result checked = run(unpacked, "./voice-secretary", "check-config", "--config", "conf/voice-secretary.yaml");

        assertThat(checked.code).as(checked.out).isZero();
        assertThat(checked.out).containsPattern("data-dir += +/var/lib/voice-secretary +# conf/voice-secretary.yaml:");
    }

    @Test
    void itTellsItsVersionAndServesUntilItIsStopped() throws Exception {
        Result version = run(unpacked, "./voice-secretary", "version");
        assertThat(version.out).matches("(?s)Voice Secretary \\d+\\.\\d+\\.\\d+\\S* \\(Java .*");
        assertThat(archive.getFileName().toString()).contains(version.out.split(" ", -1)[2]);

        server = builder(
                        unpacked,
                        "./voice-secretary",
                        "serve",
                        "--config",
                        "conf/voice-secretary.yaml",
                        "--account",
                        "conf/account.yaml")
                .start();
        BufferedReader out = server.inputReader();
        String port = awaitHttp(out);
        try (var http = HttpClient.newHttpClient()) {
            var ready = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        }
        server.toHandle().destroy();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
    }

    private static String awaitHttp(BufferedReader out) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            seen.add(line);
            Matcher http = HTTP.matcher(line);
            if (http.find()) {
                return http.group(1);
            }
        }
        throw new AssertionError("the server ended:\n" + String.join("\n", seen));
    }

    private static Result run(Path where, String... command) throws IOException, InterruptedException {
        Process process = builder(where, command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out);
    }

    private static ProcessBuilder builder(Path where, String... command) {
        var builder = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:0,tcp:127.0.0.1:0",
                        "VOICE_SECRETARY_HTTP_LISTEN", "127.0.0.1:0"));
        boolean serving = List.of(command).contains("serve");
        if (serving) {
            builder.environment()
                    .put("VOICE_SECRETARY_DATA_DIR", directory.resolve("state").toString());
        }
        return builder;
    }

    private static Path only(Path where, String ending) throws IOException {
        try (Stream<Path> all = Files.list(where)) {
            return all.filter(path -> path.toString().endsWith(ending))
                    .reduce((a, b) -> {
                        throw new AssertionError("both " + a + " and " + b);
                    })
                    .orElseThrow();
        }
    }
}
