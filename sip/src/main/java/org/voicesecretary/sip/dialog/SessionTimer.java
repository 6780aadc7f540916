package org.voicesecretary.sip.dialog;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.SessionExpires;
import org.voicesecretary.sip.time.Timers;

/** RFC 4028 §10 at work in one dialog: refresh at half time, give up shortly before the end. */
public final class SessionTimer {

    private final Timers timers;
    private final Runnable refresh;
    private final Runnable expired;

    private SessionTimerPolicy.Agreement agreement = new SessionTimerPolicy.Agreement.None();
    private Timers.@Nullable Timer refreshing;
    private Timers.@Nullable Timer expiring;
    private boolean stopped;

    /**
     * @param refresh asked to send a refresh, where that is our part; what comes of it arrives by {@link #restart}
     * @param expired the session had no refresh in time
     */
    public SessionTimer(Timers timers, Runnable refresh, Runnable expired) {
        this.timers = timers;
        this.refresh = refresh;
        this.expired = expired;
    }

    /** A 2xx agreed on a (new) session interval; it counts from now. */
    public synchronized void restart(SessionTimerPolicy.Agreement agreed) {
        cancel();
        agreement = agreed;
        if (stopped || !(agreed instanceof SessionTimerPolicy.Agreement.Use use)) {
            return;
        }
        long seconds = use.header().seconds();
        if (use.weRefresh()) {
            refreshing = timers.schedule(Duration.ofSeconds(seconds / 2), refresh);
        }
        // RFC 4028 §10: BYE before the end by the lesser of 32 s and a third of the interval.
        expiring = timers.schedule(Duration.ofSeconds(seconds - Math.min(32, seconds / 3)), expired);
    }

    /** RFC 4028 §7.3: the next refresh asks for at least so much. */
    public synchronized void raise(long minimumSeconds) {
        if (agreement instanceof SessionTimerPolicy.Agreement.Use use
                && use.header().seconds() < minimumSeconds) {
            var header = new SessionExpires(minimumSeconds, use.header().refresher());
            agreement = new SessionTimerPolicy.Agreement.Use(header, use.weRefresh(), use.require());
        }
    }

    /** The Session-Expires of our next refresh: same interval, same refresher. */
    public synchronized Optional<SessionExpires> header() {
        if (!(agreement instanceof SessionTimerPolicy.Agreement.Use use)) {
            return Optional.empty();
        }
        // The refresher is named by its role in the refresh, in which we are the client.
        var refresher = use.weRefresh() ? SessionExpires.Refresher.UAC : SessionExpires.Refresher.UAS;
        return Optional.of(new SessionExpires(use.header().seconds(), refresher));
    }

    /** The dialog is over. */
    public synchronized void stop() {
        stopped = true;
        cancel();
    }

    private void cancel() {
        if (refreshing != null) {
            refreshing.cancel();
            refreshing = null;
        }
        if (expiring != null) {
            expiring.cancel();
            expiring = null;
        }
    }
}
