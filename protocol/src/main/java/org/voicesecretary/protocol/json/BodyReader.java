package org.voicesecretary.protocol.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.JsonText;
import org.voicesecretary.protocol.LintRule;

/** Finds the JSON object in whatever a web server sent. */
final class BodyReader {
    private static final int MAX_TRIES = 100;

    private final LintBook lints;

    BodyReader(LintBook lints) {
        this.lints = lints;
    }

    sealed interface Found {
        record Object(Json.Obj object) implements Found {}

        /** The script said that it has nothing to say. */
        record Nothing(String why) implements Found {}

        record Broken(String why) implements Found {}
    }

    Found read(byte[] body) {
        if (body.length > ReplyParser.MAX_BYTES) {
            return new Found.Broken("reply body is too large: %d bytes; expected at most %d"
                    .formatted(body.length, ReplyParser.MAX_BYTES));
        }
        String text = text(body).strip();
        if (text.isEmpty()) {
            return new Found.Nothing("the reply body is empty");
        }
        Optional<JsonReader.Value> whole = JsonReader.strict().read(text);
        if (whole.isPresent() && whole.get().end() >= text.length()) {
            return classify(whole.get().json());
        }
        Optional<JsonReader.Value> loose = JsonReader.loose().read(text);
        if (loose.isPresent()
                && loose.get().json() instanceof Json.Obj object
                && text.substring(loose.get().end()).isBlank()) {
            noteLoose(object);
            return new Found.Object(object);
        }
        return amidst(text);
    }

    private Found classify(Json json) {
        return switch (json) {
            case Json.Obj object -> new Found.Object(object);
            case Json.Null() -> new Found.Nothing("the reply is null");
            case Json.Bool(var value) when !value -> new Found.Nothing("the reply is false");
            case Json.Arr(var items) when items.isEmpty() -> new Found.Nothing("the reply is []");
            case Json.Arr(var items) -> firstOf(items);
            case Json.Text(var inner) -> insideText(inner);
            case Json.Bool _, Json.Num _ -> broken(json.shown());
        };
    }

    private Found firstOf(List<Json> items) {
        for (Json item : items) {
            if (item instanceof Json.Obj object) {
                lints.note(
                        "body",
                        LintRule.NOT_AN_OBJECT,
                        "is a list; expected one object",
                        "the first object of the list is used, the rest of it is not",
                        object.write());
                return new Found.Object(object);
            }
        }
        return broken(new Json.Arr(items).shown());
    }

    /** JSON that was encoded twice. */
    private Found insideText(String inner) {
        if (inner.isBlank()) {
            return new Found.Nothing("the reply is an empty text");
        }
        Optional<JsonReader.Value> value = JsonReader.strict().read(inner);
        if (value.isPresent() && value.get().json() instanceof Json.Obj object) {
            lints.note(
                    "body",
                    LintRule.WRONG_TYPE,
                    "is JSON inside a JSON text: it was encoded twice; expected one object",
                    "the object inside is used",
                    object.write());
            return new Found.Object(object);
        }
        return broken(new Json.Text(inner).shown());
    }

    /**
     * HTML, warnings or other text around the object: the first object with a key of ours, else the one at the first
     * bracket. An object behind another bracket is not taken without such a key: it may be a part of a reply that was cut
     * off, or of a style sheet.
     */
    private Found amidst(String text) {
        Json.@Nullable Obj other = null;
        int from = text.indexOf('{');
        for (int tries = 0; from >= 0 && tries < MAX_TRIES; tries++) {
            String rest = text.substring(from);
            Optional<JsonReader.Value> strict = JsonReader.strict().read(rest);
            Optional<JsonReader.Value> value =
                    strict.isPresent() ? strict : JsonReader.loose().read(rest);
            if (value.isPresent() && value.get().json() instanceof Json.Obj object) {
                if (isReply(object)) {
                    if (strict.isEmpty()) {
                        noteLoose(object);
                    }
                    noteNoise(text, from, from + value.get().end(), object);
                    return new Found.Object(object);
                }
                other = tries == 0 && strict.isPresent() ? object : other;
                from = text.indexOf('{', from + value.get().end());
            } else {
                from = text.indexOf('{', from + 1);
            }
        }
        if (other != null) {
            noteNoise(text, text.indexOf('{'), text.length(), other);
            return new Found.Object(other);
        }
        return broken("'" + (text.length() <= 60 ? text : text.substring(0, 59) + "…").replaceAll("\\s+", " ") + "'");
    }

    private static boolean isReply(Json.Obj object) {
        return object.members().stream().anyMatch(member -> KeyNames.REPLY.contains(member.key()));
    }

    private void noteNoise(String text, int start, int end, Json.Obj object) {
        String noise = start > 0 ? text.substring(0, start) : text.substring(end);
        lints.note(
                "body",
                LintRule.NOT_ONLY_JSON,
                "has other text %s the JSON object: %s; expected JSON alone"
                        .formatted(start > 0 ? "before" : "after", new Json.Text(noise.strip()).shown()),
                "the object is used, the rest is not",
                object.write());
    }

    private void noteLoose(Json.Obj object) {
        lints.note(
                "body",
                LintRule.LOOSE_JSON,
                "is not quite JSON: look for a comma before a closing bracket, single quotes, names without quotes, comments",
                "it is understood all the same",
                object.write());
    }

    private static Found broken(String shown) {
        return new Found.Broken(
                "reply body has no JSON object: it is %s; expected an object such as %s, or an empty body"
                        .formatted(
                                shown,
                                new JsonText().text("ivr_play", "welcome").close()));
    }

    private String text(byte[] body) {
        Charset charset = StandardCharsets.UTF_8;
        int skip = 0;
        if (startsWith(body, 0xEF, 0xBB, 0xBF)) {
            skip = 3;
        } else if (startsWith(body, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            skip = 2;
        } else if (startsWith(body, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            skip = 2;
        }
        if (skip == 3) {
            lints.note(
                    "body",
                    LintRule.NOT_ONLY_JSON,
                    "starts with a byte order mark; expected the JSON at once",
                    "the mark is passed over",
                    "");
        }
        if (skip == 2) {
            notUtf8("is encoded as " + charset.name(), "it is understood");
        }
        ByteBuffer bytes = ByteBuffer.wrap(body, skip, body.length - skip);
        try {
            return charset.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException malformed) {
            notUtf8("has bytes that are not " + charset.name(), "each of them is replaced by a question mark sign");
            return new String(body, skip, body.length - skip, charset);
        }
    }

    private void notUtf8(String problem, String callerHears) {
        lints.note("body", LintRule.NOT_UTF8, problem + "; expected UTF-8", callerHears, "");
    }

    private static boolean startsWith(byte[] body, int... prefix) {
        if (body.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((body[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
