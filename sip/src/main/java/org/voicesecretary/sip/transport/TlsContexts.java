package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.time.Timers;

/** What handshakes need, from the files of a {@link TlsConfig}; made anew when they change. */
final class TlsContexts {

    private static final Logger log = LoggerFactory.getLogger(TlsContexts.class);
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private record Loaded(SSLContext context, List<FileTime> versions) {}

    private final TlsConfig config;
    private final Timers timers;
    private Loaded loaded;
    private long lookedAt;

    /** @throws IOException with a sentence for the operator */
    TlsContexts(TlsConfig config, Timers timers) throws IOException {
        this.config = config;
        this.timers = timers;
        this.loaded = load(versions());
        this.lookedAt = timers.nanoTime();
    }

    boolean wildcards() {
        return config.wildcards();
    }

    /** For connections that peers open. */
    SSLSocketFactory server() {
        return current().getSocketFactory();
    }

    /** For connections that we open; it shows our certificate to those who ask. */
    SSLSocketFactory client() {
        return current().getSocketFactory();
    }

    private synchronized SSLContext current() {
        long now = timers.nanoTime();
        if (now - lookedAt >= LOOK_AGAIN_NANOS) {
            lookedAt = now;
            reload();
        }
        return loaded.context;
    }

    private void reload() {
        try {
            List<FileTime> versions = versions();
            if (!versions.equals(loaded.versions)) {
                loaded = load(versions);
                log.info("TLS certificate {} was read again", config.certificates());
            }
        } catch (IOException e) {
            // Half of a renewal, most likely; what was good until now is better than nothing.
            log.warn("TLS goes on with the old certificate: {}", e.getMessage());
        }
    }

    private List<FileTime> versions() throws IOException {
        var versions = new ArrayList<FileTime>();
        for (Path file : files()) {
            try {
                versions.add(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                throw new IOException("file " + file + " cannot be read: " + e, e);
            }
        }
        return versions;
    }

    private List<Path> files() {
        var files = new ArrayList<>(List.of(config.certificates(), config.key()));
        config.authorities().ifPresent(files::add);
        return files;
    }

    private Loaded load(List<FileTime> versions) throws IOException {
        List<Certificate> chain = PemFiles.certificates(config.certificates());
        List<Certificate> authorities = config.authorities().isPresent()
                ? PemFiles.certificates(config.authorities().get())
                : List.of();
        PrivateKey key = PemFiles.key(config.key());
        try {
            check(key, chain.getFirst());
            KeyStore own = empty();
            own.setKeyEntry("sip", key, new char[0], chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, new char[0]);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(authorities.isEmpty() ? null : trusted(authorities));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new Loaded(context, versions);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "TLS certificate " + config.certificates() + " and key " + config.key() + " do not go together: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Else the first handshake would tell, and only to the peer. */
    private static void check(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(sample);
        byte[] signature = signing.sign();
        signing.initVerify(certificate.getPublicKey());
        signing.update(sample);
        if (!signing.verify(signature)) {
            throw new SignatureException("the key is that of another certificate");
        }
    }

    private static @Nullable KeyStore trusted(List<Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        return store;
    }
}
