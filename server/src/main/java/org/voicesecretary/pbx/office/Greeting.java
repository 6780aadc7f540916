package org.voicesecretary.pbx.office;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.office.References.Kind;

/** What a caller hears from an office: a sound of the account, or a sentence. */
public sealed interface Greeting {
    /** @param sound id of one of {@code sounds:} */
    record Recorded(String sound) implements Greeting {}

    /**
     * @param language null = that of the number called
     * @param voice null = that of the number called
     */
    record Spoken(
            String text,
            @Nullable String language,
            @Nullable String voice) implements Greeting {}

    /** Reads {@code {sound: ID}} or {@code {text: "…", language: en, voice: …}}; null if absent or wrong. */
    static @Nullable Greeting read(Fields group, String key, Reading reading) {
        YamlValue value = group.value(key);
        if (value == null) {
            return null;
        }
        Fields fields = reading.fields(group.path(key), value, "sound", "text", "language", "voice");
        String sound = reading.name(fields, "sound", Kind.SOUND);
        String text = fields.parsed("text", t -> Syntax.atMost(5000, Syntax.notBlank(t)));
        String language = fields.parsed("language", Syntax::language);
        String voice = fields.parsed("voice", t -> Syntax.atMost(100, Syntax.notBlank(t)));
        if (value instanceof YamlValue.Mapping && fields.has("sound") == fields.has("text")) {
            group.complain(
                    key,
                    "has " + (fields.has("sound") ? "both \"sound\" and \"text\"" : "neither \"sound\" nor \"text\"")
                            + "; expected one of them");
            return null;
        }
        if (sound != null) {
            if (fields.has("language") || fields.has("voice")) {
                group.complain(key, "is a sound; \"language\" and \"voice\" are for a text");
            }
            return new Recorded(sound);
        }
        return text == null ? null : new Spoken(text, language, voice);
    }
}
