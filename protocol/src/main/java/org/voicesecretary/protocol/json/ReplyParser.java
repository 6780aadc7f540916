package org.voicesecretary.protocol.json;

import java.util.List;
import java.util.function.Predicate;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.ParsedReply;
import org.voicesecretary.protocol.Reply;

/**
 * Reads what a script answered, of whatever content type. Lenient: what can be understood is used, each oddity becomes a
 * {@link org.voicesecretary.protocol.Lint}. Never throws, whatever the bytes.
 */
public final class ReplyParser {
    /** More than this is not read at all. */
    public static final int MAX_BYTES = 64 * 1024;

    private final Predicate<Language> speakable;

    /** @param speakable whether the speech engine has a language; others fall back to the account's, with a lint */
    public ReplyParser(Predicate<Language> speakable) {
        this.speakable = speakable;
    }

    /** @param body of a 2xx response */
    public ParsedReply parse(byte[] body) {
        var lints = new LintBook();
        return switch (new BodyReader(lints).read(body)) {
            case BodyReader.Found.Nothing(var why) -> new ParsedReply.NoInstruction(why, lints.lints());
            case BodyReader.Found.Broken(var why) -> new ParsedReply.Unreadable(why, lints.lints());
            case BodyReader.Found.Object(var object) -> {
                List<Instruction> instructions = new ReplyReader(object, speakable, lints).read();
                yield instructions.isEmpty()
                        ? new ParsedReply.NoInstruction(whyNone(object), lints.lints())
                        : new ParsedReply.Instructions(instructions, lints.lints(), new Reply(instructions).toJson());
            }
        };
    }

    private static String whyNone(Json.Obj object) {
        if (object.members().isEmpty()) {
            return "the reply is {}";
        }
        boolean known = object.members().stream().anyMatch(member -> KeyNames.REPLY.contains(member.key()));
        return known
                ? "the keys of the reply order nothing: " + object.shown()
                : "the reply has no key of the protocol: " + object.shown();
    }
}
