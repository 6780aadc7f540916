package org.voicesecretary.protocol.json;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.protocol.JsonText;

/** A JSON value that keeps what Jackson's tree forgets: the spelling of numbers and keys that came twice. */
sealed interface Json {
    /** Members in the order of their first appearance; of a key that came twice the last value counts. */
    record Obj(List<Member> members, List<String> duplicates) implements Json {
        Optional<Json> get(String key) {
            return members.stream()
                    .filter(member -> member.key().equals(key))
                    .map(Member::value)
                    .findFirst();
        }
    }

    record Member(String key, Json value) {}

    record Arr(List<Json> items) implements Json {}

    record Text(String value) implements Json {}

    /** As written: {@code 007} cannot be, but {@code 1e3}, {@code 12.50} and 500 digits can. */
    record Num(String literal) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    /** As JSON, on one line. */
    default String write() {
        return switch (this) {
            case Obj(var members, var _) -> {
                var json = new JsonText();
                members.forEach(member -> json.raw(member.key(), member.value().write()));
                yield json.close();
            }
            case Arr(var items) ->
                "[" + String.join(",", items.stream().map(Json::write).toList()) + "]";
            case Text(var text) -> JsonText.quote(text);
            case Num(var literal) -> literal;
            case Bool(var value) -> Boolean.toString(value);
            case Null() -> "null";
        };
    }

    /** As JSON for a message: at most 60 characters. */
    default String shown() {
        String json = write();
        return json.length() <= 60 ? json : json.substring(0, 59) + "…";
    }
}
