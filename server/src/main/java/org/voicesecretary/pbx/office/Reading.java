package org.voicesecretary.pbx.office;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.office.References.Kind;

/**
 * One reading of settings.
 *
 * @param directory what relative paths are relative to
 */
record Reading(Path directory, Problems problems, References references) {
    static Reading in(Path directory, Problems problems) {
        return new Reading(directory, problems, new References());
    }

    Fields fields(String path, YamlValue value, String... known) {
        return Fields.of(path, value, List.of(known), problems);
    }

    /** The name of something that the account must have; null if absent. */
    @Nullable
    String name(Fields fields, String key, Kind kind) {
        String name = fields.parsed(key, text -> Syntax.atMost(200, Syntax.notBlank(text)));
        if (name != null) {
            references.note(kind, name, fields.origin(key), fields.path(key));
        }
        return name;
    }

    /** An extension that the account must have; null if absent or none. */
    @Nullable
    String extension(Fields fields, String key) {
        String extension = fields.parsed(key, Syntax::extension);
        if (extension != null) {
            references.note(Kind.EXTENSION, extension, fields.origin(key), fields.path(key));
        }
        return extension;
    }

    /** Extensions that the account must have. */
    List<String> extensions(Fields fields, String key) {
        List<String> extensions = fields.values(key, Syntax::extension);
        extensions.forEach(each -> references.note(Kind.EXTENSION, each, fields.origin(key), fields.path(key)));
        if (extensions.stream().distinct().count() < extensions.size()) {
            fields.complain(key, "names an extension twice");
        }
        return extensions.stream().distinct().toList();
    }

    void note(Destination destination, Fields fields, String key) {
        switch (destination) {
            case Destination.Phone ignored -> {}
            case Destination.Uri ignored -> {}
            case Destination.Voicemail(var extension) ->
                references.note(Kind.EXTENSION, extension, fields.origin(key), fields.path(key));
            case Destination.Menu(var menu) ->
                references.note(Kind.MENU, String.valueOf(menu), fields.origin(key), fields.path(key));
        }
    }
}
