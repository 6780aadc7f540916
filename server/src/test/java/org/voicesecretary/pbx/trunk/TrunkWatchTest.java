package org.voicesecretary.pbx.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.Timers;

@Tag("db")
class TrunkWatchTest {
    private static final TrunkKey MAIN = new TrunkKey(123456, "main");
    private static final InetAddress PROVIDER = InetAddress.ofLiteral("192.0.2.1");

    /** Time that tests move by hand. */
    private static final class Hand implements Timers {
        private record Due(long at, Runnable task) {}

        private final List<Due> waiting = new ArrayList<>();
        private long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            var due = new Due(now + Math.max(0, delay.toNanos()), task);
            waiting.add(due);
            return () -> waiting.remove(due);
        }

        void pass(Duration time) {
            long until = now + time.toNanos();
            while (true) {
                Optional<Due> next =
                        waiting.stream().filter(due -> due.at <= until).min(Comparator.comparingLong(Due::at));
                if (next.isEmpty()) {
                    now = until;
                    return;
                }
                waiting.remove(next.get());
                now = next.get().at;
                next.get().task.run();
            }
        }
    }

    private final Hand time = new Hand();
    private final TrunkSources sources = new TrunkSources(() -> Instant.ofEpochSecond(time.now / 1_000_000_000));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Long> probes = new ArrayList<>();
    private Optional<String> trouble = Optional.empty();

    private final TrunkWatch watch = new TrunkWatch(
            new TrunkWatch.Network() {
                @Override
                public List<InetAddress> addresses(SipUri host) {
                    return List.of(PROVIDER);
                }

                @Override
                public Optional<String> probe(SipUri host) {
                    probes.add(time.now / 1_000_000_000);
                    return trouble;
                }
            },
            sources,
            time,
            meters);

    @TempDir
    Path path;

    private void follow(String trunk) {
        try (var applied = new AppliedOffice(path)) {
            applied.apply(ACCOUNT + "trunks: [{name: main, " + trunk + "}]");
            watch.follow(List.of(applied.office()));
        }
    }

    private double metric() {
        return meters.get("trunk.up").tag("trunk", "main").gauge().value();
    }

    @Test
    void aTrunkThatFallsSilentIsProbedSoonerAndThenDown() {
        follow("host: sip.example.net, probe: 60s");
        time.pass(Duration.ofSeconds(61));
        assertThat(probes).containsExactly(0L, 60L);

        trouble = Optional.of("no answer");
        time.pass(Duration.ofSeconds(70));
        assertThat(probes).containsExactly(0L, 60L, 120L, 125L, 130L);
        assertThat(watch.isUp(MAIN)).isFalse();
        assertThat(metric()).isZero();
        assertThat(watch.troubles()).containsExactly("trunk main of pbx 123456 does not answer: no answer");

        trouble = Optional.empty();
        time.pass(Duration.ofSeconds(70));
        assertThat(probes).endsWith(190L, 195L);
        assertThat(watch.isUp(MAIN)).isTrue();
        assertThat(metric()).isEqualTo(1);
        assertThat(watch.troubles()).isEmpty();
    }

    @Test
    void whereItsHostIsIsLookedUp() {
        follow("host: sip.example.net");
        time.pass(Duration.ofSeconds(1));
        assertThat(sources.has(MAIN, PROVIDER)).isTrue();
    }

    @Test
    void aTrunkThatIsNotProbedIsUp() {
        trouble = Optional.of("no answer");
        follow("host: sip.example.net, probe: off");
        time.pass(Duration.ofMinutes(10));
        assertThat(probes).isEmpty();
        assertThat(watch.isUp(MAIN)).isTrue();
    }

    @Test
    void aTrunkThatIsGoneIsProbedNoMore() {
        follow("host: sip.example.net");
        time.pass(Duration.ofSeconds(1));
        follow("allow: [192.0.2.1]");
        time.pass(Duration.ofMinutes(10));
        assertThat(probes).hasSize(1);
        assertThat(watch.size()).isZero();
    }
}
