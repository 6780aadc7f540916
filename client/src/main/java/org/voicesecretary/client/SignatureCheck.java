package org.voicesecretary.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.protocol.StandardWebhook;
import org.voicesecretary.protocol.WebhookSecret;

/**
 * Whether and how webhooks are checked: by the {@code Signature} header of the protocol, by the headers of Standard Webhooks, which
 * cover the whole body and its time, or by both: {@code SignatureCheck.with(secret).and(SignatureCheck.standard("whsec_…"))}.
 */
public sealed interface SignatureCheck {
    /** Everybody who can reach the URL is believed: for loopback and for servers without a secret. */
    record Off() implements SignatureCheck {}

    /** The header must be right in one of these forms. */
    record Required(String secret, Set<SignatureForm> forms) implements SignatureCheck {
        public Required {
            if (secret.isEmpty() || forms.isEmpty()) {
                throw new IllegalArgumentException(
                        "signature check has no secret or no form: expected the account's secret and hex, raw-base64 or both; switch the check off where there is none");
            }
            forms = Set.copyOf(forms);
        }

        @Override
        public String toString() {
            return "Required[secret=***, forms=" + forms + "]";
        }
    }

    /**
     * {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature} must be right.
     *
     * @param secrets any of them will do, so that they can be exchanged without a break
     * @param tolerance how far the time may be from the clock here
     */
    record Standard(List<WebhookSecret> secrets, Duration tolerance, InstantSource clock) implements SignatureCheck {
        public Standard {
            secrets = List.copyOf(secrets);
            if (secrets.isEmpty()) {
                throw new IllegalArgumentException(
                        "signature check has no webhook secret: expected at least one such as whsec_…");
            }
        }

        @Override
        public String toString() {
            return "Standard[" + secrets.size() + " secrets, tolerance=" + tolerance + "]";
        }
    }

    /** Both must be content. */
    record Both(SignatureCheck first, SignatureCheck second) implements SignatureCheck {}

    /** Standard Webhooks with the usual tolerance of five minutes; any of these secrets will do. */
    static SignatureCheck standard(String... secrets) {
        return new Standard(
                Arrays.stream(secrets).map(WebhookSecret::parse).toList(),
                StandardWebhook.TOLERANCE,
                InstantSource.system());
    }

    /** This and another. */
    default SignatureCheck and(SignatureCheck other) {
        return new Both(this, other);
    }

    /** Hex and raw form alike. */
    static SignatureCheck with(String secret) {
        return new Required(secret, EnumSet.allOf(SignatureForm.class));
    }

    /** Only this form. */
    static SignatureCheck with(String secret, SignatureForm form) {
        return new Required(secret, EnumSet.of(form));
    }

    static SignatureCheck off() {
        return new Off();
    }

    /** Why a request is not to be believed; empty = it is. */
    default Optional<String> problem(HttpCall call, EventType type, List<FormField> fields) {
        return switch (this) {
            case Off() -> Optional.empty();
            case Required(var secret, var forms) ->
                call.header(Signature.HEADER)
                                .filter(header -> Signature.verify(secret, type.signedString(fields), header, forms))
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                "Signature is missing or wrong; expected the one made with this account's secret");
            case Standard(var secrets, var tolerance, var clock) ->
                StandardWebhook.problem(
                        call.header(StandardWebhook.ID),
                        call.header(StandardWebhook.TIMESTAMP),
                        call.header(StandardWebhook.SIGNATURE),
                        call.body(),
                        secrets,
                        clock.instant(),
                        tolerance);
            case Both(var first, var second) ->
                first.problem(call, type, fields).or(() -> second.problem(call, type, fields));
        };
    }
}
