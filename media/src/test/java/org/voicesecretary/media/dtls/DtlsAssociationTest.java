package org.voicesecretary.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.media.srtp.SrtpKey;
import org.voicesecretary.media.srtp.SrtpKeys;
import org.voicesecretary.media.srtp.SrtpSuite;

@Tag("unit")
@Timeout(30)
class DtlsAssociationTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final int PROFILE = SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80;

    private final DtlsIdentity ours = DtlsIdentity.create(new SecureRandom(), NOW);
    private final DtlsIdentity theirs = DtlsIdentity.create(new SecureRandom(), NOW);
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private DtlsAssociation associationWith(DtlsClient client, Fingerprint expected) {
        return new DtlsAssociation(ours, expected, client::receive, new DtlsAssociation.Listener() {
            @Override
            public void onKeys(SrtpKeys agreed) {
                keys.complete(agreed);
            }

            @Override
            public void onFailure(String why) {
                failure.complete(why);
            }

            @Override
            public void onClosed() {
                closed.complete(null);
            }
        });
    }

    @Test
    void aHandshakeGivesBothSidesTheSameKeys() throws Exception {
        var client = new DtlsClient(theirs, PROFILE);
        try (var association = associationWith(client, theirs.fingerprint())) {
            var transport = client.connect(association);

            SrtpKeys agreed = keys.get(10, TimeUnit.SECONDS);
            byte[] material = Objects.requireNonNull(client.material());
            SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
            assertThat(agreed.remote()).isEqualTo(SrtpKey.ofExported(suite, material, 0));
            assertThat(agreed.local()).isEqualTo(SrtpKey.ofExported(suite, material, 1));
            assertThat(client.server()).isEqualTo(ours.fingerprint());

            transport.close();
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoShowsAnotherCertificateThanTheDescriptionNamedGetsNoKeys() {
        var client = new DtlsClient(theirs, PROFILE);
        try (var association = associationWith(client, ours.fingerprint())) {
            assertThatThrownBy(() -> client.connect(association)).isInstanceOf(IOException.class);
            assertThat(failure.join()).contains("not the certificate that SDP named");
            assertThat(keys).isNotDone();
        }
    }

    @Test
    void whoOffersNoProfileThatIsSpokenHereGetsNoKeys() {
        var client = new DtlsClient(theirs, SRTPProtectionProfile.SRTP_NULL_HMAC_SHA1_80);
        try (var association = associationWith(client, theirs.fingerprint())) {
            assertThatThrownBy(() -> client.connect(association)).isInstanceOf(IOException.class);
            assertThat(failure.join()).contains("SRTP_AES128_CM_HMAC_SHA1_80 is not offered");
        }
    }

    @Test
    void twoHundredHostileHellosBeforeARealOneDoNoHarm() throws Exception {
        var client = new DtlsClient(theirs, PROFILE);
        try (var association = associationWith(client, theirs.fingerprint())) {
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 200; i++) {
                byte[] hostile = new byte[13 + random.nextInt(1_000)];
                random.nextBytes(hostile);
                hostile[0] = 22; // a handshake
                hostile[1] = (byte) 254;
                hostile[2] = (byte) (i % 2 == 0 ? 253 : 255);
                if (i % 3 == 0) {
                    hostile[11] = (byte) ((hostile.length - 13) >> 8);
                    hostile[12] = (byte) (hostile.length - 13);
                }
                association.onPacket(ByteBuffer.wrap(hostile));
            }
            client.connect(association);
            assertThat(keys.get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void fingerprintsAreReadAndWrittenAsInDescriptions() {
        Fingerprint fingerprint = ours.fingerprint();

        assertThat(fingerprint.toString()).matches("sha-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(Fingerprint.parse(fingerprint.toString().toLowerCase(java.util.Locale.ROOT)))
                .contains(fingerprint);
        assertThat(Fingerprint.parse("sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB"))
                .isEmpty();
        assertThat(Fingerprint.parse("sha-256 zz")).isEmpty();
        assertThat(Fingerprint.parse("")).isEmpty();
    }
}
