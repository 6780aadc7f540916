package org.voicesecretary.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
 * @param firstWord after so long without any response it is given up; null = as long as SIP waits, 32 s
 */
public record DialOrder(
        String label,
        To to,
        InviteOptions options,
        SrtpPolicy srtp,
        @Nullable Duration firstWord) {
    /** In the clear. */
    public DialOrder(String label, To to, InviteOptions options) {
        this(label, to, options, SrtpPolicy.NONE, null);
    }

    public DialOrder withFirstWord(Duration patience) {
        return new DialOrder(label, to, options, srtp, patience);
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
