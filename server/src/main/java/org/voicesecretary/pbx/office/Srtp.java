package org.voicesecretary.pbx.office;

import org.voicesecretary.media.srtp.SrtpPolicy;

/** Whether audio is encrypted (SDES, RFC 4568). */
public enum Srtp {
    OFF(SrtpPolicy.NONE),
    OPTIONAL(SrtpPolicy.OPTIONAL),
    REQUIRED(SrtpPolicy.REQUIRED);

    private final SrtpPolicy policy;

    Srtp(SrtpPolicy policy) {
        this.policy = policy;
    }

    public SrtpPolicy policy() {
        return policy;
    }
}
