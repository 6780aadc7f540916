package org.voicesecretary.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.voicesecretary.config.HostPort;
import org.voicesecretary.config.SipListen;
import org.voicesecretary.sip.transport.ListeningPoint;

/**
 * Our own server, if one answers at {@code http.listen}: ports that it holds are no trouble.
 *
 * @param health its answer to {@code /health/ready}; empty if there is no server
 */
record RunningServer(String health) {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern TROUBLE =
            Pattern.compile("\\{\"name\":\"([^\"]+)\",\"ok\":false,\"problem\":\"((?:[^\"\\\\]|\\\\.)*)\"}");

    static RunningServer at(HostPort listen) throws InterruptedException {
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            InetAddress address = InetAddress.getByName(listen.host());
            String host = address.isAnyLocalAddress() ? "127.0.0.1" : listen.host();
            var ready = URI.create("http://" + new HostPort(host, listen.port()) + "/health/ready");
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(ready).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            return new RunningServer(answer.body().contains("\"checks\"") ? answer.body() : "");
        } catch (UnknownHostException | IllegalArgumentException e) {
            return new RunningServer("");
        } catch (IOException e) { // nobody there, or no HTTP
            return new RunningServer("");
        }
    }

    /** What it says of itself that somebody should look after: name and problem. */
    List<Map.Entry<String, String>> troubles() {
        return TROUBLE.matcher(health)
                .results()
                .map(found -> Map.entry(found.group(1), found.group(2).replace("\\\"", "\"")))
                .toList();
    }

    boolean isThere() {
        return !health.isEmpty();
    }

    /** Whether it says that it listens there; it writes addresses as the system does, {@code [0:0:0:0:0:0:0:0]} for {@code [::]}. */
    boolean holds(SipListen listen) {
        try {
            String point = ListeningPoint.parse(listen.toString()).toString();
            return Pattern.compile(Pattern.quote(point) + "(?!\\d)")
                    .matcher(health)
                    .find();
        } catch (IllegalArgumentException e) { // a host that is not known
            return false;
        }
    }
}
