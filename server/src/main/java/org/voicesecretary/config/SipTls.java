package org.voicesecretary.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Who we are over TLS, and whom we believe.
 *
 * @param certificate PEM; empty: one that we make ourselves
 * @param key PEM, of the certificate
 * @param authorities PEM, of providers; empty: those of this Java
 * @param wildcards whether a provider's certificate for {@code *.example.net} stands for {@code sip.example.net}
 */
public record SipTls(Optional<Path> certificate, Optional<Path> key, Optional<Path> authorities, boolean wildcards)
        implements Checked {
    @Override
    public void check(BiConsumer<String, String> complain) {
        if (certificate.isPresent() != key.isPresent()) {
            String missing = key.isPresent() ? "certificate" : "key";
            complain.accept(
                    key.isPresent() ? "key" : "certificate",
                    "sip.tls." + missing + " is missing: a certificate and its key go together");
        }
        readable("certificate", certificate, complain);
        readable("key", key, complain);
        readable("authorities", authorities, complain);
    }

    private static void readable(String key, Optional<Path> file, BiConsumer<String, String> complain) {
        file.filter(path -> !Files.isReadable(path))
                .ifPresent(path -> complain.accept(
                        key,
                        "sip.tls." + key + ": " + path
                                + (Files.exists(path) ? " is not readable for this user" : " is not there")
                                + "; expected a PEM file"));
    }
}
