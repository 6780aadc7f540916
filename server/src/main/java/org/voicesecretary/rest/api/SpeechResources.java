package org.voicesecretary.rest.api;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Note;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.VoiceCatalog;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/voices} and {@code /api/speech}: who speaks, and how a text sounds. */
final class SpeechResources {
    private static final int LONGEST = 2_000;

    private final Speaker speaker;

    SpeechResources(Speaker speaker) {
        this.speaker = speaker;
    }

    static Schema voiceSchema() {
        return Schema.object("A voice.")
                .field("id", Schema.text("By which settings name it."))
                .field("name", Schema.text("For people."))
                .field("language", Schema.text("That it speaks."))
                .field("engine", Schema.text("That it belongs to."));
    }

    List<Operation> operations() {
        return List.of(
                Operation.of("GET", "/voices", ApiScope.SPEECH, "listVoices", "Voices of all engines.")
                        .query("language", Schema.text("Only those that speak it."))
                        .gives(
                                200,
                                "All of them.",
                                Schema.object("Voices.").field("items", Schema.list("Each.", Schema.ref("Voice"))))
                        .by(this::voices),
                Operation.of(
                                "POST",
                                "/speech",
                                ApiScope.SPEECH,
                                "speak",
                                "Renders a text as calls hear it, before a telephone makes it narrow.")
                        .takes(Schema.object("What to say.")
                                .field("text", Schema.text("Up to 2000 characters."))
                                .maybe("language", Schema.text("The account's unless said."))
                                .maybe("voice", Schema.text("The language's first unless said.")))
                        .givesBytes("WAV, 16 kHz, 16 bits, one channel.", "audio/wav")
                        .by(this::speak));
    }

    private Reply voices(ApiCall call) throws ApiProblem {
        Language wanted = call.query("language").isPresent()
                ? language(call.query("language").get())
                : null;
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode items = reply.putArray("items");
        for (VoiceCatalog.Candidate candidate : speaker.catalog().all()) {
            if (wanted == null || candidate.voice().speaks(wanted)) {
                ObjectNode item = items.addObject();
                item.put("id", candidate.voice().id());
                item.put("name", candidate.voice().name());
                item.put("language", candidate.voice().language().code());
                item.put("engine", candidate.engine().id());
            }
        }
        return Reply.ok(reply);
    }

    private static Language language(String text) throws ApiProblem {
        return Language.parse(text)
                .orElseThrow(() -> ApiProblem.of(
                        ApiProblem.Kind.UNPROCESSABLE,
                        "language is \"" + text + "\"; expected one such as en, ua or pt-br"));
    }

    private Reply speak(ApiCall call) throws ApiProblem, InterruptedException {
        String text = call.requiredText("text");
        if (text.length() > LONGEST) {
            throw ApiProblem.of(
                    ApiProblem.Kind.UNPROCESSABLE,
                    "text has " + text.length() + " characters; expected " + LONGEST + " at most");
        }
        List<Note> notes = new ArrayList<>();
        Language own = Language.parse(call.data().account().language()).orElse(Language.EN);
        String wish = call.text("language").orElse(null);
        try {
            Speaker.Speech speech = speaker.say(new Speaker.Utterance(
                    text,
                    wish == null ? own : speaker.catalog().language(wish, own, notes),
                    call.text("voice").orElse(null),
                    null,
                    100,
                    true));
            return Reply.bytes("audio/wav", WavFile.toBytes(speech.sound()));
        } catch (SpeechException e) {
            throw ApiProblem.of(
                    e.kind() == SpeechException.Kind.SCRIPT
                            ? ApiProblem.Kind.UNPROCESSABLE
                            : ApiProblem.Kind.UNAVAILABLE,
                    String.valueOf(e.getMessage()));
        }
    }
}
