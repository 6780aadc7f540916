package org.voicesecretary.pbx.registrar;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.config.Secret;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.OfficeDirectory;
import org.voicesecretary.sip.auth.DigestAlgorithm;

/** The extensions of all offices as the registrar knows them. */
public final class OfficeSubscribers implements Subscribers {
    private final OfficeDirectory directory;

    public OfficeSubscribers(OfficeDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Subscriber> of(String login) {
        return directory.offices().login(login).flatMap(found -> subscriber(found.extension()));
    }

    private static Optional<Subscriber> subscriber(Extension extension) {
        Secret password = extension.password();
        return password == null || !extension.enabled()
                ? Optional.empty()
                : Optional.of(new Subscriber(password, digest(extension.digest()), extension.devices()));
    }

    @Override
    public List<DigestAlgorithm> digests() {
        List<DigestAlgorithm> used = directory.offices().digests().stream()
                .map(OfficeSubscribers::digest)
                .toList();
        return used.isEmpty() ? List.of(DigestAlgorithm.MD5) : used;
    }

    private static DigestAlgorithm digest(Extension.Digest digest) {
        return switch (digest) {
            case MD5 -> DigestAlgorithm.MD5;
            case SHA_256 -> DigestAlgorithm.SHA_256;
        };
    }
}
