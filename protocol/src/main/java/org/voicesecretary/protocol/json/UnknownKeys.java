package org.voicesecretary.protocol.json;

import java.util.Optional;
import org.voicesecretary.protocol.LintRule;

/** Says what a key of the reply that nobody knows was probably meant to be. */
final class UnknownKeys {
    private UnknownKeys() {}

    static void note(LintBook lints, Json.Member member) {
        String key = member.key();
        if (KeyNames.SILENT.contains(key)) {
            return;
        }
        if (KeyNames.WAIT_DTMF.contains(key)) {
            String field = "wait_dtmf." + key;
            lints.note(
                    key,
                    LintRule.UNKNOWN_KEY,
                    "is no key of a reply; it belongs into wait_dtmf",
                    "it is passed over",
                    LintBook.fix(field, member.value().write()));
            return;
        }
        Optional<String> meant = KeyNames.meantBy(key, KeyNames.REPLY);
        lints.note(
                shown(key),
                LintRule.UNKNOWN_KEY,
                "is no key of a reply"
                        + meant.map("; did you mean %s?"::formatted).orElse(""),
                "it is passed over",
                meant.map(right -> LintBook.fix(right, member.value().write())).orElse(""));
    }

    static String shown(String key) {
        String plain = key.replaceAll("\\p{Cc}", " ");
        return plain.length() <= 40 ? plain : plain.substring(0, 39) + "…";
    }
}
