package org.voicesecretary.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.voicesecretary.client.ScriptServer;
import org.voicesecretary.client.SignatureCheck;
import org.voicesecretary.client.WebhookHandler;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problem;
import org.voicesecretary.media.audio.Loudness;
import org.voicesecretary.phone.CallOutcome;
import org.voicesecretary.phone.KeyScript;
import org.voicesecretary.phone.ScriptedCall;
import org.voicesecretary.prompt.SoundImport;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechCache;
import org.voicesecretary.speech.SpeechEngines;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.NanoClock;

/**
 * The whole product at work on one machine: a server on a throw-away data directory, the four example scripts behind it, and a real
 * call to one of them (SIP over UDP, sound over RTP, keys as RFC 4733 events), told line by line.
 */
public final class Demo implements AutoCloseable {
    private static final String CUSTOMER = "1042";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LAST_EVENT = Duration.ofSeconds(10);
    private static final long MEMORY_BYTES = 32L << 20;

    /**
     * How to run it.
     *
     * @param listen where SIP and sound come in
     * @param recording where to save what the caller heard
     * @param environment of the process; its speech settings hold here too
     * @param colours whether {@code out} shows them
     */
    public record Settings(
            InetAddress listen, Path recording, Map<String, String> environment, PrintWriter out, boolean colours) {}

    private final Settings settings;
    private final DemoServer.Starter starter;
    private final Path work;
    private final Place place;
    private final Transcript transcript;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<WebhookEvent> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Optional<ScriptedCall> phone = Optional.empty();

    public Demo(Settings settings, DemoServer.Starter starter) throws IOException {
        this.settings = settings;
        this.starter = starter;
        this.place = Place.at(settings.listen());
        this.work = Files.createTempDirectory("voice-secretary-demo");
        this.transcript = own(new Transcript(
                settings.out(), settings.colours() ? Palette.COLOURED : Palette.PLAIN, NanoClock.system()));
    }

    /**
     * Starts everything, places the call and tells how it went.
     *
     * @return whether it went as expected
     * @throws ConfigException if something that it needs is missing
     * @throws IOException if a port or directory cannot be had
     */
    public boolean run() throws IOException, InterruptedException {
        print(Palette.Style.BOLD, "Voice Secretary demo: your script decides what a caller hears.");
        print("");
        print("Starting the server and rendering what it always says (espeak-ng) …");
        List<Example> examples = Example.all();
        String secret = secret();
        Map<String, ScriptServer> scripts = scripts(examples, secret);
        InstallationConfig config = config();
        SpeechEngines engines = engines(config);
        DemoServer server = starter.start(config, account(scripts, secret), transcript);
        own(() -> stop(server));
        introduce(examples, scripts, server);

        CallOutcome outcome = call();
        end.await(LAST_EVENT.toSeconds(), TimeUnit.SECONDS);
        Speaker speaker = speaker(config, engines);
        Verdict verdict = Verdict.of(
                outcome, transcript.of(DialOptions.DEFAULTS.callerId()), List.copyOf(told), CUSTOMER, speaker);
        conclude(outcome, verdict);
        return verdict.well();
    }

    /** How to go on: the other scripts, from any phone. */
    public void invite() throws IOException, InterruptedException {
        print("");
        print(Palette.Style.BOLD, "Now you: the demo stays up until Ctrl-C, and tells every call.");
        print("Any softphone will do (Linphone, MicroSIP, baresip …), without account or registration. Dial");
        for (InetAddress address : place.reachable()) {
            for (Example example : Example.all()) {
                print("  %-34s %s".formatted(place.uri(address, example.number()), example.title()));
            }
        }
        print("or let a phone without a person do it, in another terminal:");
        for (Example example : Example.all()) {
            String keys = example.keys().isEmpty() ? "" : " --keys \"" + example.keys() + "\"";
            print("  ./voice-secretary call " + place.uri(place.near(), example.number()) + keys);
        }
        print(
                place.address().isLoopbackAddress()
                        ? "Only this machine can call; `make demo LISTEN=0.0.0.0` lets your network in."
                        : "This machine and private networks can call; everybody else is refused.");
        transcript.flush();
    }

    /** Ends the call that is under way. */
    public void hangUp() {
        phone.ifPresent(ScriptedCall::stop);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LoggerFactory.getLogger(Demo.class).warn("the demo did not stop cleanly: {}", e.toString());
            }
        }
        try (Stream<Path> all = Files.walk(work)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(Demo.class).warn("{} could not be removed: {}", work, e.toString());
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        opened.push(part);
        return part;
    }

    private static void stop(DemoServer server) throws InterruptedException {
        try (server) {
            server.drain();
        }
    }

    private void print(String line) {
        print(Palette.Style.PLAIN, line);
    }

    private void print(Palette.Style style, String line) {
        transcript.say(style, line);
    }

    private Map<String, ScriptServer> scripts(List<Example> examples, String secret) throws IOException {
        Map<String, ScriptServer> servers = new HashMap<>();
        for (Example example : examples) {
            var handler = new WebhookHandler(
                    SignatureCheck.with(secret), new Overheard(example.script(), event -> told(event)));
            servers.put(example.number(), own(ScriptServer.start(0, handler)));
        }
        return servers;
    }

    private void told(WebhookEvent event) {
        told.add(event);
        if (event instanceof WebhookEvent.NotifyEnd over) {
            transcript.ended(over);
            end.countDown();
        }
    }

    private InstallationConfig config() {
        Map<String, String> environment = settings.environment().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("VOICE_SECRETARY_SPEECH_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, HashMap::new));
        environment.put("VOICE_SECRETARY_DATA_DIR", work.resolve("data").toString());
        environment.put("VOICE_SECRETARY_SIP_LISTEN", "udp:%1$s,tcp:%1$s".formatted(place.listening()));
        environment.put("VOICE_SECRETARY_HTTP_LISTEN", "127.0.0.1:0");
        environment.put("VOICE_SECRETARY_RTP_PORTS", "20000-20199");
        environment.put("VOICE_SECRETARY_MAX_CALLS", "50");
        environment.put("VOICE_SECRETARY_DRAIN_TIMEOUT", "2s");
        return new ConfigLoader(work, environment).load(null).config();
    }

    private SpeechEngines engines(InstallationConfig config) throws InterruptedException {
        SoundImport imports = SoundImport.onThisMachine(SoundImport.Limits.DEFAULT);
        SpeechEngines engines = own(SpeechEngines.open(config.speech(), file -> imports.decode(file, "speech")));
        if (engines.engines().isEmpty()) {
            throw new ConfigException(
                    "the demo",
                    engines.failures().stream()
                            .map(e -> new Problem(new Origin.Key("speech.engines"), String.valueOf(e.getMessage())))
                            .toList());
        }
        return engines;
    }

    private Speaker speaker(InstallationConfig config, SpeechEngines engines) throws IOException {
        InstantSource clock = InstantSource.system();
        SpeechCache cache = SpeechCache.open(
                Files.createDirectories(work.resolve("compare")),
                config.speech().cache().bytes(),
                MEMORY_BYTES,
                clock);
        return new Speaker(engines.catalog(config.speech()), cache, clock);
    }

    private Path account(Map<String, ScriptServer> scripts, String secret) throws IOException {
        var text = new StringBuilder("""
                account: {name: Demo shop, key: 1a2b3c4d5e6f7a8b9c0d, secret: %s, time-zone: UTC, language: en}
                trunks: [{name: demo, allow: ["%s"]}]
                sounds: [{id: welcome, language: en, text: "Welcome to the demo shop."}]
                numbers:
                """.formatted(secret, String.join("\", \"", place.allowed())));
        scripts.forEach((number, script) ->
                text.append("  - {number: \"%s\", webhook: {url: \"%s\"}}\n".formatted(number, script.url())));
        return Files.writeString(work.resolve("account.yaml"), text);
    }

    private static String secret() {
        byte[] bytes = new byte[10];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void introduce(List<Example> examples, Map<String, ScriptServer> scripts, DemoServer server) {
        print("  SIP      " + place.listening() + ", UDP and TCP"
                + (place.isUsual() ? "" : " (5060 is taken by another program)"));
        print("  health   http://127.0.0.1:" + server.httpPort() + "/health/ready");
        for (Example example : examples) {
            String url = Objects.requireNonNull(scripts.get(example.number()), "each example is served")
                    .url()
                    .toString();
            print("  number   %s asks %-26s %s".formatted(example.number(), url, example.title()));
        }
        print("");
        print("A phone calls " + Example.BALANCE + ": SIP over UDP, sound over RTP, keys as RFC 4733 events.");
        print("");
        print(Palette.Style.DIM, "  seconds  who       what");
    }

    private CallOutcome call() throws IOException, InterruptedException {
        var order = new ScriptedCall.Order(
                place.uri(place.near(), Example.BALANCE),
                place.near(),
                DialOptions.DEFAULTS,
                KeyScript.parse("wait speech wait quiet " + CUSTOMER + "#"),
                PATIENCE,
                Optional.of(settings.recording()));
        // What happens is told by the server's timeline; the phone's own view is only its ears.
        var call = new ScriptedCall(order, (at, happening) -> {}, NanoClock.system());
        phone = Optional.of(call);
        return call.place();
    }

    private void conclude(CallOutcome outcome, Verdict verdict) throws InterruptedException {
        print("");
        List<Verdict.Point> points = new ArrayList<>(verdict.points());
        for (Verdict.Point point : points) {
            print(
                    point.holds() ? Palette.Style.GOOD : Palette.Style.BAD,
                    "  " + (point.holds() ? "✓ " : "✗ ") + point.text());
        }
        print("");
        outcome.recording()
                .ifPresent(file -> print("What the caller heard: %s (%.1f s, speech at %.0f dBFS)"
                        .formatted(file, outcome.heard().durationMillis() / 1000.0, Loudness.dbfs(outcome.heard()))));
        print(
                verdict.well() ? Palette.Style.BOLD : Palette.Style.BAD,
                verdict.well() ? "All as expected." : "Not as expected: see the lines marked ✗.");
        transcript.flush();
    }
}
