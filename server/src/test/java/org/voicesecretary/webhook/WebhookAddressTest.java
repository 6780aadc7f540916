package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.protocol.EventType.NOTIFY_START;
import static org.voicesecretary.testkit.DoubleReply.hangUp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.ScriptAnswer;
import org.voicesecretary.outbound.AddressSource;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.timeline.TimelineEvent;

/** Where a webhook may be: names, addresses, certificates. */
@Tag("wire")
@Timeout(30)
class WebhookAddressTest extends AskingFixture {
    @Test
    void aHostThatDoesNotExistIsAFault() throws Exception {
        AddressSource nobody = host -> {
            throw new UnknownHostException(host);
        };
        try (var lost = new WebhookClient(UrlGuard.PRIVATE_TOO, WebhookClient.Limits.DEFAULT, nobody, null)) {
            source(endpoint(URI.create("http://no.such.host/"), null), lost).next(START);
        }

        assertFault("'no.such.host' is not known");
    }

    @Test
    void aNameThatNeverResolvesIsHeldToTheBudget() throws Exception {
        AddressSource stuck = host -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new UnknownHostException("interrupted");
            }
            return new InetAddress[0];
        };
        long start = clock.nanoTime();
        try (var slow = new WebhookClient(UrlGuard.PRIVATE_TOO, WebhookClient.Limits.DEFAULT, stuck, null)) {
            source(endpoint(URI.create("http://slow.dns/"), null), slow).next(START);
        }

        assertThat(Duration.ofNanos(clock.nanoTime() - start)).isLessThan(BUDGET.plusMillis(500));
        assertFault("no complete reply within");
    }

    @Test
    void theAddressThatWasCheckedIsTheOneThatIsConnectedTo() throws Exception {
        var asked = new ArrayList<String>();
        AddressSource pinned = host -> {
            asked.add(host);
            return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
        };
        script.on(NOTIFY_START, hangUp());
        URI url = URI.create("http://shop.example:" + script.port() + "/hook");
        try (var client = new WebhookClient(UrlGuard.PRIVATE_TOO, WebhookClient.Limits.DEFAULT, pinned, null)) {
            assertThat(source(endpoint(url, null), client).next(START)).isEqualTo(HANG_UP);
        }

        assertThat(asked).containsExactly("shop.example");
        assertThat(script.requests().getFirst().header("Host")).contains("shop.example:" + script.port());
    }

    @Test
    void aNameThatTurnsToAForbiddenAddressAfterTheCheckIsStillHeldToWhatWasChecked() throws Exception {
        var asked = new ArrayList<String>();
        AddressSource rebinding = host -> {
            asked.add(host);
            return new InetAddress[] {InetAddress.ofLiteral(asked.size() == 1 ? "127.0.0.1" : "169.254.169.254")};
        };
        script.on(NOTIFY_START, hangUp().header("Connection", "close"), hangUp());
        URI url = URI.create("http://shop.example:" + script.port() + "/hook");
        try (var client = new WebhookClient(UrlGuard.PRIVATE_TOO, WebhookClient.Limits.DEFAULT, rebinding, null)) {
            assertThat(source(endpoint(url, null), client).next(START)).isEqualTo(HANG_UP);
            assertThat(source(endpoint(url, null), client).next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        }

        assertThat(asked).hasSize(2);
        assertThat(script.connectionCount()).isEqualTo(1);
        assertFault("a link-local, metadata or other address");
    }

    @Test
    void anAddressInsideIsRefusedWithoutBeingConnectedTo() throws Exception {
        AddressSource rebinding = host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
        try (var strict = new WebhookClient(UrlGuard.PUBLIC_ONLY, WebhookClient.Limits.DEFAULT, rebinding, null)) {
            source(endpoint(URI.create("http://evil.example:" + script.port() + "/"), null), strict)
                    .next(START);
        }

        assertThat(script.connectionCount()).isZero();
        assertFault("an address inside this network");
    }

    @Test
    void aCertificateNobodyTrustsIsAFaultAndIsNotTriedAgain(@TempDir Path directory) throws Exception {
        try (var secure = WebhookDouble.start(Certificates.selfSigned(directory, "ip:127.0.0.1"))) {
            assertThat(source(endpoint(secure.url(), null)).next(START)).isInstanceOf(ScriptAnswer.Failed.class);
            assertThat(secure.requests()).isEmpty();
        }
        assertThat(events(TimelineEvent.WebhookFailure.class)).hasSize(1);
        assertFault("TLS failed");
    }

    @Test
    void aCertificateForAnotherHostIsAFault(@TempDir Path directory) throws Exception {
        var tls = Certificates.selfSigned(directory, "dns:other.example");
        try (var secure = WebhookDouble.start(tls);
                var trusting = new WebhookClient(
                        UrlGuard.PRIVATE_TOO, WebhookClient.Limits.DEFAULT, AddressSource.system(), tls)) {
            assertThat(source(endpoint(secure.url(), null), trusting).next(START))
                    .isInstanceOf(ScriptAnswer.Failed.class);
            assertThat(secure.requests()).isEmpty();
        }
    }

    @Test
    void aTrustedCertificateIsFine(@TempDir Path directory) throws Exception {
        var tls = Certificates.selfSigned(directory, "ip:127.0.0.1");
        try (var secure = WebhookDouble.start(tls);
                var trusting = new WebhookClient(
                        UrlGuard.PRIVATE_TOO, WebhookClient.Limits.DEFAULT, AddressSource.system(), tls)) {
            secure.on(NOTIFY_START, hangUp());
            assertThat(source(endpoint(secure.url(), null), trusting).next(START))
                    .isEqualTo(HANG_UP);
        }
    }

    @Test
    void aHandshakeThatIsCutIsABrokenConnectionAndIsTriedAgainOnce() throws Exception {
        try (var cutting = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.startVirtualThread(() -> {
                while (!cutting.isClosed()) {
                    try (var connection = cutting.accept()) {
                        connection.getInputStream().read();
                    } catch (IOException e) {
                        return; // closed: the test is over
                    }
                }
            });
            URI url = URI.create("https://127.0.0.1:" + cutting.getLocalPort() + "/");
            assertThat(source(endpoint(url, null)).next(START)).isInstanceOf(ScriptAnswer.Failed.class);
        }

        assertThat(events(TimelineEvent.WebhookFailure.class)).hasSize(2);
        assertThat(events(TimelineEvent.Fault.class).getFirst().mend()).contains("web server runs");
    }
}
