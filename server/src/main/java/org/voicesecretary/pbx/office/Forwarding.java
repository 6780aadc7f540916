package org.voicesecretary.pbx.office;

import java.util.Locale;
import java.util.Optional;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.Document;

/**
 * Where an extension sends its calls, as it is stored: also while it is switched off.
 *
 * @param target as written; empty for the extension's own voicemail
 * @param always else when nobody answers
 */
public record Forwarding(boolean enabled, Destination.Kind kind, String target, boolean always) {
    private static final String FORWARD = "forward";

    /** Empty where the extension never had one. */
    public static Optional<Forwarding> of(AccountData data, String extension) {
        return data.document(OfficeChanges.EXTENSIONS, extension)
                .filter(document -> document.has(FORWARD))
                .map(document -> read(document.group(FORWARD)));
    }

    private static Forwarding read(Document forward) {
        return new Forwarding(
                forward.text("enabled").map(Boolean::parseBoolean).orElse(true),
                Destination.Kind.valueOf(forward.text("to")
                        .orElse("phone")
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_')),
                forward.text("target").orElse(""),
                forward.text("when").filter("always"::equals).isPresent());
    }

    /** Writes this into an extension; how long it rings before stays as it is. */
    public void writeTo(Document extension) {
        Document forward = extension
                .group(FORWARD)
                .set("to", kind.key())
                .set("when", always ? "always" : "no-answer")
                .remove("target")
                .remove("enabled");
        if (!target.isEmpty()) {
            forward.set("target", target);
        }
        if (!enabled) {
            forward.set("enabled", "false");
        }
        extension.set(FORWARD, forward);
    }

    /** The same, switched on or off. */
    public Forwarding enabled(boolean on) {
        return new Forwarding(on, kind, target, always);
    }
}
