package org.voicesecretary.media.dtls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** The browser's side of a handshake, in memory: shows a certificate, offers profiles of SRTP, and tells the keys that it exported. */
final class DtlsClient extends DefaultTlsClient {
    private final BcTlsCrypto crypto;
    private final DtlsIdentity identity;
    private final int[] profiles;
    private final BlockingQueue<byte[]> in = new LinkedBlockingQueue<>();
    private @Nullable Fingerprint server;
    private byte @Nullable [] material;

    DtlsClient(DtlsIdentity identity, int... profiles) {
        super(new BcTlsCrypto(new SecureRandom()));
        this.crypto = (BcTlsCrypto) getCrypto();
        this.identity = identity;
        this.profiles = profiles;
    }

    /** What the server sends. */
    void receive(byte[] datagram) {
        in.add(datagram);
    }

    /** Leads the handshake over {@code server}'s datagrams. */
    DTLSTransport connect(DtlsAssociation association) throws IOException {
        return new DTLSClientProtocol().connect(this, new DatagramTransport() {
            @Override
            public int getReceiveLimit() {
                return 2_048;
            }

            @Override
            public int getSendLimit() {
                return 1_200;
            }

            @Override
            public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
                try {
                    byte[] next = in.poll(waitMillis, TimeUnit.MILLISECONDS);
                    if (next == null) {
                        return -1;
                    }
                    System.arraycopy(next, 0, buffer, offset, next.length);
                    return next.length;
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void send(byte[] buffer, int offset, int length) {
                association.onPacket(ByteBuffer.wrap(buffer, offset, length).slice());
            }

            @Override
            public void close() {
                // nothing is open
            }
        });
    }

    @Nullable
    Fingerprint server() {
        return server;
    }

    byte @Nullable [] material() {
        return material;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return 10_000;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // the library's types
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
        if (profiles.length > 0) {
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
        }
        return extensions;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
                server = Fingerprint.of(
                        shown.getCertificate().getCertificateAt(0).getEncoded());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                Certificate chain =
                        new Certificate(new TlsCertificate[] {crypto.createCertificate(identity.certificate())});
                return new BcDefaultTlsCredentialedSigner(
                        new TlsCryptoParameters(context),
                        crypto,
                        identity.key(),
                        chain,
                        new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 60);
    }
}
