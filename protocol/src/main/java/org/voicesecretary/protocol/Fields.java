package org.voicesecretary.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds and reads ordered form fields. */
final class Fields {
    private final List<FormField> list = new ArrayList<>();

    Fields add(String name, String value) {
        list.add(new FormField(name, value));
        return this;
    }

    Fields addIfPresent(String name, @Nullable String value) {
        return value == null ? this : add(name, value);
    }

    List<FormField> toList() {
        return List.copyOf(list);
    }

    /** The last value of a name: a repeated name counts as PHP counts it. */
    static Optional<String> last(List<FormField> fields, String name) {
        String found = null;
        for (FormField field : fields) {
            if (field.name().equals(name)) {
                found = field.value();
            }
        }
        return Optional.ofNullable(found);
    }
}
