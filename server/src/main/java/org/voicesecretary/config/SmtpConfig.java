package org.voicesecretary.config;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The mail server that voicemail messages are sent by.
 *
 * @param host absent = no e-mail is sent
 * @param user absent = without logging in
 * @param from who sends the messages, where an account does not say so
 */
public record SmtpConfig(
        Optional<String> host,
        @Between({"1", "65535"}) int port,
        Optional<String> user,
        Optional<Secret> password,
        Optional<String> from,
        Tls tls)
        implements Checked {
    /** How the connection is kept secret. */
    public enum Tls {
        /** Begins in the open and must change over. */
        STARTTLS,
        /** From the first byte. */
        TLS,
        NONE
    }

    @Override
    public void check(BiConsumer<String, String> complain) {
        if (host.isPresent() && from.isEmpty()) {
            complain.accept(
                    "from", "smtp.from is empty; expected who sends the messages, such as voicemail@example.net");
        }
        if (user.isPresent() != password.isPresent()) {
            complain.accept(
                    "user", "smtp.user and smtp.password belong together; expected both, or neither to send without");
        }
    }
}
