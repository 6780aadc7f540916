package org.voicesecretary.client;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;

/** Whether and how the {@code Signature} header of a webhook is checked. */
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

    /** Whether an event with this header is to be believed. */
    default boolean accepts(EventType type, List<FormField> fields, Optional<String> header) {
        return switch (this) {
            case Off() -> true;
            case Required(var secret, var forms) ->
                header.isPresent() && Signature.verify(secret, type.signedString(fields), header.get(), forms);
        };
    }
}
