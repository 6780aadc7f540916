package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.account.AccountFileParser;

/** The scripts and settings that the pages tell a stranger to copy work as they stand there. */
@Tag("e2e")
class DocumentedScriptsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    @Test
    void theFirstScriptOfTheReadmeRunsWithTheAccountOfTheReadme() throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));
        try (var script = ScriptProcess.php(written("hello.php", block(readme, "php")), Map.of())) {
            String account = block(readme, "yaml");
            assertThat(account).contains("\"http://127.0.0.1:9000/\"").contains("\"442037691880\"");
            try (var line = ScriptLine.open(
                            directory,
                            account.replace(
                                    "http://127.0.0.1:9000/", script.url().toString()));
                    var call = line.dial("442037691880")) {
                call.hears("Hello! Type your order number and press hash.")
                        .presses("1042#")
                        .says("one zero, four two")
                        .isHungUpByTheRobot();

                assertThat(call.inputs()).containsExactly("order=1042");
                call.heardEverythingThatWasSaid().hadNoFault();
                assertThat(line.endsTold()).containsExactly("DELIVERED 200");
            }
        }
    }

    @Test
    void theSmallestScriptOfThePageForScriptAuthorsRuns() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/script-authors.md"));
        try (var script = ScriptProcess.php(written("smallest.php", block(page, "php")), Map.of());
                var line = ScriptLine.open(
                        directory, RunningServer.account(script.url().toString()));
                var call = line.dial(RunningServer.NUMBER)) {
            call.hears("Hello! Press one or two.").presses("2").says("two").isHungUpByTheRobot();

            assertThat(call.inputs()).containsExactly("menu=2");
            call.heardEverythingThatWasSaid().hadNoFault();
            assertThat(line.endsTold()).containsExactly("DELIVERED 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/script-authors.md"})
    void whatAScriptOfThePagesEchoesIsNeverTakenForHtml(String page) throws Exception {
        String php = block(Files.readString(ROOT.resolve(page)), "php");
        try (var script = ScriptProcess.php(written("echo.php", php), Map.of());
                var http = HttpClient.newHttpClient()) {
            var echo = http.send(
                    HttpRequest.newBuilder(script.url().resolve("?zd_echo=%3Cb%3Ehi"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(echo.body()).isEqualTo("<b>hi");
            assertThat(echo.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");

            var list = http.send(
                    HttpRequest.newBuilder(script.url().resolve("?zd_echo%5B%5D=1"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(list.body()).doesNotContain("Uncaught");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/operators.md", "docs/script-authors.md", "examples/account.yaml"})
    void everyAccountFileOfThePagesIsOne(String page) throws IOException {
        String text = Files.readString(ROOT.resolve(page));
        var blocks = page.endsWith(".yaml") ? List.of(text) : blocks(text, "yaml");
        for (String block : blocks) {
            if (block.lines().anyMatch(line -> line.startsWith("account:"))) {
                Files.createDirectories(directory.resolve("prompts"));
                Files.write(directory.resolve("prompts/menu.wav"), new byte[0]);
                var account = AccountFileParser.parse(written("account.yaml", block), "account.yaml");
                assertThat(account).isNotNull();
            }
        }
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** The first fenced block of a language, without the indentation of a list around it. */
    private static String block(String page, String language) {
        return blocks(page, language).getFirst();
    }

    private static List<String> blocks(String page, String language) {
        Matcher found =
                Pattern.compile("(?ms)^( *)```" + language + "\\n(.*?)^ *```").matcher(page);
        return found.results()
                .map(block -> block.group(2).replaceAll("(?m)^" + block.group(1), ""))
                .toList();
    }
}
