package org.voicesecretary.benchmarks.subject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.protocol.WebhookSecret;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.timeline.TimelineRepository;
import org.voicesecretary.webhook.DeliveryTimeline;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.HttpDelivery;
import org.voicesecretary.webhook.RetryPolicy;
import org.voicesecretary.webhook.WebhookClient;

/**
 * The product's outbox in a process of its own, wired as the server wires it: {@code DIRECTORY URL EVENTS CALLS}. It fills its database
 * with that many pending events of that many calls, says {@code filled}, waits for a line, delivers, and ends with its input.
 */
public final class OutboxSubject {
    /** Calls take turns, as they do when a day's events have piled up: e0 of each call, then e1 of each … */
    private static final String FILL = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)"
            + " INSERT INTO outbox_events (event_id, call_id, pbx_id, event, url, endpoint, content_type, body, signature,"
            + " created_at, state, attempts, next_attempt_at, call_no, confidential)"
            + " SELECT ? + i, 'in_' || (i % ?), 1, 'NOTIFY_END', ?, ?, 'application/x-www-form-urlencoded',"
            + " 'call=' || (i % ?) || '&seq=' || (i / ?) || '&event=NOTIFY_END&caller_id=442037691880&called_did=442037691881"
            + "&call_start=2026-03-04+10%3A11%3A12&duration=17&disposition=answered&status_code=16&is_recorded=0',"
            + " 'ZjIzMGQxZWY5ZDI3YzdlZjRmNWEyYTVjMDQxMDFkZjAzYWMxM2NkNg==', ?, 'PENDING', 0, ?, ? + (i % ?), 0 FROM n";

    private OutboxSubject() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        String url = arguments[1];
        int events = Integer.parseInt(arguments[2]);
        int calls = Integer.parseInt(arguments[3]);
        InstallationConfig config =
                new ConfigLoader(directory, Map.of()).load(null).config();
        DataDirectory data = DataDirectory.prepare(directory.resolve("data"));
        InstantSource clock = InstantSource.system();
        var random = new SecureRandom();
        var meters = new SimpleMeterRegistry();
        try (var database = Database.openAlone(config.database(), data);
                var writer = GroupCommitWriter.start(
                        database, config.database().queue(), config.database().patience(), meters);
                var timelines = new TimelineRepository(database, writer, meters);
                var client = new WebhookClient(UrlGuard.PRIVATE_TOO)) {
            fill(writer, url, events, calls, clock.millis());
            System.out.println("filled");
            System.in.read();
            List<WebhookSecret> secrets = List.of(WebhookSecret.make(random));
            try (var outbox = new EventOutbox(
                    database,
                    writer,
                    new HttpDelivery(client, config.webhook().timeout(), pbxId -> secrets, clock),
                    new RetryPolicy(
                            config.webhook().retryFirst(),
                            config.webhook().retryMax(),
                            config.webhook().retryFor(),
                            random),
                    clock,
                    config.webhook().parallelPerEndpoint(),
                    meters,
                    new DeliveryTimeline(timelines::sinkAfterTheCall, List.of()))) {
                outbox.start();
                System.out.println("delivering");
                while (System.in.read() >= 0) {
                    System.out.println(
                            (long) meters.get("outbox.pending").gauge().value());
                }
            }
        }
    }

    private static void fill(GroupCommitWriter writer, String url, int events, int calls, long now) {
        long first = now - Duration.ofHours(1).toMillis() << 20;
        String endpoint = url.substring(0, url.lastIndexOf('/'));
        writer.write(w ->
                w.handle().execute(FILL, events, first, calls, url, endpoint, calls, calls, now, now, first, calls));
    }
}
