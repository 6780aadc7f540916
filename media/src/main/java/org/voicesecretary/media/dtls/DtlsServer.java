package org.voicesecretary.media.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.srtp.SrtpKey;
import org.voicesecretary.media.srtp.SrtpKeys;
import org.voicesecretary.media.srtp.SrtpSuite;

/** What our side says in one handshake: DTLS 1.2, ECDSA, SRTP keys for AES-128 in counter mode, and only for the certificate that SDP named. */
final class DtlsServer extends DefaultTlsServer {
    private static final int[] SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    };
    private static final int HANDSHAKE_MILLIS = 15_000;

    private final BcTlsCrypto crypto;
    private final DtlsIdentity identity;
    private final Fingerprint expected;
    private @Nullable SrtpKeys keys;

    DtlsServer(BcTlsCrypto crypto, DtlsIdentity identity, Fingerprint expected) {
        super(crypto);
        this.crypto = crypto;
        this.identity = identity;
        this.expected = expected;
    }

    /** The keys, after the handshake. */
    Optional<SrtpKeys> keys() {
        return Optional.ofNullable(keys);
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return HANDSHAKE_MILLIS;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(crypto, SUITES);
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's types
    public void processClientExtensions(Hashtable clientExtensions) throws IOException {
        super.processClientExtensions(clientExtensions);
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        boolean known = offered != null
                && Arrays.stream(offered.getProtectionProfiles())
                        .anyMatch(profile -> profile == SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80);
        if (!known) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "SRTP_AES128_CM_HMAC_SHA1_80 is not offered");
        }
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // the library's types
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
        int[] profile = {SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80};
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profile, TlsUtils.EMPTY_BYTES));
        return extensions;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // the library's types
    public CertificateRequest getCertificateRequest() {
        Vector algorithms = new Vector();
        algorithms.add(ecdsa());
        algorithms.add(new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, algorithms, null);
    }

    private static SignatureAndHashAlgorithm ecdsa() {
        return new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
    }

    @Override
    public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
        if (clientCertificate == null
                || clientCertificate.isEmpty()
                || !Fingerprint.of(clientCertificate.getCertificateAt(0).getEncoded())
                        .equals(expected)) {
            // RFC 8122 §6.2: whoever shows another certificate than SDP named is somebody else
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the certificate that SDP named");
        }
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        Certificate chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(identity.certificate())});
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, identity.key(), chain, ecdsa());
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
        byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * suite.masterBytes());
        // RFC 5764 §4.2: the client's key, the server's, the client's salt, the server's
        keys = new SrtpKeys(SrtpKey.ofExported(suite, material, 1), SrtpKey.ofExported(suite, material, 0));
    }
}
