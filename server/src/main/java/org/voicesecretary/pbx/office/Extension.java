package org.voicesecretary.pbx.office;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Secret;
import org.voicesecretary.pbx.outgoing.CallLimits;

/**
 * A person at up to {@link #devices} telephones.
 *
 * @param number 100 to 999
 * @param name shown to whom it calls; may be empty
 * @param password of its telephones; null = none can register
 * @param callerId the number shown outside, without {@code +}; null = the trunk's
 * @param lines calls at the same time
 * @param enabled false: nothing registers, rings or calls
 * @param doNotDisturb calls find it busy
 * @param forward null = calls ring here
 * @param voicemail null = it takes no messages
 * @param srtp whether its audio is encrypted
 */
public record Extension(
        String number,
        String name,
        @Nullable Secret password,
        Digest digest,
        @Nullable String callerId,
        int lines,
        boolean enabled,
        boolean doNotDisturb,
        int devices,
        @Nullable Forward forward,
        @Nullable VoicemailBox voicemail,
        Recording recording,
        Srtp srtp,
        Outgoing outgoing) {

    /**
     * @param allowed false: no calls out, whatever the account allows
     * @param limits null = the account's
     */
    public record Outgoing(boolean allowed, @Nullable CallLimits limits) {}

    /** What its telephones prove the password with; older ones know MD5 only. */
    public enum Digest {
        MD5,
        SHA_256
    }

    public enum Recording {
        OFF,
        ALWAYS,
        ON_DEMAND
    }

    /** @param after how long it rings before {@link When#NO_ANSWER} */
    public record Forward(Destination to, When when, Duration after) {
        public enum When {
            ALWAYS,
            /** No device is there, or none answers in time. */
            NO_ANSWER
        }
    }

    /**
     * Where callers leave messages.
     *
     * @param sound of {@link Greeting#OWN}
     * @param emails who gets each message
     * @param attach how a message is attached to the e-mail
     */
    public record VoicemailBox(Greeting greeting, @Nullable String sound, List<String> emails, Attach attach) {
        public VoicemailBox {
            emails = List.copyOf(emails);
        }

        public enum Greeting {
            NONE,
            STANDARD,
            OWN
        }

        public enum Attach {
            WAV,
            MP3,
            NONE
        }
    }
}
