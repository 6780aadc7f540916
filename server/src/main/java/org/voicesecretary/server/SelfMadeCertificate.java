package org.voicesecretary.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.sip.transport.TlsConfig;

/** A certificate of our own making: it keeps listeners out, but proves nothing. It is made once, by Java's keytool, and stays. */
final class SelfMadeCertificate {
    private static final String YEARS_10 = "3650";
    private static final int PATIENCE_SECONDS = 60;

    private final Path directory;

    /** @param directory is made where it is missing */
    SelfMadeCertificate(Path directory) {
        this.directory = directory;
    }

    Path certificate() {
        return directory.resolve("self-made-certificate.pem");
    }

    Path key() {
        return directory.resolve("self-made-key.pem");
    }

    /**
     * Makes it unless it is there.
     *
     * @param names host names and addresses that peers know us by
     * @throws IOException with a sentence for the operator
     */
    TlsConfig made(List<String> names) throws IOException, InterruptedException {
        if (!Files.exists(certificate()) || !Files.exists(key())) {
            Files.createDirectories(directory);
            make(names);
        }
        return TlsConfig.of(certificate(), key());
    }

    private void make(List<String> names) throws IOException, InterruptedException {
        String password = UUID.randomUUID().toString();
        Path store = directory.resolve("self-made.p12");
        Files.deleteIfExists(store);
        try {
            keytool(store, password, names);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, password.toCharArray());
            }
            byte[] key = keys.getKey("sip", password.toCharArray()).getEncoded();
            write(key(), "PRIVATE KEY", key);
            write(certificate(), "CERTIFICATE", keys.getCertificate("sip").getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate for SIP over TLS cannot be made: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static void keytool(Path store, String password, List<String> names)
            throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "sip",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                YEARS_10,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "STORE_PASSWORD",
                "-dname",
                "CN=Voice Secretary (self-made)"));
        if (!names.isEmpty()) {
            command.add("-ext");
            command.add("san="
                    + String.join(
                            ",",
                            names.stream().map(SelfMadeCertificate::alternative).toList()));
        }
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STORE_PASSWORD", password);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("a certificate for SIP over TLS cannot be made: keytool says: " + said
                    + "; set sip.tls.certificate and sip.tls.key");
        }
    }

    private static String alternative(String name) {
        boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
        return (address ? "ip:" : "dns:") + name;
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        String text = "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der) + "\n-----END " + what
                + "-----\n";
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
