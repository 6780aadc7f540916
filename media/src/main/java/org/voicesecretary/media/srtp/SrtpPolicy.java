package org.voicesecretary.media.srtp;

/** Whether the audio of a session is encrypted. */
public enum SrtpPolicy {
    /** Never; who demands it is refused. */
    NONE,
    /** Where the other side can: offered as RTP/AVP with keys beside (RFC 8643), taken in either form. */
    OPTIONAL,
    /** Always: offered as RTP/SAVP; who offers no keys is refused. */
    REQUIRED
}
