package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.AudioMatch;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.server.ExitCode;
import org.voicesecretary.server.Main;
import org.voicesecretary.server.Surroundings;
import org.voicesecretary.sip.InviteOutcome;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.timeline.TimelineEvent;

/** {@code apply}: nothing of a faulty file, and the whole of a good one, at once and ready to be heard. */
@Tag("e2e")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApplyTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String KEY = "account: {name: Shop, key: 1a2b3c4d5e6f7a8b9c0d}\n";

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();

    private record Result(int code, String out, String err) {}

    @Test
    void aSoundFileThatIsNoSoundIsRefusedWithItsLineAndNothingIsChanged() throws IOException {
        WavFile.write(directory.resolve("good.wav"), Tones.sine(640, 8_000, 400, 8_000));
        Files.writeString(directory.resolve("bad.wav"), "RIFF");
        write(KEY + "sounds:\n  - {id: menu, file: good.wav}\n");
        assertThat(run("apply", "account.yaml").code).isEqualTo(ExitCode.WELL);
        assertThat(files("masters")).isEqualTo(1);

        write(
                KEY
                        + "numbers: [{number: \"4420\"}]\nsounds:\n  - {id: menu, file: bad.wav}\n  - {id: other, file: none.wav}\n");
        for (List<String> command : List.of(
                List.of("apply", "account.yaml", "--dry-run"),
                List.of("apply", "account.yaml"),
                List.of("serve", "--account", "account.yaml"))) {
            Result refused = run(command.toArray(String[]::new));
            assertThat(refused.code).as(command + refused.out + refused.err).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(refused.err)
                    .contains("account.yaml:4: sounds[1].file: ", "bad.wav")
                    .contains("account.yaml:5: sounds[2].file: there is no file ");
        }

        write(KEY + "sounds:\n  - {id: menu, file: good.wav}\n");
        assertThat(run("apply", "account.yaml").out).contains("nothing to change");
    }

    @Test
    void fixedTextsAreRenderedByApplyItself() throws IOException {
        write(KEY + "sounds: [{id: welcome, text: Welcome to the shop.}]\nphrases: {en: {900: Our own words.}}\n");

        Result applied = run("apply", "account.yaml");

        assertThat(applied.code).as(applied.err).isEqualTo(ExitCode.WELL);
        assertThat(applied.out).contains("+ sound welcome").doesNotContain("note:");
        assertThat(files("speech"))
                .as("two texts and the product's own sentences")
                .isGreaterThanOrEqualTo(7);
    }

    @Test
    void aSpeechEngineThatIsDownIsANoteAndTheChangeIsMade() throws IOException {
        environment.put("VOICE_SECRETARY_SPEECH_ESPEAK_PROGRAM", "/no/such/espeak-ng");
        write(KEY + "sounds: [{id: welcome, text: Welcome to the shop.}]\n");

        Result applied = run("apply", "account.yaml");

        assertThat(applied.code).as(applied.err).isEqualTo(ExitCode.WELL);
        assertThat(applied.out).contains("+ sound welcome", "note: sound 'welcome': ", "speech engine");
        assertThat(run("apply", "account.yaml").out).contains("nothing to change");
    }

    @Test
    void aVoiceThatNoEngineHasIsANote() throws IOException {
        write("account: {key: 1a2b3c4d5e6f7a8b9c0d, language: en, voice: en-gb+f3}\n"
                + "numbers: [{number: \"4420\", language: xx}, {number: \"4421\", language: de}]\n");

        assertThat(run("apply", "account.yaml").out)
                .contains(
                        "note: account: voice 'en-gb+f3' is not known for language 'en'",
                        "note: number 4420: no voice speaks language 'xx'")
                .doesNotContain("number 4421:");
        assertThat(run("doctor").out)
                .containsPattern("WARN +voices +account: voice 'en-gb\\+f3' is not known")
                .containsPattern("WARN +voices +number 4420: no voice speaks language 'xx'");
    }

    @Test
    void theVoicesOfTheExamplesExistAndOneThatDoesNotIsAWarningOfCheckConfig() throws IOException {
        Matcher say = Pattern.compile("--voice (\\S+) ").matcher(run("say", "--help").out);
        assertThat(say.find()).isTrue();
        Matcher defaults = Pattern.compile("such as \\{(.*?)\\}; `./voice-secretary say")
                .matcher(run("check-config", "--defaults").out);
        assertThat(defaults.find()).isTrue();
        environment.put("VOICE_SECRETARY_SPEECH_VOICES", defaults.group(1).replace(": ", "=") + ",en=" + say.group(1));
        assertThat(run("check-config").err).isEmpty();

        environment.put("VOICE_SECRETARY_SPEECH_VOICES", "de=de+f3");
        Result doubtful = run("check-config");
        assertThat(doubtful.code).isEqualTo(ExitCode.WELL);
        assertThat(doubtful.err).contains("warning: speech.voices: voice 'de+f3' is not known for language 'de'");
    }

    @Test
    void aRunningServerTakesUpWhatAnotherProcessAppliedWithinTwoSeconds() throws Exception {
        WavFile.write(directory.resolve("chime.wav"), Tones.sine(640, 8_000, 1_500, 16_000));
        String phrase = "These are our very own words.";
        try (var script = WebhookDouble.start();
                var rendered = Rendered.in(directory);
                var server = RunningServer.start(
                        directory, RunningServer.account(script.url().toString()));
                var phone = TestPhone.onLoopback()) {
            script.on(EventType.NOTIFY_START, DoubleReply.json("{\"ivr_play\":\"chime\"}"));
            script.on(
                    EventType.NOTIFY_IVR,
                    DoubleReply.json("{\"ivr_saypopular\":900,\"language\":\"en\"}"),
                    DoubleReply.json("{\"hangup\":1}"));
            script.otherwise(DoubleReply.json("{\"hangup\":1}"));
            write(RunningServer.account(script.url().toString())
                            .replace("numbers: [", "numbers: [{number: \"4420999\"}, ")
                    + "sounds: [{id: chime, file: chime.wav}]\nphrases: {en: {900: " + phrase + "}}\n");

            assertThat(applyInAProcessOfItsOwn()).isZero();

            PhoneCall call = Eventually.get(
                    "the new number is answered", Duration.ofSeconds(2), () -> answered(phone, server.sip("4420999")));
            assertThat(call.heard().awaitTone(640, 0, SOON)).as("the new sound").isTrue();
            assertThat(call.awaitEnd(SOON)).isPresent();
            AudioMatch match = rendered.match(
                    List.of(new TimelineEvent.Said("ivr_saypopular", phrase, "en")),
                    call.heard().pcm());
            assertThat(match.similarity()).as("the new phrase, %s", match).isGreaterThan(Switchboard.SAME);
        }
    }

    @Test
    void whileTextsAreNotRenderedTheServerLivesAndIsNotReady() throws Exception {
        int port = FreePort.any();
        Map<String, String> settings = Map.of(
                "VOICE_SECRETARY_HTTP_LISTEN", "127.0.0.1:" + port,
                "VOICE_SECRETARY_SPEECH_ENGINES", "command",
                "VOICE_SECRETARY_SPEECH_COMMAND_LINE", "sleep,300",
                "VOICE_SECRETARY_SPEECH_TIMEOUT", "1s");
        var started = CompletableFuture.supplyAsync(() -> start(settings));
        Eventually.that(
                "it lives",
                () -> get(port, "/health/live").map(HttpResponse::statusCode).equals(Optional.of(200)));
        HttpResponse<String> starting = get(port, "/health/ready").orElseThrow();
        assertThat(starting.statusCode()).isEqualTo(503);
        assertThat(started).as("it is still rendering").isNotDone();

        try (RunningServer server = started.get(60, TimeUnit.SECONDS)) {
            assertThat(server.port(org.voicesecretary.sip.transport.Transport.UDP))
                    .isPositive();
            HttpResponse<String> broken = get(port, "/health/ready").orElseThrow();
            assertThat(broken.statusCode()).isEqualTo(503);
            assertThat(broken.body())
                    .contains("{\"name\":\"sip\",\"ok\":true", "{\"name\":\"prompts\",\"ok\":false", "doctor");
        }
    }

    private RunningServer start(Map<String, String> settings) {
        try {
            return RunningServer.start(directory, RunningServer.account("http://127.0.0.1:1/"), settings);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<HttpResponse<String>> get(int port, String path) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Optional.of(client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<PhoneCall> answered(TestPhone phone, String uri) {
        PhoneCall call = phone.dial(uri);
        try {
            if (call.await(SOON) instanceof InviteOutcome.Answered) {
                return Optional.of(call);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        call.close();
        return Optional.empty();
    }

    private int applyInAProcessOfItsOwn() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "org.voicesecretary.server.Main",
                        "apply",
                        "account.yaml")
                .directory(directory.toFile())
                .inheritIO();
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private void write(String account) throws IOException {
        Files.writeString(directory.resolve("account.yaml"), account);
    }

    private int files(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data").resolve(kind))) {
            return (int) files.filter(Files::isRegularFile).count();
        }
    }

    private Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(
                new Surroundings(directory, environment, new PrintWriter(out, true), new PrintWriter(err, true)),
                arguments);
        return new Result(code, out.toString(), err.toString());
    }
}
