package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.client.RestClient;
import org.voicesecretary.client.RestException;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.testkit.WebhookDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API, called by whoever calls it in real life: plain HTTP of four languages, public client libraries, our own. */
@Tag("e2e")
@Timeout(120)
class RestClientsTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");
    private static final Path NPM = Path.of("src/test/resources/npm");

    @TempDir
    static Path directory;

    private static RunningServer server;
    private static WebhookDouble script;
    private static String base;

    @BeforeAll
    static void start() throws Exception {
        script = WebhookDouble.start();
        server = RunningServer.start(
                directory,
                RunningServer.account(script.url().toString())
                                .replace(
                                        "number: \"" + RunningServer.NUMBER + "\"",
                                        "number: \"" + RunningServer.NUMBER + "\", extension: 100")
                        + """
                        extensions:
                          - {number: 100, name: Anna, password: "a long password"}
                          - {number: 101, name: Ben}
                        """,
                Map.of(
                        "VOICE_SECRETARY_REST_REQUESTS_PER_MINUTE", "100000",
                        "VOICE_SECRETARY_REST_STATISTICS_PER_MINUTE", "100000"));
        base = "http://127.0.0.1:" + server.assembly().httpPort();
    }

    @AfterAll
    static void stop() {
        server.close();
        script.close();
    }

    @Test
    void phpCallsEveryMethod() throws Exception {
        callEveryMethod(List.of("php", SCRIPTS.resolve("rest_client.php").toString()), true);
    }

    @Test
    void pythonCallsEveryMethod() throws Exception {
        callEveryMethod(List.of("python3", SCRIPTS.resolve("rest_client.py").toString()), true);
    }

    @Test
    void nodeCallsEveryMethod() throws Exception {
        callEveryMethod(List.of("node", SCRIPTS.resolve("rest_client.mjs").toString()), true);
    }

    @Test
    void aPublicClientOfNpmCallsEveryMethodWithAnotherHostAlone() throws Exception {
        Path home = Path.of("target/npm").toAbsolutePath();
        Files.createDirectories(home);
        try (var files = Files.list(NPM)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        List<String> install = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        Process npm = new ProcessBuilder(install)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(npm.getInputStream().readAllBytes());
        assertThat(npm.waitFor()).as(said).isZero();
        callEveryMethod(List.of("node", home.resolve("zadarma.cjs").toString()), false);
    }

    private static void callEveryMethod(List<String> program, boolean files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(base, RunningServer.KEY, RunningServer.SECRET));
        Process client = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Writer requests = client.outputWriter();
                BufferedReader answers = client.inputReader()) {
            Map<String, String> known = new HashMap<>();
            for (RestCalls.Call documented : RestCalls.all(script.url().toString())) {
                RestCalls.Call call = documented.with(known);
                requests.write(JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of("verb", call.verb(), "method", call.method(), "params", call.params()))
                        + "\n");
                requests.flush();
                JsonNode answer = JsonMapper.shared().readTree(String.valueOf(answers.readLine()));
                assertThat(answer.path("status").asInt())
                        .as("%s: %s", call, answer)
                        .isEqualTo(200);
                RestCalls.assertLikeTheSample(call, answer.path("body").asString(), known);
            }
            if (files) {
                requests.write(JsonMapper.shared().writeValueAsString(greeting()) + "\n");
                requests.flush();
                assertThat(answers.readLine()).contains("200").contains("voicemail_greeting\\\":\\\"own");
            }
        }
        assertThat(client.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static Map<String, Object> greeting() throws IOException {
        return Map.of(
                "verb", "POST",
                "method", "pbx/redirection",
                "params",
                        Map.of(
                                "pbx_number", "101",
                                "type", "voicemail",
                                "condition", "noanswer",
                                "destination", "b.~*@example.com",
                                "voicemail_greeting", "own"),
                "file", "greeting_file",
                "fileName", "hello.wav",
                "content", Base64.getEncoder().encodeToString(tone()));
    }

    private static byte[] tone() throws IOException {
        Path wav = directory.resolve("tone.wav");
        WavFile.write(wav, Tones.sine(440, Tones.amplitude(-12), 500, 16_000));
        return Files.readAllBytes(wav);
    }

    @Test
    void ourOwnClientReadsTypedAnswers() throws Exception {
        try (var api = new RestClient(URI.create(base), RunningServer.KEY, RunningServer.SECRET)) {
            assertThat(api.info().balance().currency()).isEqualTo("EUR");
            assertThat(api.info().timezone().timezone()).startsWith("UTC+");
            assertThat(api.info().price("442037691880", null).prefix()).isEqualTo("44");
            assertThat(api.info().tariff().isActive()).isTrue();
            assertThat(api.info().languages()).contains("en", "ua");
            assertThat(api.sip().list().sips())
                    .anyMatch(sip -> sip.displayName().equals("Anna"));
            assertThat(api.sip().isOnline("100")).isFalse();
            assertThat(api.sip().callerId("101", "+442037691882").newCallerId()).isEqualTo("442037691882");
            assertThat(api.sip().redirect("101", "4930111", "always").destination())
                    .isEqualTo("4930111");
            assertThat(api.sip().redirections("101"))
                    .singleElement()
                    .satisfies(each -> assertThat(each.destinationValue()).isEqualTo("4930111"));
            assertThat(api.sip().redirect("101", false).currentStatus()).isEqualTo("off");
            String made = api.sip().create("Cleo", "a long password", "442037691881", null);
            assertThat(api.sip().password(made, "another password")).isEqualTo(made);
            assertThat(api.office().extensions().numbers()).contains(100, Integer.valueOf(made));
            assertThat(api.office().isOnline(100)).isFalse();
            assertThat(api.office().extension(101).lines()).isEqualTo(2);
            assertThat(api.office().record(101, "on").recording()).isEqualTo("on");
            assertThat(api.office().create(900, 2).numbers())
                    .hasSize(2)
                    .allMatch(each -> each.password().length() == 16);
            assertThat(api.office().password(101, "the third password").number())
                    .isEqualTo(101);
            assertThat(api.office().password(101).password()).isEqualTo("the third password");
            assertThat(api.office()
                            .redirect(101, "phone", "4930222", "noanswer")
                            .type())
                    .isEqualTo("phone");
            var greeting = new RestClient.Upload("greeting_file", "hello.wav", tone());
            assertThat(api.office()
                            .voicemail(101, "ben@example.com", "always", greeting)
                            .voicemailGreeting())
                    .isEqualTo("own");
            assertThat(api.office().redirection(101).destination()).isEqualTo("ben@example.com");
            assertThat(api.office().stopRedirecting(101).currentStatus()).isEqualTo("off");
            assertThat(api.hooks().url(script.url().toString()))
                    .isEqualTo(script.url().toString());
            assertThat(api.hooks().notifications(Map.of("notify_answer", false)))
                    .containsEntry("notify_answer", false);
            assertThat(api.hooks().callInfo().notifications()).containsEntry("notify_answer", false);
            assertThat(api.hooks().webhooks().hooks()).containsKey("sms");
            assertThat(api.hooks().removeUrl()).isEmpty();
            assertThat(api.numbers().list()).hasSize(1);
            assertThat(api.numbers().sipId(RunningServer.NUMBER, "101").sipId()).isEqualTo("101");
            assertThat(api.numbers().number(RunningServer.NUMBER).autorenew()).isTrue();
            assertThat(api.numbers().webPhoneKey("101")).isNotEmpty();
            RestException refused =
                    catchThrowableOfType(RestException.class, () -> api.office().isOnline(999));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused).hasMessageContaining("999");
        }
        try (var stranger = new RestClient(URI.create(base), RunningServer.KEY, "00000000000000000000")) {
            assertThat(catchThrowableOfType(
                                    RestException.class, () -> stranger.info().balance())
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void thePageOfAllMethodsIsWhatTheServerHas() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            String table = http.send(
                            HttpRequest.newBuilder(URI.create(base + "/v1/")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Files.writeString(Path.of("target/rest-methods.md"), table);
            assertThat(Files.readString(Path.of("../docs/rest.md")))
                    .as("docs/rest.md has the table of all methods; e2e/target/rest-methods.md is how it is now")
                    .contains(table);
        }
    }
}
