package org.voicesecretary.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which algorithm a user that does not exist is challenged with. Where some users have another one than the rest, an algorithm that
 * was always the same for unknown names would tell which names are known.
 *
 * @param seed a secret of this installation, the same after a restart: else the names whose algorithm changes are the unknown ones
 * @param inUse those that users of this installation have
 */
public record DecoyAlgorithms(byte[] seed, List<DigestAlgorithm> inUse) {

    public DecoyAlgorithms {
        if (inUse.isEmpty()) {
            throw new IllegalArgumentException("digest algorithms are missing, expected one");
        }
        inUse = List.copyOf(inUse);
    }

    /** Always the same one for a name. */
    public List<DigestAlgorithm> of(String username) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(seed, "HmacSHA256"));
            int first = mac.doFinal(username.getBytes(StandardCharsets.UTF_8))[0] & 0xff;
            return List.of(inUse.get(first % inUse.size()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256, which every Java has to have", e);
        }
    }
}
