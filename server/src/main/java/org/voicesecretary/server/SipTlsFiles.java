package org.voicesecretary.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.config.SipConfig;
import org.voicesecretary.config.SipTls;
import org.voicesecretary.sip.transport.TlsConfig;

/** The files that SIP over TLS needs, where it is listened for. */
final class SipTlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SipTlsFiles.class);

    private SipTlsFiles() {}

    /** @param data of the server, where a certificate of our own making is kept */
    static Optional<TlsConfig> of(SipConfig sip, Path data) throws IOException, InterruptedException {
        if (!sip.listensForTls()) {
            return Optional.empty();
        }
        SipTls settings = sip.tls();
        TlsConfig files = settings.certificate().isPresent() && settings.key().isPresent()
                ? TlsConfig.of(settings.certificate().get(), settings.key().get())
                : selfMade(sip, data);
        if (settings.authorities().isPresent()) {
            files = files.withAuthorities(settings.authorities().get());
        }
        return Optional.of(settings.wildcards() ? files.withWildcards() : files);
    }

    private static TlsConfig selfMade(SipConfig sip, Path data) throws IOException, InterruptedException {
        TlsConfig made = new SelfMadeCertificate(data.resolve("tls"))
                .made(sip.publicAddress().map(List::of).orElse(List.of()));
        LOG.warn(
                "SIP over TLS uses a certificate that this server made itself ({}): whoever checks certificates refuses it."
                        + " Set sip.tls.certificate and sip.tls.key to one of a known authority, or let telephones trust this file",
                made.certificates());
        return made;
    }
}
