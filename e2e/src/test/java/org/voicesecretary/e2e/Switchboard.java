package org.voicesecretary.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.StoredEntry;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineRepository;

/** A running server whose account has many numbers, each with a script of its own: tests call side by side, one number each. */
final class Switchboard implements AutoCloseable {
    /** Generous, because many calls share the machine. */
    static final Duration SOON = Duration.ofSeconds(30);

    /** Of the same sound through a codec it is above 0.9, less on a machine that is busy; of another sound below 0.6. */
    static final double SAME = 0.7;

    static final Map<String, String> APOLOGY = Map.of(
            "en", "We are sorry, an error has occurred. Please call again later.",
            "de", "Entschuldigung, es ist ein Fehler aufgetreten. Bitte rufen Sie später noch einmal an.");

    private final Path directory;
    private final RunningServer server;
    private final TestPhone phone = TestPhone.onLoopback();
    private final Rendered rendered;
    private final Queue<Line> plain = new ConcurrentLinkedQueue<>();
    private final Map<String, Line> named = new ConcurrentHashMap<>();
    private final List<WebhookDouble> scripts;

    private Switchboard(Path directory, RunningServer server, Rendered rendered, List<WebhookDouble> scripts) {
        this.directory = directory;
        this.server = server;
        this.rendered = rendered;
        this.scripts = scripts;
    }

    static Plan in(Path directory) {
        return new Plan(directory);
    }

    /** What the switchboard is to have. */
    static final class Plan {
        private static final String PLAIN = "webhook: {url: \"%hook%\"}";

        private final Path directory;
        private final Map<String, String> numbers = new LinkedHashMap<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private String sections = "";

        private Plan(Path directory) {
            this.directory = directory;
        }

        /** So many numbers without anything special. */
        Plan lines(int count) {
            for (int i = 0; i < count; i++) {
                numbers.put("#" + i, PLAIN);
            }
            return this;
        }

        /** @param yaml keys of the number; {@code %hook%} and {@code %base%} are replaced by the script's addresses */
        Plan line(String name, String yaml) {
            numbers.put(name, yaml);
            return this;
        }

        /** Further sections of the account's file. */
        Plan with(String yaml) {
            sections += yaml + "\n";
            return this;
        }

        /** A key of the installation, as its environment variable. */
        Plan setting(String variable, String value) {
            settings.put(variable, value);
            return this;
        }

        Switchboard open() throws IOException, InterruptedException {
            List<WebhookDouble> scripts = new ArrayList<>();
            Map<String, String> byName = new LinkedHashMap<>();
            var list = new StringBuilder("numbers:\n");
            long number = 442037691000L;
            for (var wanted : numbers.entrySet()) {
                WebhookDouble script = WebhookDouble.start();
                scripts.add(script);
                String own = Long.toString(number++);
                byName.put(wanted.getKey(), own);
                list.append("  - {number: \"")
                        .append(own)
                        .append("\", ")
                        .append(wanted.getValue()
                                .replace("%hook%", script.url().toString())
                                .replace("%base%", script.url("").toString()))
                        .append("}\n");
            }
            String account = """
                    account: {name: Test shop, key: %s, secret: %s, time-zone: Europe/Berlin, language: en}
                    trunks: [{name: loopback, allow: [127.0.0.0/8, "::1/128"]}]
                    %s%s""".formatted(RunningServer.KEY, RunningServer.SECRET, list, sections);
            Rendered rendered = Rendered.in(directory);
            var server = RunningServer.start(directory, account, settings);
            var board = new Switchboard(directory, server, rendered, scripts);
            int index = 0;
            for (var line : byName.entrySet()) {
                var made = new Line(board, line.getValue(), scripts.get(index++));
                if (line.getKey().startsWith("#")) {
                    board.plain.add(made);
                } else {
                    board.named.put(line.getKey(), made);
                }
            }
            return board;
        }
    }

    /** A number that no other test has. */
    Line line() {
        Line line = plain.poll();
        if (line == null) {
            throw new IllegalStateException("the switchboard has no line left: open it with more");
        }
        return line;
    }

    /** The number that was ordered by this name. */
    Line line(String name) {
        Line line = named.get(name);
        if (line == null) {
            throw new IllegalStateException("the switchboard has no line " + name);
        }
        return line;
    }

    RunningServer server() {
        return server;
    }

    Rendered rendered() {
        return rendered;
    }

    Path data() {
        return directory.resolve("data");
    }

    LineCall dial(String number, DialOptions options, Line line) throws InterruptedException {
        List<CallId> before = callsTo(number);
        var call = phone.dial(server.sip(number), options);
        CallId id = Eventually.get(
                "the call reaches the server",
                SOON,
                () -> callsTo(line.number()).stream()
                        .filter(known -> !before.contains(known))
                        .findFirst());
        return new LineCall(this, call, id);
    }

    private List<CallId> callsTo(String number) {
        return server.timeline().stream()
                .filter(entry -> entry.event() instanceof TimelineEvent.CallStarted(var caller, var called)
                        && called.equals(number))
                .map(TimelineEntry::call)
                .toList();
    }

    List<TimelineEntry> entries(CallId call) {
        return server.timeline().stream()
                .filter(entry -> entry.call().equals(call))
                .toList();
    }

    /** What another process reads from the database about a call that has ended. */
    List<StoredEntry> stored(CallId call) throws InterruptedException {
        var config = new ConfigLoader(directory, Map.of()).load(null).config().database();
        var metrics = new io.micrometer.core.instrument.simple.SimpleMeterRegistry();
        try (var database = Database.open(config, new DataDirectory(data()));
                var writer = GroupCommitWriter.start(database, config.queue(), config.patience(), metrics)) {
            var repository = new TimelineRepository(database, writer, metrics);
            return Eventually.get(
                    "the end of the call is stored",
                    SOON,
                    () -> Optional.of(repository.ofCall(call.text()))
                            .filter(entries -> entries.stream()
                                    .anyMatch(entry -> entry.kind().equals("ended"))));
        }
    }

    @Override
    public void close() {
        phone.close();
        server.close();
        rendered.close();
        scripts.forEach(WebhookDouble::close);
    }
}
