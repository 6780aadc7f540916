package org.voicesecretary.protocol;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Instruction.CallerName;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.protocol.Instruction.HangUp;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.Instruction.SayDigits;
import org.voicesecretary.protocol.Instruction.SayNumber;
import org.voicesecretary.protocol.Instruction.SayPopular;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.Instruction.WaitDtmf;

/** A reply as a script sends it: instructions in the order of the JSON keys. Empty means "nothing to say". */
public record Reply(List<Instruction> instructions) {
    /**
     * @throws IllegalArgumentException if two announcements are of one kind or of two languages: one JSON object has each
     *     key once
     */
    public Reply {
        instructions = List.copyOf(instructions);
        var kinds = EnumSet.noneOf(AnnouncementKind.class);
        for (Instruction instruction : instructions) {
            if (instruction instanceof Instruction.Announcement announcement && !kinds.add(announcement.kind())) {
                throw new IllegalArgumentException(
                        "reply has %s twice: expected each key once; say the second in the next reply"
                                .formatted(announcement.kind().wireName()));
            }
        }
        List<Language> languages = languages(instructions);
        if (languages.size() > 1) {
            throw new IllegalArgumentException("reply has announcements in %s: expected one language per reply"
                    .formatted(languages.stream().map(Language::code).toList()));
        }
    }

    public static ReplyBuilder builder() {
        return new ReplyBuilder();
    }

    /** The JSON of the protocol; {@code []} where there is nothing to say, as the PHP builder has it. */
    public String toJson() {
        if (instructions.isEmpty()) {
            return "[]";
        }
        var json = new JsonText();
        for (Instruction instruction : instructions) {
            write(json, instruction);
        }
        language(instructions).ifPresent(language -> json.text("language", language.code()));
        return json.close();
    }

    private static void write(JsonText json, Instruction instruction) {
        switch (instruction) {
            case Play(var id) -> json.text("ivr_play", id);
            case SayPopular(var number, var _) -> json.number("ivr_saypopular", number);
            case SayDigits(var digits, var _) -> json.text("ivr_saydigits", digits);
            case SayNumber(var number, var _) -> json.raw("ivr_saynumber", number(number));
            case SayText(var text, var _, var voice) -> {
                json.text("ivr_saytext", text);
                if (voice != null) {
                    json.text("voice", voice);
                }
            }
            case WaitDtmf wait -> json.raw("wait_dtmf", waitDtmf(wait));
            case Redirect redirect -> redirect(json, redirect);
            case CallerName(var name) -> json.text("caller_name", name);
            case HangUp() -> json.number("hangup", 1);
        }
    }

    private static String number(BigDecimal number) {
        return number.scale() <= 0 ? number.toBigInteger().toString() : JsonText.quote(number.toPlainString());
    }

    private static String waitDtmf(WaitDtmf wait) {
        var json = new JsonText()
                .number("timeout", wait.timeout())
                .number("attempts", wait.attempts())
                .number("maxdigits", wait.maxDigits())
                .text("name", wait.name());
        if (!(wait.byDefault() instanceof DefaultAction.None)) {
            json.text("default", wait.byDefault().wireText());
        }
        if (wait.sensitive()) {
            json.raw("sensitive", "true");
        }
        return json.close();
    }

    private static void redirect(JsonText json, Redirect redirect) {
        json.text("redirect", redirect.target().wireText());
        if (redirect.returnTimeout() > 0) {
            json.number("return_timeout", redirect.returnTimeout());
        }
        @Nullable String forward = redirect.rewriteForwardNumber();
        if (forward != null) {
            json.text("rewrite_forward_number", forward);
        }
    }

    private static Optional<Language> language(List<Instruction> instructions) {
        return languages(instructions).stream().findFirst();
    }

    private static List<Language> languages(List<Instruction> instructions) {
        return instructions.stream()
                .<Language>mapMulti((instruction, found) -> {
                    @Nullable
                    Language language = switch (instruction) {
                        case SayPopular say -> say.language();
                        case SayDigits say -> say.language();
                        case SayNumber say -> say.language();
                        case SayText say -> say.language();
                        case Play _, WaitDtmf _, Redirect _, CallerName _, HangUp _ -> null;
                    };
                    if (language != null) {
                        found.accept(language);
                    }
                })
                .distinct()
                .toList();
    }
}
