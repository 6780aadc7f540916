package org.voicesecretary.protocol.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.protocol.LintRule;
import org.voicesecretary.protocol.RedirectTarget;

/** Reads {@code wait_dtmf}: bounds are clamped and noted, other names for a member are understood and noted. */
final class WaitDtmfReader {
    private static final String FIELD = "wait_dtmf";
    private static final String EXAMPLE =
            LintBook.fix(FIELD, "{\"timeout\":5,\"attempts\":1,\"maxdigits\":1,\"name\":\"menu\"}");

    private static final Map<String, String> OTHER_NAMES =
            Map.of("maxsymbols", "maxdigits", "max_digits", "maxdigits", "default_behaviour", "default");

    private final LintBook lints;
    private final Scalars scalars;

    WaitDtmfReader(LintBook lints) {
        this.lints = lints;
        this.scalars = new Scalars(lints);
    }

    Optional<WaitDtmf> read(Json value) {
        return switch (value) {
            case Json.Obj members -> Optional.of(members(members));
            case Json.Null() -> Optional.empty();
            case Json.Bool(var wanted) when !wanted -> Optional.empty();
            case Json.Arr(var items) when items.isEmpty() -> Optional.of(bare(value));
            case Json.Arr(var items)
            when items.getFirst() instanceof Json.Obj members -> {
                lints.note(
                        FIELD,
                        LintRule.NOT_AN_OBJECT,
                        "is a list; expected an object",
                        "its first object is used",
                        LintBook.fix(FIELD, members.write()));
                yield Optional.of(members(members));
            }
            case Json.Bool _ -> Optional.of(bare(value));
            case Json.Text(var text) -> insideText(text);
            case Json.Num _, Json.Arr _ -> unusable(value);
        };
    }

    /** An object that was encoded once more than it should be. */
    private Optional<WaitDtmf> insideText(String text) {
        Optional<JsonReader.Value> value = JsonReader.strict().read(text);
        if (value.isEmpty() || !(value.get().json() instanceof Json.Obj members)) {
            return unusable(new Json.Text(text));
        }
        lints.note(
                FIELD,
                LintRule.WRONG_TYPE,
                "is JSON inside a text; expected an object",
                "the object inside is used",
                LintBook.fix(FIELD, members.write()));
        return Optional.of(members(members));
    }

    private Optional<WaitDtmf> unusable(Json value) {
        lints.note(
                FIELD,
                LintRule.UNUSABLE_VALUE,
                "is %s; expected an object".formatted(value.shown()),
                "no keys are waited for",
                EXAMPLE);
        return Optional.empty();
    }

    private WaitDtmf bare(Json value) {
        lints.note(
                FIELD,
                LintRule.WRONG_TYPE,
                "is %s; expected an object".formatted(value.shown()),
                "one key is waited for, %d seconds".formatted(WaitDtmf.DEFAULT_TIMEOUT),
                EXAMPLE);
        return members(new Json.Obj(List.of(), List.of()));
    }

    private WaitDtmf members(Json.Obj members) {
        members.duplicates().forEach(this::noteDuplicate);
        int timeout = WaitDtmf.DEFAULT_TIMEOUT;
        int attempts = 1;
        int maxDigits = 1;
        String name = "";
        DefaultAction byDefault = new DefaultAction.None();
        boolean sensitive = false;
        for (Json.Member member : members.members()) {
            String key = knownName(member, members);
            String field = FIELD + "." + key;
            Json value = member.value();
            switch (key) {
                case "timeout" -> timeout = scalars.within(field, value, 1, WaitDtmf.MAX_TIMEOUT, timeout, "s");
                case "attempts" -> attempts = scalars.within(field, value, 1, WaitDtmf.MAX_ATTEMPTS, attempts, "");
                case "maxdigits" -> maxDigits = scalars.within(field, value, 1, WaitDtmf.MAX_DIGITS, maxDigits, "");
                case "name" -> name = scalars.text(field, value, "menu").orElse("");
                case "default" -> byDefault = byDefault(field, value);
                case "sensitive" -> sensitive = scalars.flag(field, value, "true");
                default -> noteUnknown(member);
            }
        }
        return new WaitDtmf(timeout, attempts, maxDigits, name, byDefault, sensitive);
    }

    /** The right name of a member; the right name itself wins where both are there. */
    private String knownName(Json.Member member, Json.Obj members) {
        String right = OTHER_NAMES.get(member.key());
        if (right == null) {
            return member.key();
        }
        boolean both = members.get(right).isPresent();
        lints.note(
                FIELD + "." + member.key(),
                LintRule.OTHER_NAME,
                "is called %s in replies".formatted(right),
                both ? "%s is there, too, and counts".formatted(right) : "it is understood as %s".formatted(right),
                both ? "" : LintBook.fix(FIELD + "." + right, member.value().write()));
        return both ? "" : right;
    }

    private DefaultAction byDefault(String field, Json value) {
        Optional<String> text = scalars.textOrNumber(field, value, "hangup");
        DefaultAction action = DefaultAction.parse(text.orElse(""));
        if (action instanceof DefaultAction.To(RedirectTarget.Invalid(var raw))) {
            lints.note(
                    field,
                    LintRule.NO_SUCH_TARGET,
                    "is %s, which is no target of this PBX: fine where the script answers the event itself"
                            .formatted(new Json.Text(raw).shown()),
                    "where the script has no answer either, the number's own scenario runs",
                    LintBook.fixText(field, "hangup"));
        }
        return action;
    }

    private void noteUnknown(Json.Member member) {
        if (member.key().isEmpty() || OTHER_NAMES.containsKey(member.key())) {
            return;
        }
        Optional<String> meant = KeyNames.meantBy(member.key(), KeyNames.WAIT_DTMF);
        lints.note(
                FIELD + "." + UnknownKeys.shown(member.key()),
                LintRule.UNKNOWN_KEY,
                "is no member of wait_dtmf"
                        + meant.map("; did you mean %s?"::formatted).orElse(""),
                "it is passed over",
                meant.map(right ->
                                LintBook.fix(FIELD + "." + right, member.value().write()))
                        .orElse(""));
    }

    private void noteDuplicate(String key) {
        lints.note(
                FIELD + "." + UnknownKeys.shown(key),
                LintRule.DUPLICATE_KEY,
                "is there more than once",
                "the last one counts",
                "");
    }
}
