package org.voicesecretary.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.voicesecretary.config.SipConfig;

/** Whether peers can believe our certificate, now and in the next weeks. */
record TlsCheck(SipConfig sip, InstantSource clock) implements Check {
    private static final String SUBJECT = "sip tls";
    private static final Duration SOON = Duration.ofDays(14);

    @Override
    public void run(Consumer<Finding> tell) {
        if (sip.listensForTls()) {
            tell.accept(sip.tls()
                    .certificate()
                    .map(this::certificate)
                    .orElseGet(() -> Finding.warn(
                            SUBJECT,
                            "the certificate is one that the server makes itself, so whoever checks certificates refuses it",
                            "set sip.tls.certificate and sip.tls.key to one of a known authority")));
        }
    }

    private Finding certificate(Path file) {
        X509Certificate certificate;
        try (InputStream in = Files.newInputStream(file)) {
            certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            return Finding.fail(SUBJECT, file + " is no certificate (" + e.getMessage() + ")", "expected a PEM file");
        }
        Instant end = certificate.getNotAfter().toInstant();
        Instant now = clock.instant();
        String found = file + " of " + certificate.getSubjectX500Principal().getName() + " ";
        if (!end.isAfter(now)) {
            return Finding.fail(
                    SUBJECT, found + "ended " + end, "renew it; the server takes the new file up by itself");
        }
        return end.minus(SOON).isBefore(now)
                ? Finding.warn(SUBJECT, found + "ends " + end, "renew it; the server takes the new file up by itself")
                : Finding.ok(SUBJECT, found + "holds until " + end);
    }
}
