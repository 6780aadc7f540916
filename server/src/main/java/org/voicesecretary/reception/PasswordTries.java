package org.voicesecretary.reception;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.voicesecretary.config.LimitConfig;
import org.voicesecretary.sip.message.AuthValue;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transport.SourceNetwork;

/**
 * Who gave wrong passwords, and when the next one is looked at. Strangers are counted by their source. Behind one address there may be a
 * whole office, though, and one telephone with an old password must not keep the others from working: where telephones are registered
 * it is the login at that source that is counted.
 */
final class PasswordTries {
    private final LimitConfig limits;
    private final LongSupplier nanoTime;
    private final Cache<Guesser, Tries> guessers;

    /** @param login empty: all that come from there */
    private record Guesser(InetAddress source, String login) {}

    private record Tries(int count, long last, long nextFrom) {}

    PasswordTries(LimitConfig limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.guessers = Caffeine.newBuilder().maximumSize(limits.sources()).build();
    }

    /** False for a request with credentials that comes too soon after wrong ones. */
    boolean mayTry(SipRequest request, InetAddress source, boolean known) {
        if (guessers.estimatedSize() == 0
                || credentials(request.headers()).findAny().isEmpty()) {
            return true;
        }
        long now = nanoTime.getAsLong();
        return (known ? logins(request.headers()) : Stream.of(""))
                .map(login -> guessers.getIfPresent(guesser(source, login)))
                .allMatch(tries -> tries == null || now - tries.nextFrom >= 0);
    }

    /** How many wrong passwords that makes; what is long ago is forgiven. */
    int wrong(InetAddress source, String login, boolean known) {
        long now = nanoTime.getAsLong();
        return guessers.asMap()
                .compute(guesser(source, known ? login : ""), (guesser, before) -> {
                    boolean forgiven = before == null
                            || now - before.last >= limits.silentFor().toNanos();
                    int count = forgiven ? 1 : before.count + 1;
                    return new Tries(
                            count, now, now + StrangerGate.pause(count, limits).toNanos());
                })
                .count;
    }

    private static Guesser guesser(InetAddress source, String login) {
        return new Guesser(SourceNetwork.of(source), login);
    }

    private static Stream<String> credentials(Headers headers) {
        return Stream.concat(
                headers.all(HeaderName.AUTHORIZATION).stream(), headers.all(HeaderName.PROXY_AUTHORIZATION).stream());
    }

    private static Stream<String> logins(Headers headers) {
        return credentials(headers).map(value -> {
            try {
                String login = AuthValue.parse(value).param("username");
                return login == null ? "" : login;
            } catch (SipParseException e) {
                return ""; // no password is looked at in what cannot be read
            }
        });
    }
}
