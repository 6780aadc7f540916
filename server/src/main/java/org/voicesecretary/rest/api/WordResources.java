package org.voicesecretary.rest.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.account.Phrase;
import org.voicesecretary.account.Sound;
import org.voicesecretary.account.Syntax;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/phrases} and {@code /api/sounds}: an account's own wording, and the texts that calls play by name. */
final class WordResources {
    private static final int LONGEST = 5_000;
    private static final int MOST_PHRASES = 10_000;

    private final Accounts accounts;
    private final AccountDirectory directory;

    WordResources(Accounts accounts, AccountDirectory directory) {
        this.accounts = accounts;
        this.directory = directory;
    }

    static Schema phraseSchema() {
        return Schema.object("An account's own wording of a popular phrase.")
                .field("language", Schema.text("Such as en."))
                .field("number", Schema.integer("Of the phrase."))
                .field("text", Schema.text("What is said."));
    }

    static Schema soundSchema() {
        return Schema.object("A sound that scripts play by its id: a text that is spoken, or a file.")
                .field("id", Schema.text("By which scripts name it."))
                .field("text", Schema.text("What is said; null = it is a file.").orNull())
                .field(
                        "file",
                        Schema.text("As it was uploaded; null = it is a text.").orNull())
                .field(
                        "language",
                        Schema.text("Of the text; null = the account's.").orNull())
                .field(
                        "voice",
                        Schema.text("Of the text; null = the account's.").orNull());
    }

    List<Operation> operations() {
        String language = "Such as en.";
        return List.of(
                Operation.of(
                                "GET",
                                "/phrases",
                                ApiScope.OFFICE_READ,
                                "listPhrases",
                                "Phrases in the account's own words.")
                        .gives(
                                200,
                                "All of them.",
                                Schema.object("Phrases.").field("items", Schema.list("Each.", Schema.ref("Phrase"))))
                        .by(WordResources::phrases),
                Operation.of(
                                "PUT",
                                "/phrases/{language}/{number}",
                                ApiScope.OFFICE_WRITE,
                                "putPhrase",
                                "Words a phrase.")
                        .part("language", language)
                        .part("number", "Of the phrase.")
                        .takes(Schema.object("The wording.").field("text", Schema.text("What is said.")))
                        .gives(200, "It is worded so.", Schema.ref("Phrase"))
                        .by(this::putPhrase),
                Operation.of(
                                "DELETE",
                                "/phrases/{language}/{number}",
                                ApiScope.OFFICE_WRITE,
                                "deletePhrase",
                                "Goes back to the wording that comes with the program.")
                        .part("language", language)
                        .part("number", "Of the phrase.")
                        .gives(204, "It is gone.")
                        .by(this::deletePhrase),
                Operation.of("GET", "/sounds", ApiScope.OFFICE_READ, "listSounds", "Sounds of the account.")
                        .gives(
                                200,
                                "All of them.",
                                Schema.object("Sounds.").field("items", Schema.list("Each.", Schema.ref("Sound"))))
                        .by(WordResources::sounds),
                Operation.of(
                                "PUT",
                                "/sounds/{id}",
                                ApiScope.OFFICE_WRITE,
                                "putSound",
                                "Makes a text a sound; it is rendered in the background.")
                        .part("id", "By which scripts name it.")
                        .takes(Schema.object("What is said.")
                                .field("text", Schema.text("What is said."))
                                .maybe("language", Schema.text("The account's unless said."))
                                .maybe("voice", Schema.text("The account's unless said.")))
                        .gives(200, "It was changed.", Schema.ref("Sound"))
                        .gives(201, "It was made.", Schema.ref("Sound"))
                        .by(this::putSound),
                Operation.of("DELETE", "/sounds/{id}", ApiScope.OFFICE_WRITE, "deleteSound", "Removes a sound.")
                        .part("id", "By which scripts name it.")
                        .gives(204, "It is gone.")
                        .by(this::deleteSound));
    }

    private static Reply phrases(ApiCall call) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode items = reply.putArray("items");
        call.data().phrases().forEach(phrase -> items.add(json(phrase)));
        return Reply.ok(reply);
    }

    private static ObjectNode json(Phrase phrase) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("language", phrase.language());
        json.put("number", phrase.number());
        json.put("text", phrase.text());
        return json;
    }

    private Reply putPhrase(ApiCall call) throws ApiProblem {
        Phrase wanted = new Phrase(language(call.path("language")), number(call), text(call, "text"));
        accounts.edit(call.pbxId(), edit -> edit.phrases(phrases -> with(phrases, wanted, true)));
        directory.refresh();
        return Reply.ok(json(wanted));
    }

    private static List<Phrase> with(List<Phrase> phrases, Phrase wanted, boolean kept) {
        List<Phrase> others = new ArrayList<>(phrases);
        others.removeIf(each -> each.language().equals(wanted.language()) && each.number() == wanted.number());
        if (kept) {
            others.add(wanted);
        }
        return others;
    }

    private Reply deletePhrase(ApiCall call) throws ApiProblem {
        Phrase gone = new Phrase(language(call.path("language")), number(call), "");
        AccountData before = call.data();
        if (before.phrases().stream()
                .noneMatch(each -> each.language().equals(gone.language()) && each.number() == gone.number())) {
            throw ApiProblem.notFound(
                    "phrase " + gone.number() + " has no wording of the account in " + gone.language());
        }
        accounts.edit(call.pbxId(), edit -> edit.phrases(phrases -> with(phrases, gone, false)));
        directory.refresh();
        return Reply.nothing();
    }

    private static int number(ApiCall call) throws ApiProblem {
        String number = call.path("number");
        if (!number.matches("[1-9][0-9]{0,4}") || Integer.parseInt(number) > MOST_PHRASES) {
            throw ApiProblem.notFound("there is no phrase \"" + number + "\"; expected a number from 1 on");
        }
        return Integer.parseInt(number);
    }

    private static String language(String text) throws ApiProblem {
        try {
            return Syntax.language(text);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.of(ApiProblem.Kind.UNPROCESSABLE, "language: " + e.getMessage());
        }
    }

    private static String text(ApiCall call, String field) throws ApiProblem {
        String text = call.requiredText(field);
        if (text.length() > LONGEST) {
            throw ApiProblem.of(
                    ApiProblem.Kind.UNPROCESSABLE,
                    field + " has " + text.length() + " characters; expected " + LONGEST + " at most");
        }
        return text;
    }

    private static Reply sounds(ApiCall call) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode items = reply.putArray("items");
        call.data().sounds().forEach(sound -> items.add(json(sound)));
        return Reply.ok(reply);
    }

    private static ObjectNode json(Sound sound) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", sound.id());
        json.put("text", sound.content() instanceof Sound.Content.Text(var text) ? text : null);
        json.put("file", sound.content() instanceof Sound.Content.File file ? file.name() : null);
        json.put("language", sound.language());
        json.put("voice", sound.voice());
        return json;
    }

    private Reply putSound(ApiCall call) throws ApiProblem {
        String id = call.path("id");
        if (id.length() > 200) {
            throw ApiProblem.of(
                    ApiProblem.Kind.UNPROCESSABLE, "id has " + id.length() + " characters; expected 200 at most");
        }
        @Nullable
        String language = call.text("language").isPresent()
                ? language(call.text("language").get())
                : null;
        Sound wanted =
                new Sound(id, language, call.text("voice").orElse(null), new Sound.Content.Text(text(call, "text")));
        var made = new AtomicBoolean();
        accounts.edit(
                call.pbxId(),
                edit -> edit.sounds(sounds -> {
                    List<Sound> others = new ArrayList<>(sounds);
                    made.set(!others.removeIf(each -> each.id().equals(id)));
                    others.add(wanted);
                    return others;
                }));
        directory.refresh();
        return made.get() ? Reply.created(Api.PREFIX + "/sounds/" + id, json(wanted)) : Reply.ok(json(wanted));
    }

    private Reply deleteSound(ApiCall call) throws ApiProblem {
        String id = call.path("id");
        if (call.data().sounds().stream().noneMatch(sound -> sound.id().equals(id))) {
            throw ApiProblem.notFound("there is no sound " + id);
        }
        accounts.edit(
                call.pbxId(),
                edit -> edit.sounds(sounds ->
                        sounds.stream().filter(sound -> !sound.id().equals(id)).toList()));
        directory.refresh();
        return Reply.nothing();
    }
}
