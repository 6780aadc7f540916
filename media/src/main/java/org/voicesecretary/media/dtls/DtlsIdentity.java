package org.voicesecretary.media.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/**
 * The key pair and the self-made certificate that our side of DTLS shows. Nobody trusts it for its name: the other side compares it with
 * the fingerprint in our SDP, so a new one each start is as good as a kept one (RFC 8827 §6.5).
 */
public final class DtlsIdentity {
    private static final Duration VALID = Duration.ofDays(365 * 5);

    private final AsymmetricKeyParameter key;
    private final byte[] certificate;
    private final Fingerprint fingerprint;

    private DtlsIdentity(AsymmetricKeyParameter key, byte[] certificate) {
        this.key = key;
        this.certificate = certificate;
        this.fingerprint = Fingerprint.of(certificate);
    }

    /** A new one, on the curve P-256. */
    public static DtlsIdentity create(SecureRandom random, Instant now) {
        var generator = new ECKeyPairGenerator();
        var curve = new ECNamedDomainParameters(
                SECObjectIdentifiers.secp256r1, ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp256r1));
        generator.init(new ECKeyGenerationParameters(curve, random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        // a day of margin: clocks differ, and Chromium refuses a certificate of tomorrow
        Instant from = now.minus(Duration.ofDays(1));
        var name = new X500Name("CN=voice-secretary");
        try {
            var builder = new X509v3CertificateBuilder(
                    name,
                    new BigInteger(63, random),
                    Date.from(from),
                    Date.from(from.plus(VALID)),
                    name,
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()));
            var signature = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256WITHECDSA");
            var digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
            X509CertificateHolder certificate =
                    builder.build(new BcECContentSignerBuilder(signature, digest).build(pair.getPrivate()));
            return new DtlsIdentity(pair.getPrivate(), certificate.getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate for DTLS cannot be made", e);
        }
    }

    /** For our SDP. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    AsymmetricKeyParameter key() {
        return key;
    }

    byte[] certificate() {
        return certificate.clone();
    }
}
