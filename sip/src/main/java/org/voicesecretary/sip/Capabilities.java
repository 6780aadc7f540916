package org.voicesecretary.sip;

import java.util.Set;
import org.voicesecretary.sip.message.Method;

/** What this user agent can do, as it says in Allow, Supported and Accept. */
public final class Capabilities {

    public static final String ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, INFO, PRACK";
    public static final String SUPPORTED = "100rel, timer";
    public static final String SDP = "application/sdp";

    static final Set<String> OPTION_TAGS = Set.of("100rel", "timer");
    static final Set<Method> IN_DIALOG = Set.of(
            Method.INVITE,
            Method.ACK,
            Method.BYE,
            Method.CANCEL,
            Method.OPTIONS,
            Method.UPDATE,
            Method.INFO,
            Method.PRACK);

    private Capabilities() {}
}
