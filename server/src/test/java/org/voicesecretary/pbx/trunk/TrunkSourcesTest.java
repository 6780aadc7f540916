package org.voicesecretary.pbx.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.pbx.office.OfficeTrunk;

@Tag("db")
class TrunkSourcesTest {
    private static final TrunkKey MAIN = new TrunkKey(123456, "main");
    private static final InetAddress PROVIDER = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress LISTED = InetAddress.ofLiteral("198.51.100.1");

    private Instant now = Instant.ofEpochSecond(1_000);
    private final TrunkSources sources = new TrunkSources(() -> now);

    @TempDir
    Path path;

    private String contact = "";

    private void follow(String trunk) {
        try (var applied = new AppliedOffice(path)) {
            applied.apply(ACCOUNT + "trunks: [{name: main, " + trunk + "}]");
            OfficeTrunk main = applied.office().trunks().getFirst();
            contact = TrunkSources.contactUser(MAIN, main);
            sources.follow(List.of(applied.office()));
        }
    }

    @Test
    void aTrunkWithoutAListIsCalledFromTheAddressesOfItsHost() {
        follow("host: sip.example.net");
        assertThat(sources.has(PROVIDER)).isFalse();
        sources.found(MAIN, List.of(PROVIDER));

        assertThat(sources.has(PROVIDER)).isTrue();
        assertThat(sources.has(MAIN, PROVIDER)).isTrue();
        assertThat(sources.has(new TrunkKey(123456, "other"), PROVIDER)).isFalse();
    }

    @Test
    void aListCountsMoreThanTheHost() {
        follow("host: sip.example.net, allow: [198.51.100.1], register: true, user: me, password: secret");
        sources.found(MAIN, List.of(PROVIDER));

        assertThat(sources.has(PROVIDER)).isFalse();
        assertThat(sources.mayCallContact(MAIN, LISTED)).isTrue();
        assertThat(sources.mayCallContact(MAIN, PROVIDER)).isFalse();
    }

    @Test
    void anAddressIsForgottenAnHourAfterTheHostHadItLast() {
        follow("host: sip.example.net");
        sources.found(MAIN, List.of(PROVIDER));
        now = now.plus(Duration.ofMinutes(59));
        sources.found(MAIN, List.of(LISTED));
        assertThat(sources.has(PROVIDER)).isTrue();
        now = now.plus(Duration.ofMinutes(2));
        sources.found(MAIN, List.of(LISTED));
        assertThat(sources.has(PROVIDER)).isFalse();
    }

    @Test
    void theContactOfATrunkIsItsOwnStaysTheSameAndIsNoTrunksThatDoesNotRegister() {
        follow("host: sip.example.net, register: true, user: me, password: secret");
        String first = contact;
        assertThat(sources.registered(first)).contains(MAIN);
        assertThat(first).matches("t[0-9a-f]{24}");
        follow("host: sip.example.net, register: true, user: me, password: other-secret");
        assertThat(contact).isNotEqualTo(first);
        assertThat(sources.registered(first)).isEmpty();
        follow("host: sip.example.net, user: me, password: other-secret");
        assertThat(sources.registered(contact)).isEmpty();
    }

    @Test
    void whatIsKnownOfAHostEndsWithIt() {
        follow("host: sip.example.net");
        sources.found(MAIN, List.of(PROVIDER));
        follow("host: sip.example.org");
        assertThat(sources.has(PROVIDER)).isFalse();
    }
}
