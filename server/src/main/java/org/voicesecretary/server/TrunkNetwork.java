package org.voicesecretary.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.voicesecretary.pbx.trunk.TrunkWatch;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.RequestOutcome;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipUri;

/** Asks for providers by our own SIP. */
final class TrunkNetwork implements TrunkWatch.Network {
    /** Far less than SIP gives an answer: a call would not wait longer either. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final int REQUEST_TIMEOUT = 408;
    private static final int UNAVAILABLE = 503;

    private final Supplier<UserAgent> sip;

    TrunkNetwork(Supplier<UserAgent> sip) {
        this.sip = sip;
    }

    @Override
    public List<InetAddress> addresses(SipUri host) throws IOException {
        return sip.get().addresses(host);
    }

    @Override
    public Optional<String> probe(SipUri host) throws InterruptedException {
        var answer = new CompletableFuture<RequestOutcome>();
        Thread.ofVirtual().name("probe-" + host.host()).start(() -> {
            try {
                answer.complete(
                        sip.get().request(Method.OPTIONS, host, InviteOptions.DEFAULTS, List.of(), null, new byte[0]));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return trouble(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.of("no answer to OPTIONS within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(e.getCause()));
        }
    }

    private static Optional<String> trouble(RequestOutcome outcome) {
        return switch (outcome) {
            case RequestOutcome.Success _ -> Optional.empty();
            case RequestOutcome.NoAnswer(var why) -> Optional.of(why);
            case RequestOutcome.Refused(var response) ->
                response.status() == UNAVAILABLE || response.status() == REQUEST_TIMEOUT
                        ? Optional.of("OPTIONS was answered by " + response.status() + " " + response.reason())
                        : Optional.empty();
        };
    }
}
