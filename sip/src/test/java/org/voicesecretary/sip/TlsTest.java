package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.ManualTimers;
import org.voicesecretary.sip.transport.Hop;
import org.voicesecretary.sip.transport.TestCertificates;
import org.voicesecretary.sip.transport.TlsConfig;
import org.voicesecretary.sip.transport.Transport;

/** SIP over TLS: calls, names (RFC 5922), certificates that change, peers that never shake hands. */
@Tag("wire")
@Timeout(60)
class TlsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] OFFER = "offer".getBytes(UTF_8);
    private static final byte[] ANSWER = "answer".getBytes(UTF_8);

    @TempDir
    static Path directory;

    private static TlsConfig office;
    private static TlsConfig phone;

    private final RecordingListener caller = new RecordingListener();
    private final RecordingListener callee = new RecordingListener();

    @BeforeAll
    static void certificates() throws Exception {
        office = TestCertificates.make(directory, "office", "uri:sip:office.test,ip:127.0.0.1", "EC");
        phone = TestCertificates.make(directory, "phone", "dns:phone.test,ip:127.0.0.1", "RSA");
        office = office.withAuthorities(phone.certificates());
        phone = phone.withAuthorities(office.certificates());
    }

    private UserAgent office() throws Exception {
        return UserAgent.start(
                UserAgentConfig.listening("tls:127.0.0.1:0").tls(office).build(), invite -> {
                    invite.listen(callee);
                    invite.ring();
                    invite.answer(ANSWER);
                });
    }

    private static InetSocketAddress address(UserAgent ua) {
        return ua.listeningPoints().getFirst().address();
    }

    /** A phone for which every name leads to the office. */
    private static UserAgent phone(TlsConfig tls, InetSocketAddress at) throws Exception {
        return UserAgent.start(
                UserAgentConfig.listening("tls:127.0.0.1:0")
                        .tls(tls)
                        .resolver(uri ->
                                List.of(new Hop(Transport.TLS, at, uri.host().name())))
                        .build(),
                InviteHandler.NONE);
    }

    private InviteOutcome call(UserAgent from, String uri) throws Exception {
        return from.invite(SipUri.parse(uri), OFFER, InviteOptions.DEFAULTS, caller)
                .await(SOON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:robot@127.0.0.1:%d;transport=tls",
                "sip:robot@office.test;transport=tls",
                "sips:robot@office.test"
            })
    void aWholeCallGoesByTls(String uri) throws Exception {
        try (var ua = office();
                var from = phone(phone, address(ua))) {
            InviteOutcome outcome = call(from, uri.formatted(address(ua).getPort()));
            assertThat(outcome).isInstanceOf(InviteOutcome.Answered.class);
            callee.await("established");
            Dialog dialog = ((InviteOutcome.Answered) outcome).dialog();
            assertThat(dialog.remoteTarget().text()).startsWith(uri.startsWith("sips") ? "sips:127" : "sip:127");
            assertThat(callee.dialog().info("text/plain", ANSWER)).isInstanceOf(RequestOutcome.Success.class);
            dialog.bye();
            callee.await("ended RemoteBye");
            assertThat(from.counters().connections()).isEqualTo(1);
        }
    }

    @Test
    void aPeerThatIsSomebodyElseIsNotSpokenTo() throws Exception {
        try (var ua = office();
                var from = phone(phone, address(ua))) {
            assertThat(call(from, "sips:robot@elsewhere.test"))
                    .isInstanceOfSatisfying(
                            InviteOutcome.Unreachable.class,
                            refused -> assertThat(refused.why()).contains("office.test", "expected elsewhere.test"));
            assertThat(ua.counters().receivedMessages()).isZero();
        }
    }

    @Test
    void aPeerThatNobodyVouchesForIsNotSpokenTo() throws Exception {
        TlsConfig strict = TlsConfig.of(phone.certificates(), phone.key());
        try (var ua = office();
                var from = phone(strict, address(ua))) {
            assertThat(call(from, "sips:robot@office.test"))
                    .isInstanceOfSatisfying(
                            InviteOutcome.Unreachable.class,
                            refused -> assertThat(refused.why()).contains("certification path"));
        }
    }

    @Test
    void aListeningPointWithoutACertificateIsExplained() {
        assertThatThrownBy(() -> UserAgent.start(
                        UserAgentConfig.listening("tls:127.0.0.1:0").build(), InviteHandler.NONE))
                .hasMessageContaining("tls:127.0.0.1:0")
                .hasMessageContaining("needs a certificate");
    }

    @Test
    void aKeyOfAnotherCertificateIsExplained() {
        var mixed = TlsConfig.of(office.certificates(), phone.key());
        assertThatThrownBy(() -> UserAgent.start(
                        UserAgentConfig.listening("tls:127.0.0.1:0").tls(mixed).build(), InviteHandler.NONE))
                .hasMessageContaining("do not go together");
    }

    @Test
    void aPeerThatNeverShakesHandsIsLeftAlone() throws Exception {
        var time = new ManualTimers();
        try (var ua = UserAgent.start(
                UserAgentConfig.listening("tls:127.0.0.1:0")
                        .tls(office)
                        .timers(time)
                        .build(),
                InviteHandler.NONE)) {
            InetSocketAddress at = address(ua);
            try (var silent = new Socket(at.getAddress(), at.getPort())) {
                silent.setSoTimeout(10_000);
                Eventually.become(() -> assertThat(time.pending()).isEqualTo(1));
                time.advance(Duration.ofSeconds(11));
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
            }
            try (var plain = new Socket(at.getAddress(), at.getPort())) {
                plain.getOutputStream().write("OPTIONS sip:x SIP/2.0\r\n\r\n".getBytes(UTF_8));
                Eventually.become(() -> assertThat(ua.counters().connections()).isZero());
            }
        }
    }

    // ---- renewal

    private static String shown(InetSocketAddress at, Path... trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Path file : trusted) {
            try (var in = new FileInputStream(file.toFile())) {
                store.setCertificateEntry(
                        file.toString(), CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort())) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @Test
    void aRenewedCertificateIsTakenUpAndABrokenOneIsNot() throws Exception {
        var time = new ManualTimers();
        Path certificate = directory.resolve("live.pem");
        Path key = directory.resolve("live.key");
        Files.copy(office.certificates(), certificate);
        Files.copy(office.key(), key);
        var config = UserAgentConfig.listening("tls:127.0.0.1:0")
                .tls(TlsConfig.of(certificate, key))
                .timers(time)
                .build();
        try (var ua = UserAgent.start(config, InviteHandler.NONE)) {
            Path[] both = {office.certificates(), phone.certificates()};
            assertThat(shown(address(ua), both)).isEqualTo("CN=office");
            Files.copy(phone.certificates(), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(certificate, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
            time.advance(Duration.ofSeconds(10));
            assertThat(shown(address(ua), both)).as("half of a renewal").isEqualTo("CN=office");
            Files.copy(phone.key(), key, StandardCopyOption.REPLACE_EXISTING);
            time.advance(Duration.ofSeconds(10));
            assertThat(shown(address(ua), both)).isEqualTo("CN=phone");
        }
    }
}
