package org.voicesecretary.sip;

import java.io.IOException;
import java.util.List;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transport.Hop;

/** RFC 3263: where a URI leads. */
@FunctionalInterface
public interface TargetResolver {

    /**
     * The transports and addresses to try, best first. Called on a virtual thread and may block, except for URIs whose host is an
     * IP address: those are answered at once.
     *
     * @throws IOException when the host is unknown or no transport fits
     */
    List<Hop> resolve(SipUri uri) throws IOException;
}
