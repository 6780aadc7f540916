package org.voicesecretary.sip.dialog;

import java.time.Duration;
import java.util.Optional;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SessionExpires;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/**
 * What we want of RFC 4028, and what comes out with a peer.
 *
 * @param wanted how long a session may go without a refresh; empty: we never ask, but agree where the peer asks
 * @param minimum the shortest we accept; RFC 4028 §5 allows no less than 90 s
 */
public record SessionTimerPolicy(Optional<Duration> wanted, Duration minimum) {

    public static final SessionTimerPolicy DEFAULT =
            new SessionTimerPolicy(Optional.of(Duration.ofMinutes(30)), Duration.ofSeconds(90));

    private static final long ABSOLUTE_MINIMUM = 90;

    /** The outcome of one INVITE or UPDATE transaction. */
    public sealed interface Agreement {
        /** No session timer. */
        record None() implements Agreement {}

        /** The peer asked for less than we accept: 422 with our Min-SE. */
        record TooShort(long minimumSeconds) implements Agreement {}

        /**
         * @param weRefresh else the peer does, and we hang up when it does not
         * @param require whether our 2xx says {@code Require: timer}
         */
        record Use(SessionExpires header, boolean weRefresh, boolean require) implements Agreement {}
    }

    /** RFC 4028 §9: what our 2xx to this INVITE or UPDATE says. */
    public Agreement asCallee(SipRequest request) {
        boolean peerSupports = request.supports("timer");
        Optional<SessionExpires> asked = request.typed(HeaderName.SESSION_EXPIRES, SessionExpires::parse);
        if (asked.isEmpty() && (!peerSupports || wanted.isEmpty())) {
            return new Agreement.None();
        }
        if (asked.isPresent() && asked.get().seconds() < minimum.toSeconds() && peerSupports) {
            return new Agreement.TooShort(minimum.toSeconds());
        }
        long least = Math.max(request.minSe().orElse(ABSOLUTE_MINIMUM), minimum.toSeconds());
        long ours = wanted.map(Duration::toSeconds).orElse(Long.MAX_VALUE);
        long theirs = asked.map(SessionExpires::seconds).orElse(Long.MAX_VALUE);
        long seconds = Math.max(Math.min(ours, theirs), least);
        if (!peerSupports) {
            // Table 2 of RFC 4028: only we can refresh.
            return use(seconds, SessionExpires.Refresher.UAS, true, false);
        }
        var refresher = asked.map(SessionExpires::refresher).orElse(SessionExpires.Refresher.UAC);
        return use(seconds, refresher, refresher == SessionExpires.Refresher.UAS, true);
    }

    private static Agreement use(long seconds, SessionExpires.Refresher refresher, boolean weRefresh, boolean require) {
        return new Agreement.Use(new SessionExpires(seconds, refresher), weRefresh, require);
    }

    /** RFC 4028 §7.2: what the 2xx to our INVITE or UPDATE means. */
    public Agreement asCaller(SipResponse response) {
        Optional<SessionExpires> header = response.typed(HeaderName.SESSION_EXPIRES, SessionExpires::parse);
        if (header.isEmpty()) {
            return new Agreement.None();
        }
        // A 2xx without the parameter breaks the RFC; then nobody but us will refresh.
        boolean weRefresh = header.get().refresher() != SessionExpires.Refresher.UAS;
        long seconds = Math.max(header.get().seconds(), ABSOLUTE_MINIMUM);
        return use(seconds, refresher(weRefresh), weRefresh, false);
    }

    private static SessionExpires.Refresher refresher(boolean weRefresh) {
        return weRefresh ? SessionExpires.Refresher.UAC : SessionExpires.Refresher.UAS;
    }

    /** RFC 4028 §7.3: the Min-SE of a 422, where it is one that makes sense to try again with. */
    public static Optional<Long> demanded(SipMessage response) {
        var minimum = response.minSe();
        return minimum.isPresent() && minimum.getAsLong() <= 86_400
                ? Optional.of(minimum.getAsLong())
                : Optional.empty();
    }
}
