package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.ParsedReply;
import org.voicesecretary.protocol.json.ReplyParser;

/** Replies in words such as {@code popular 5 | hang up}, so that one expectation holds for every language. */
final class Replies {
    private static final ReplyParser PARSER = new ReplyParser(Language::isOfProtocol);

    private Replies() {}

    /** The words of a reply in which nothing is odd; empty if it wants nothing. */
    static String words(String body) {
        ParsedReply reply = PARSER.parse(body.getBytes(StandardCharsets.UTF_8));
        assertThat(reply.lints()).as("oddities of %s", body).isEmpty();
        return words(reply);
    }

    /** The words of a reply, odd or not. */
    static String lenientWords(String body) {
        return words(PARSER.parse(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String words(ParsedReply reply) {
        return switch (reply) {
            case ParsedReply.Instructions(var list, var _, var _) -> words(list);
            case ParsedReply.NoInstruction _ -> "";
            case ParsedReply.Unreadable(var why, var _) -> "unreadable: " + why;
        };
    }

    private static String words(List<Instruction> instructions) {
        return String.join(" | ", instructions.stream().map(Replies::words).toList());
    }

    private static String words(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Play(var id) -> "play " + id;
            case Instruction.SayPopular(var number, var language) -> "popular " + number + in(language);
            case Instruction.SayDigits(var digits, var language) -> "digits " + digits + in(language);
            case Instruction.SayNumber(var number, var language) -> "number " + number.toPlainString() + in(language);
            case Instruction.SayText(var text, var language, var _) -> text + in(language);
            case Instruction.WaitDtmf wait ->
                "wait %d s, %d times, for %d as %s, else %s"
                        .formatted(
                                wait.timeout(),
                                wait.attempts(),
                                wait.maxDigits(),
                                wait.name(),
                                wait.byDefault().wireText());
            case Instruction.Redirect redirect ->
                "redirect " + redirect.target().wireText();
            case Instruction.CallerName(var name) -> "name " + name;
            case Instruction.HangUp() -> "hang up";
        };
    }

    /** English needs no mention in the examples. */
    private static String in(Language language) {
        return language == null || language.equals(Language.EN) ? "" : " in " + language.code();
    }
}
