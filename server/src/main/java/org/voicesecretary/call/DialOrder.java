package org.voicesecretary.call;

import org.voicesecretary.media.srtp.SrtpPolicy;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Binding;

/**
 * One INVITE to be sent.
 *
 * @param label what is dialled, for people
 * @param to where to
 * @param options how the INVITE looks: who calls, by which route, with which login
 * @param srtp whether its audio is encrypted
 */
public record DialOrder(String label, To to, InviteOptions options, SrtpPolicy srtp) {
    /** In the clear. */
    public DialOrder(String label, To to, InviteOptions options) {
        this(label, to, options, SrtpPolicy.NONE);
    }

    /** Where an INVITE goes. */
    public sealed interface To {
        /** A device that has registered here, the way it registered. */
        record Device(Binding binding) implements To {}

        /** An address, by RFC 3263. */
        record Address(SipUri uri) implements To {}

        /** Whose network our media has to suit. */
        default SipUri uri() {
            return switch (this) {
                case Device(var binding) -> binding.contact();
                case Address(var uri) -> uri;
            };
        }
    }
}
