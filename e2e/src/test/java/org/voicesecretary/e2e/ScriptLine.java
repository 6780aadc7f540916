package org.voicesecretary.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.timeline.CallId;

/** A running server and a phone that calls the numbers of its account: what tests of scripts need, many calls at a time. */
final class ScriptLine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningServer server;
    private final Path database;
    private final Timelines timelines;
    private final TestPhone phone;
    private final Rendered rendered;
    private final AtomicLong callers = new AtomicLong(442037690001L);

    private ScriptLine(RunningServer server, Path database, Timelines timelines, TestPhone phone, Rendered rendered) {
        this.server = server;
        this.database = database;
        this.timelines = timelines;
        this.phone = phone;
        this.rendered = rendered;
    }

    static ScriptLine open(Path directory, String account) throws IOException, InterruptedException {
        var timelines = new Timelines();
        Rendered rendered = Rendered.in(directory);
        RunningServer server = RunningServer.start(directory, account, Map.of(), timelines);
        return new ScriptLine(
                server, directory.resolve("data/voice-secretary.db"), timelines, TestPhone.onLoopback(), rendered);
    }

    /** Calls a number, each time from another one, and is answered. */
    LiveCall dial(String number) throws InterruptedException {
        return dial(number, Long.toString(callers.getAndIncrement()));
    }

    /** Calls a number from a certain one. */
    LiveCall dial(String number, String caller) throws InterruptedException {
        return dial(number, DialOptions.DEFAULTS.from(caller), caller);
    }

    /** Calls a number without telling one's own. */
    LiveCall dialHidden(String number) throws InterruptedException {
        return dial(number, DialOptions.DEFAULTS.from("anonymous"), "0");
    }

    /** Calls a number that does not take the call, and tells the status. */
    int refused(String number, String caller) throws InterruptedException {
        try (var call = phone.dial(server.sip(number), DialOptions.DEFAULTS.from(caller))) {
            return call.refused().status();
        }
    }

    private LiveCall dial(String number, DialOptions options, String seenAs) throws InterruptedException {
        var call = phone.dial(server.sip(number), options).answered();
        CallId id = timelines.call(seenAs, number, PATIENCE);
        return new LiveCall(call, timelines, id, rendered);
    }

    RunningServer server() {
        return server;
    }

    /**
     * Ends the server in an orderly way and tells what became of the events of all calls.
     *
     * @return for each NOTIFY_END {@code HTTP status} or what else came of it
     */
    List<String> endsTold() throws InterruptedException, SQLException {
        server.assembly().drain();
        server.close(); // what became of the last event is in the database only when its writer has stopped
        List<String> told = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT e.state, a.status FROM outbox_events e"
                        + " LEFT JOIN outbox_attempts a ON a.event_id = e.event_id AND a.attempt = e.attempts"
                        + " WHERE e.event = 'NOTIFY_END'")) {
            while (rows.next()) {
                told.add(rows.getString(1) + " " + rows.getInt(2));
            }
        }
        return told;
    }

    @Override
    public void close() {
        phone.close();
        server.close();
        rendered.close();
    }
}
