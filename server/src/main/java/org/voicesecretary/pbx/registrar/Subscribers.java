package org.voicesecretary.pbx.registrar;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.config.Secret;
import org.voicesecretary.sip.auth.DigestAlgorithm;

/** Who may register telephones, as the accounts say it now. */
public interface Subscribers {
    /**
     * @param login {@code PBX-EXTENSION}
     * @return empty where there is no such extension, it is switched off, or it has no password
     */
    Optional<Subscriber> of(String login);

    /** What the passwords of all of them are proved with; never empty. */
    List<DigestAlgorithm> digests();

    /** @param devices that may be registered at the same time */
    record Subscriber(Secret password, DigestAlgorithm digest, int devices) {}
}
