package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.call.ScriptAnswer;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.SystemCallClock;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.protocol.WebhookSecret;
import org.voicesecretary.protocol.json.ReplyParser;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;

/** A script and its fallback on real sockets, a call that asks them with a budget of one second, and its timeline. */
abstract class AskingFixture {
    static final String SECRET = "YOURSECRET";
    static final Duration BUDGET = Duration.ofSeconds(1);
    static final ScriptEvent START = new ScriptEvent.CallStarted();
    static final ScriptAnswer HANG_UP = new ScriptAnswer.Instructions(List.of(new Instruction.HangUp()));

    final SystemCallClock clock = new SystemCallClock();
    final WebhookDouble script = WebhookDouble.start();
    final WebhookDouble fallback = WebhookDouble.start();
    final List<WebhookSecret> secrets = new CopyOnWriteArrayList<>();
    final List<TimelineEntry> timeline = new CopyOnWriteArrayList<>();
    final WebhookClient client = new WebhookClient(UrlGuard.PRIVATE_TOO);

    @AfterEach
    void closeEverything() throws IOException {
        script.close();
        fallback.close();
        client.close();
    }

    static WebhookEndpoint endpoint(URI url, @Nullable URI fallback) {
        return new WebhookEndpoint(url, fallback, BUDGET, WebhookEndpoint.Body.URLENCODED, SignatureForm.HEX, SECRET);
    }

    WebhookScriptSource source(WebhookEndpoint endpoint) {
        return source(endpoint, client);
    }

    WebhookScriptSource source(WebhookEndpoint endpoint, WebhookClient client) {
        var number = new NumberSettings(
                "key", "442037691881", Language.EN, ZoneId.of("Europe/Berlin"), endpoint, Filler.TONE, Guards.DEFAULT);
        var call = new CallContext(
                new CallId("in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d"),
                "442037691880",
                "442037691881",
                Instant.parse("2025-03-04T09:11:12Z"),
                number);
        var journal = new CallTimeline(call.id(), call.start(), clock::nanoTime, List.of(timeline::add));
        return new WebhookScriptSource(
                call, endpoint, client, new ReplyParser(Language::isOfProtocol), clock, journal, () -> secrets);
    }

    WebhookScriptSource source() {
        return source(endpoint(script.url(), null));
    }

    WebhookScriptSource sourceWithFallback() {
        return source(endpoint(script.url(), fallback.url()));
    }

    <T extends TimelineEvent> List<T> events(Class<T> kind) {
        return timeline.stream()
                .map(TimelineEntry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    void assertFault(String problem) {
        assertThat(events(TimelineEvent.Fault.class)).hasSize(1);
        assertThat(events(TimelineEvent.Fault.class).getFirst().problem()).contains(problem);
    }
}
