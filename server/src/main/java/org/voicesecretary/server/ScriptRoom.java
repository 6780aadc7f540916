package org.voicesecretary.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.call.SystemCallClock;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.config.WebhookConfig;
import org.voicesecretary.observe.Health;
import org.voicesecretary.observe.WallClock;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.json.ReplyParser;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.StorageException;
import org.voicesecretary.timeline.TimelineRepository;
import org.voicesecretary.timeline.TimelineSink;
import org.voicesecretary.webhook.DeliveryTimeline;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.HttpDelivery;
import org.voicesecretary.webhook.RetryPolicy;
import org.voicesecretary.webhook.ScriptEndpoints;
import org.voicesecretary.webhook.WebhookClient;
import org.voicesecretary.webhook.WebhookScripts;
import org.voicesecretary.webhook.WebhookSecrets;

/** Who is asked and who is told, wired: the scripts of calls, and the outbox of events, which delivers as soon as it is open. */
record ScriptRoom(
        Basis basis,
        WebhookClient client,
        WebhookSecrets secrets,
        WebhookScripts scripts,
        EventOutbox outbox,
        WallClock started)
        implements AutoCloseable {
    /** What it is built on. */
    record Basis(
            InstallationConfig config,
            AccountDirectory directory,
            Database database,
            GroupCommitWriter writer,
            TimelineRepository timelines,
            Predicate<Language> speaks,
            List<TimelineSink> watchers,
            MeterRegistry meters,
            SystemCallClock clock,
            InstantSource wall,
            SecureRandom random) {}

    static ScriptRoom open(Basis basis) {
        WebhookConfig config = basis.config().webhook();
        var client = new WebhookClient(
                UrlGuard.of(config.allowPrivate()), new WebhookClient.Limits(config.connectTimeout(), (int)
                        config.maxBody().bytes()));
        var secrets = new WebhookSecrets(basis.database(), basis.writer(), basis.random(), basis.wall()).start();
        basis.directory().onChange(changed -> secrets.load());
        var scripts = new WebhookScripts(client, new ReplyParser(basis.speaks()), basis.clock(), secrets);
        var outbox = new EventOutbox(
                basis.database(),
                basis.writer(),
                new HttpDelivery(client, config.timeout(), secrets, basis.wall()),
                new RetryPolicy(config.retryFirst(), config.retryMax(), config.retryFor(), basis.random()),
                basis.wall(),
                config.parallelPerEndpoint(),
                basis.meters(),
                new DeliveryTimeline(basis.timelines()::sinkAfterTheCall, basis.watchers()),
                new ScriptEndpoints(basis.database(), config.switchOffAfter()));
        outbox.start();
        return new ScriptRoom(
                basis, client, secrets, scripts, outbox, new WallClock(basis.wall(), basis.clock()::nanoTime));
    }

    /** Tells what somebody should look after although calls come in. */
    void watch(Health health) {
        health.check(
                "events",
                () -> outbox.troubled()
                        ? new Health.Check.Impaired(outbox.state())
                        : new Health.Check.Fine(outbox.state()));
        health.check(
                "database",
                () -> impaired(basis.writer().trouble().map(StorageException::getMessage), "takes what is written"));
        health.check("clock", () -> impaired(started.trouble(), "goes evenly"));
    }

    private static Health.Check impaired(Optional<String> trouble, String note) {
        return trouble.<Health.Check>map(Health.Check.Impaired::new).orElse(new Health.Check.Fine(note));
    }

    @Override
    public void close() throws IOException {
        outbox.close();
        secrets.close();
        client.close();
    }
}
