package org.voicesecretary.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.server.ServerAssembly;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineSink;

/** A whole server on loopback and free ports, for one test: real SIP, RTP, HTTP, SQLite and espeak-ng. */
final class RunningServer implements AutoCloseable {
    static final String KEY = "1a2b3c4d5e6f7a8b9c0d";
    static final String SECRET = "0d1c2b3a4f5e6d7c8b9a";
    static final String NUMBER = "442037691881";

    private final ServerAssembly server;
    private final List<TimelineEntry> timeline;

    private RunningServer(ServerAssembly server, List<TimelineEntry> timeline) {
        this.server = server;
        this.timeline = timeline;
    }

    /** The account of most tests: one number whose script is at {@code hook}. */
    static String account(String hook) {
        return """
                account: {name: Test shop, key: %s, secret: %s, time-zone: Europe/Berlin, language: en}
                webhook: {url: "%s"}
                trunks: [{name: loopback, allow: [127.0.0.0/8, "::1/128"]}]
                numbers: [{number: "%s"}]
                """.formatted(KEY, SECRET, hook, NUMBER);
    }

    static RunningServer start(Path directory, String account) throws IOException, InterruptedException {
        return start(directory, account, Map.of());
    }

    /** @param settings further keys as environment variables name them, such as {@code VOICE_SECRETARY_MAX_CALLS} */
    static RunningServer start(Path directory, String account, Map<String, String> settings)
            throws IOException, InterruptedException {
        return start(directory, account, settings, entry -> {});
    }

    /** @param watcher sees each entry of each timeline, as {@code --trace} does */
    static RunningServer start(Path directory, String account, Map<String, String> settings, TimelineSink watcher)
            throws IOException, InterruptedException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("VOICE_SECRETARY_DATA_DIR", directory.resolve("data").toString());
        environment.put("VOICE_SECRETARY_HTTP_LISTEN", "127.0.0.1:0");
        environment.put("VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:0,tcp:127.0.0.1:0");
        environment.put("VOICE_SECRETARY_RTP_PORTS", "30000-33999");
        environment.putAll(settings);
        Path file = directory.resolve("account.yaml");
        Files.writeString(file, account);
        var config = new ConfigLoader(directory, environment).load(null).config();
        List<TimelineEntry> timeline = new CopyOnWriteArrayList<>();
        return new RunningServer(ServerAssembly.start(config, file, List.of(timeline::add, watcher)), timeline);
    }

    ServerAssembly assembly() {
        return server;
    }

    /** The address of a number, over UDP. */
    String sip(String number) {
        return "sip:" + number + "@127.0.0.1:" + port(Transport.UDP);
    }

    String sipOverTcp(String number) {
        return "sip:" + number + "@127.0.0.1:" + port(Transport.TCP) + ";transport=tcp";
    }

    int port(Transport transport) {
        return server.sipListening().stream()
                .filter(point -> point.transport() == transport)
                .map(ListeningPoint::address)
                .findFirst()
                .orElseThrow()
                .getPort();
    }

    /** Everything that happened in all calls so far. */
    List<TimelineEntry> timeline() {
        return timeline;
    }

    /** The events of one kind, in order. */
    <T extends TimelineEvent> List<T> events(Class<T> kind) {
        return timeline.stream()
                .map(TimelineEntry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
