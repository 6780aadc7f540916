package org.voicesecretary.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.Lint;
import org.voicesecretary.protocol.ParsedReply;

/** Every file in {@code replies/} is a reply body; the file beside it in {@code expected/} says what becomes of it. */
@Tag("unit")
class ReplyFixturesTest {
    private static final Path REPLIES = Path.of("src/test/resources/replies");
    private static final Path EXPECTED = Path.of("src/test/resources/expected");

    static final ReplyParser PARSER =
            new ReplyParser(language -> language.isOfProtocol() || language.equals(new Language("it")));

    static List<Path> replies() throws IOException {
        try (Stream<Path> files = Files.list(REPLIES)) {
            return files.sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> eachReplyIsUnderstoodAsExpected() throws IOException {
        return replies().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    String seen = describe(PARSER.parse(Files.readAllBytes(file)));
                    assertThat(seen).isEqualTo(Files.readString(expectation(file)));
                }));
    }

    @Test
    void noReplyIsWithoutExpectationAndNoExpectationWithoutReply() throws IOException {
        try (Stream<Path> files = Files.list(EXPECTED)) {
            assertThat(files.sorted().toList())
                    .isEqualTo(replies().stream()
                            .map(ReplyFixturesTest::expectation)
                            .toList());
        }
    }

    @Test
    void theCorrectedJsonIsReadWithTheSameOutcomeAndWithoutFurtherNotes() throws IOException {
        for (Path file : replies()) {
            if (PARSER.parse(Files.readAllBytes(file)) instanceof ParsedReply.Instructions first) {
                var again = (ParsedReply.Instructions)
                        PARSER.parse(first.correctedJson().getBytes(StandardCharsets.UTF_8));
                assertThat(again.list()).as(file.toString()).isEqualTo(first.list());
                assertThat(again.correctedJson()).isEqualTo(first.correctedJson());
                // Left are only the notes about what the parser cannot know for the author: a target, a language.
                assertThat(again.lints())
                        .as(file.toString())
                        .allSatisfy(lint -> assertThat(lint.rule().name()).matches("NO_SUCH_TARGET|LANGUAGE_MISSING"));
            }
        }
    }

    @Test
    void eachNoteNamesFieldProblemAndWhatTheCallerHears() throws IOException {
        for (Path file : replies()) {
            for (Lint lint : PARSER.parse(Files.readAllBytes(file)).lints()) {
                assertThat(lint.field()).as(file.toString()).isNotBlank();
                assertThat(lint.problem()).as(file.toString()).isNotBlank();
                assertThat(lint.callerHears()).as(file.toString()).isNotBlank();
                assertThat(lint.corrected())
                        .satisfiesAnyOf(
                                json -> assertThat(json).isEmpty(),
                                json -> assertThat(JsonReader.strict().read(json))
                                        .isPresent());
            }
        }
    }

    private static Path expectation(Path reply) {
        return EXPECTED.resolve(reply.getFileName() + ".txt");
    }

    private static String describe(ParsedReply reply) {
        var text = new StringBuilder();
        switch (reply) {
            case ParsedReply.Instructions(var list, var _, var corrected) -> {
                list.forEach(instruction -> text.append(instruction).append('\n'));
                text.append("corrected ").append(corrected).append('\n');
            }
            case ParsedReply.NoInstruction(var why, var _) ->
                text.append("no instruction: ").append(why).append('\n');
            case ParsedReply.Unreadable(var why, var _) ->
                text.append("unreadable: ").append(why).append('\n');
        }
        reply.lints()
                .forEach(lint -> text.append("[")
                        .append(lint.rule())
                        .append("] ")
                        .append(lint.sentence())
                        .append('\n'));
        return text.toString();
    }

    /** Writes all expectations anew, in the module's directory; then read every line that changed. */
    public static void main(String[] args) throws IOException {
        Files.createDirectories(EXPECTED);
        for (Path file : replies()) {
            Files.writeString(expectation(file), describe(PARSER.parse(Files.readAllBytes(file))));
        }
    }
}
