package org.voicesecretary.speech.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class ProgramFilesTest {
    @TempDir
    Path directory;

    @Test
    void aChangedProgramOrModelIsTold() throws IOException {
        Path program = Files.writeString(directory.resolve("speak"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path model = Files.writeString(directory.resolve("model.onnx"), "one");
        var files = ProgramFiles.onPath("/no/such:" + directory);
        List<String> line = List.of("speak", "--model", model.toString(), "--voice", "{voice}");
        String before = files.print(line);

        assertThat(files.print(line)).isEqualTo(before).isNotEmpty();
        Files.writeString(model, "three");
        String newModel = files.print(line);
        assertThat(newModel).isNotEqualTo(before);
        Files.setLastModifiedTime(program, FileTime.fromMillis(1_000));
        assertThat(files.print(line)).isNotEqualTo(newModel);
    }

    @Test
    void whatIsNoFileIsLeftOut() {
        assertThat(ProgramFiles.onPath(null).print(List.of("no-such-program", "a\0b", "{voice}")))
                .isEmpty();
    }
}
