package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.config.ConfigLoader;

/** What the pages say exists. */
@Tag("unit")
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern TARGET = Pattern.compile("`?make ([a-z]+)");
    private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern KEY = Pattern.compile("(?m)^( *)([a-z][a-z-]*):");

    @Test
    void everyLinkOfEveryPageLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            var links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                if (!Files.exists(page.resolveSibling(links.group(1)))) {
                    broken.add(ROOT.relativize(page) + " -> " + links.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyMakeTargetThatAPageNamesExists() throws IOException {
        String makefile = Files.readString(ROOT.resolve("Makefile"));
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            var targets = TARGET.matcher(Files.readString(page));
            while (targets.find()) {
                boolean quoted = targets.group().startsWith("`");
                boolean exists = makefile.contains("\n" + targets.group(1) + ":");
                if (quoted && !exists) {
                    missing.add(ROOT.relativize(page) + " -> make " + targets.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyConfigurationKeyThatThePageForOperatorsNamesExists() throws IOException {
        Set<String> keys = keysOf(ConfigLoader.defaultsText());
        Set<String> groups = new HashSet<>();
        keys.forEach(key -> groups.add(key.substring(0, Math.max(0, key.indexOf('.')))));
        List<String> unknown = new ArrayList<>();
        var quoted = QUOTED.matcher(Files.readString(ROOT.resolve("docs/operators.md")));
        while (quoted.find()) {
            String word = quoted.group(1);
            int dot = word.indexOf('.');
            boolean looksLikeAKey = dot > 0 && groups.contains(word.substring(0, dot)) && word.matches("[a-z.-]+");
            if (looksLikeAKey && !keys.contains(word)) {
                unknown.add(word);
            }
        }
        assertThat(unknown)
                .as("keys that voice-secretary-defaults.yaml does not have")
                .isEmpty();
        assertThat(keys).contains("sip.public-address", "max-calls", "drain-timeout");
    }

    /** Full names of the keys, read by their indentation. */
    private static Set<String> keysOf(String yaml) {
        Set<String> keys = new HashSet<>();
        List<String> path = new ArrayList<>();
        var found = KEY.matcher(yaml);
        while (found.find()) {
            int level = found.group(1).length() / 2;
            while (path.size() > level) {
                path.removeLast();
            }
            path.add(found.group(2));
            keys.add(String.join(".", path));
        }
        return keys;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/.git/"))
                    .toList();
        }
    }
}
