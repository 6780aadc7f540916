package org.voicesecretary.pbx.office;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.YamlValue;

/**
 * A room in which everybody hears everybody.
 *
 * @param number that is dialled, 100 to 999; no extension has it
 * @param pin asked from who enters; null = anybody may
 * @param title for people; may be empty
 */
public record Conference(String number, @Nullable Secret pin, String title) {
    static @Nullable Conference read(String path, YamlValue item, Reading reading) {
        Fields fields = reading.fields(path, item, "number", "pin", "title");
        fields.required("number");
        String number = fields.parsed("number", Syntax::extension);
        String pin = fields.parsed("pin", Conference::pin);
        String title = fields.parsed("title", text -> Syntax.atMost(200, text));
        return number == null
                ? null
                : new Conference(number, pin == null ? null : new Secret(pin), title == null ? "" : title);
    }

    /** Never repeats the text. */
    private static String pin(String text) {
        if (!text.matches("\\d{4,12}")) {
            throw new IllegalArgumentException("the PIN is not 4 to 12 digits");
        }
        return text;
    }
}
