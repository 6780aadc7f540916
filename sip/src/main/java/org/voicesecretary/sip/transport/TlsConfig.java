package org.voicesecretary.sip.transport;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who we are over TLS, and whom we trust. The files are read again when they change; connections that stand keep what they have.
 *
 * @param certificates PEM file: our certificate, then those that lead to a known authority
 * @param key PEM file with the key of it: {@code BEGIN PRIVATE KEY} or {@code BEGIN RSA PRIVATE KEY}, without a password
 * @param authorities PEM file of those we trust to name peers that we connect to; empty: those of this Java
 * @param wildcards whether a certificate for {@code *.example.com} is taken for {@code sip.example.com}: RFC 5922 says no, some
 *     providers need it
 */
public record TlsConfig(Path certificates, Path key, Optional<Path> authorities, boolean wildcards) {

    public static TlsConfig of(Path certificates, Path key) {
        return new TlsConfig(certificates, key, Optional.empty(), false);
    }

    public TlsConfig withAuthorities(Path file) {
        return new TlsConfig(certificates, key, Optional.of(file), wildcards);
    }

    public TlsConfig withWildcards() {
        return new TlsConfig(certificates, key, authorities, true);
    }
}
