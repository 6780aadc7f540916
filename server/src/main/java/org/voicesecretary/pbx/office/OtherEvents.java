package org.voicesecretary.pbx.office;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.Document;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.YamlValue;

/**
 * The {@code other-events:} section: where the protocol's events go that are not about calls. None of them ever happens here; client
 * libraries set this all the same, and expect to find it again.
 *
 * @param url null = nowhere
 * @param hooks in the order of {@link #HOOKS}
 */
public record OtherEvents(@Nullable String url, List<String> hooks) {
    public static final String SECTION = "other-events";
    public static final List<String> HOOKS =
            List.of("number_lookup", "call_tracking", "sms", "speech_recognition", "document");

    public OtherEvents {
        hooks = HOOKS.stream().filter(List.copyOf(hooks)::contains).toList();
    }

    static OtherEvents read(String path, YamlValue value, Reading reading) {
        Fields fields = reading.fields(path, value, "url", "hooks");
        return new OtherEvents(
                fields.parsed("url", text -> Syntax.url(text).toString()), fields.values("hooks", OtherEvents::hook));
    }

    private static String hook(String text) {
        if (!HOOKS.contains(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is not one of " + String.join(", ", HOOKS));
        }
        return text;
    }

    /** As it is stored. */
    public static OtherEvents of(AccountData data) {
        Optional<Document> stored = data.document(SECTION, "");
        return new OtherEvents(
                stored.flatMap(document -> document.text("url")).orElse(null),
                stored.map(document -> document.texts("hooks")).orElse(List.of()));
    }

    /** As it is to be put back. */
    public Document document() {
        Document document = new Document().set("hooks", hooks);
        return url == null ? document : document.set("url", url);
    }
}
