package org.voicesecretary.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commented defaults file is the manual of the configuration: it must never say less or more than the records. */
@Tag("unit")
class DefaultsFileTest {
    @Test
    void holdsEveryKeyOfTheRecordsInTheirOrderAndNoOther() {
        assertThat(written("", ConfigLoader.defaults()))
                .containsExactlyElementsOf(RecordBinder.keysOf(InstallationConfig.class, ""));
    }

    @Test
    void hasACommentAboveEveryKey() {
        List<String> lines = ConfigLoader.defaultsText().lines().toList();
        // Every value, except password, which shares the comment of user.
        for (int i = 1; i < lines.size(); i++) {
            boolean value =
                    lines.get(i).matches(" *[a-z0-9-]+: .+") && !lines.get(i).contains("password:");
            assertThat(!value || lines.get(i - 1).strip().startsWith("#"))
                    .as("line %d has a comment above: %s", i + 1, lines.get(i))
                    .isTrue();
        }
    }

    private static List<String> written(String path, YamlValue.Mapping group) {
        List<String> keys = new ArrayList<>();
        for (var entry : group.entries().values()) {
            String key = path + entry.key();
            if (entry.value() instanceof YamlValue.Mapping nested
                    && !nested.entries().isEmpty()) {
                keys.addAll(written(key + ".", nested));
            } else {
                keys.add(key);
            }
        }
        return keys;
    }
}
