package org.voicesecretary.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * @param publicAddress what peers are told to send to, where it differs from the local address (NAT)
 * @param tls for the points of {@code listen} that begin with {@code tls:}
 * @param userAgent the Server and User-Agent header; empty sends none
 * @param sessionTimer the session interval that we ask for (RFC 4028)
 * @param minSessionTimer the shortest session interval that we accept (RFC 4028 Min-SE)
 */
public record SipConfig(
        List<SipListen> listen,
        Optional<String> publicAddress,
        SipTls tls,
        String userAgent,
        @Between({"90s", "1d"}) Duration sessionTimer,
        @Between({"90s", "1d"}) Duration minSessionTimer)
        implements Checked {

    /** Whether anything listens for TLS; without it nothing goes out by TLS either. */
    public boolean listensForTls() {
        return listen.stream().anyMatch(point -> point.transport() == SipListen.Transport.TLS);
    }

    @Override
    public void check(BiConsumer<String, String> complain) {
        if (listen.isEmpty()) {
            complain.accept("listen", "sip.listen is empty; expected at least one point such as udp:0.0.0.0:5060");
        }
        var seen = new HashSet<SipListen>();
        for (SipListen point : listen) {
            if (!seen.add(point) && point.address().port() != 0) {
                complain.accept("listen", "sip.listen names " + point + " twice; remove one");
            }
        }
        if (minSessionTimer.compareTo(sessionTimer) > 0) {
            complain.accept(
                    "min-session-timer",
                    "sip.min-session-timer " + Units.text(minSessionTimer) + " is longer than sip.session-timer "
                            + Units.text(sessionTimer) + "; expected at most that");
        }
    }
}
