package org.voicesecretary.rest.office;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.voicesecretary.account.AccountEdit;
import org.voicesecretary.account.Document;
import org.voicesecretary.account.Sound;
import org.voicesecretary.pbx.office.Destination;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Extension.VoicemailBox;
import org.voicesecretary.pbx.office.Forwarding;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.Parameters;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;

/** Where extensions send their calls: {@code pbx/redirection}. */
public final class RedirectionMethods {
    private static final int LARGEST_GREETING = 5_000_000;
    private static final int REST_OF_THE_FORM = 64 * 1024;
    private static final String VOICEMAIL = "voicemail";

    private final Extensions extensions;

    public RedirectionMethods(Extensions extensions) {
        this.extensions = extensions;
    }

    public List<Route> routes() {
        return List.of(
                Route.read("pbx/redirection", "pbx_number*", this::show),
                Route.write(
                                Verb.POST,
                                "pbx/redirection",
                                "pbx_number*, status (off; else on), type* (phone, voicemail, menu, sip_uri), destination* (for voicemail an e-mail address, for menu its number), condition* (always, noanswer), voicemail_greeting (no, standart, own), greeting_file (mp3 or wav, 5 MB), set_caller_id (off)",
                                this::change)
                        .upload(LARGEST_GREETING + REST_OF_THE_FORM));
    }

    private Answer show(RestCall call) throws RestFault {
        Extension extension = extensions.named(call, "pbx_number");
        return shown(call, extension.number());
    }

    private Answer shown(RestCall call, String number) {
        // What was changed a moment ago is in the office, not in what the request began with.
        var data = call.data();
        var forward = Forwarding.of(data, number);
        Answer answer = Answer.empty()
                .onOff("current_status", forward.map(Forwarding::enabled).orElse(false))
                .text("pbx_id", String.valueOf(call.pbxId()))
                .text("pbx_name", number);
        forward.filter(Forwarding::enabled).ifPresent(on -> describe(answer, data.document("extensions", number), on));
        return answer;
    }

    private static void describe(Answer answer, Optional<Document> extension, Forwarding on) {
        Document box = extension.map(document -> document.group(VOICEMAIL)).orElseGet(Document::new);
        answer.text("type", on.kind().name().toLowerCase(Locale.ROOT))
                .text(
                        "destination",
                        on.kind() == Destination.Kind.VOICEMAIL
                                ? box.texts("email").stream().findFirst().orElse("")
                                : on.target())
                .text("condition", on.always() ? "always" : "noanswer");
        switch (on.kind()) {
            case VOICEMAIL ->
                answer.text("voicemail_greeting", spoken(box.text("greeting").orElse("standard")));
            case PHONE -> answer.onOff("set_caller_id", false);
            case MENU, SIP_URI -> {}
        }
    }

    /** {@code standart} is how the protocol spells it. */
    private static String spoken(String greeting) {
        return switch (greeting) {
            case "none" -> "no";
            case "own" -> "own";
            default -> "standart";
        };
    }

    private Answer change(RestCall call) throws RestFault {
        Extension extension = extensions.named(call, "pbx_number");
        Parameters parameters = call.parameters();
        boolean typed = parameters.filled("type").isPresent();
        boolean on = parameters.onOff("status").orElse(typed);
        if (!on || !typed) {
            return switched(call, extension, on);
        }
        String type = parameters
                .choice("type", "phone", VOICEMAIL, "menu", "sip", "sip_uri")
                .orElseThrow();
        String destination = parameters.required("destination");
        boolean always = parameters
                .choice("condition", "always", "noanswer")
                .orElseThrow(() -> RestFault.wrong("condition", "is missing; expected always or noanswer"))
                .equals("always");
        if (parameters.onOff("set_caller_id").orElse(false)) {
            throw RestFault.wrong(
                    "set_caller_id",
                    "forwarded calls show the number of the extension or the trunk here; expected off");
        }
        var forward = switch (type) {
            case "phone" -> new Forwarding(true, Destination.Kind.PHONE, destination, always);
            case VOICEMAIL -> new Forwarding(true, Destination.Kind.VOICEMAIL, "", always);
            case "menu" -> new Forwarding(true, Destination.Kind.MENU, menu(destination), always);
            case "sip_uri" -> new Forwarding(true, Destination.Kind.SIP_URI, destination, always);
            default ->
                throw RestFault.wrong(
                        "type",
                        "extensions are not forwarded to each other here; let a scenario ring both, or use menu");
        };
        Optional<Sound> greeting = type.equals(VOICEMAIL) ? greeting(call, extension) : Optional.empty();
        Optional<String> wanted = parameters.choice("voicemail_greeting", "no", "standart", "own");
        extensions.changes().change(call.pbxId(), edit -> {
            greeting.ifPresent(sound -> put(edit, sound));
            OfficeChanges.extension(edit, extension.number(), document -> {
                forward.writeTo(document);
                if (type.equals(VOICEMAIL)) {
                    document.set(VOICEMAIL, box(document.group(VOICEMAIL), destination, wanted, greeting));
                }
            });
        });
        return now(call, extension.number());
    }

    private static Document box(Document box, String email, Optional<String> wanted, Optional<Sound> sound) {
        box.set("email", List.of(email));
        String greeting = wanted.orElse(sound.isPresent() ? "own" : "");
        switch (greeting) {
            case "no" -> box.set("greeting", "none").remove("sound");
            case "standart" -> box.set("greeting", "standard").remove("sound");
            case "own" -> {
                box.set("greeting", "own");
                sound.ifPresent(file -> box.set("sound", file.id()));
            }
            default -> {} // it stays as it is
        }
        return box;
    }

    private Optional<Sound> greeting(RestCall call, Extension extension) throws RestFault {
        Optional<Parameters.Upload> file = call.parameters().file("greeting_file");
        if (file.isEmpty()) {
            VoicemailBox box = extension.voicemail();
            boolean none = box == null || box.sound() == null;
            if (none && call.parameters().filled("voicemail_greeting").equals(Optional.of("own"))) {
                throw RestFault.wrong(
                        "greeting_file",
                        "is missing; extension " + extension.number() + " has no greeting of its own yet");
            }
            return Optional.empty();
        }
        if (file.get().content().length > LARGEST_GREETING) {
            throw RestFault.wrong(
                    "greeting_file",
                    "has " + file.get().content().length + " bytes; expected at most " + LARGEST_GREETING);
        }
        try {
            Sound.Content content =
                    extensions.changes().keepSound(file.get().name(), file.get().content());
            return Optional.of(new Sound("greeting-" + extension.number(), null, null, content));
        } catch (IllegalArgumentException e) {
            throw RestFault.wrong("greeting_file", String.valueOf(e.getMessage()));
        }
    }

    private static void put(AccountEdit edit, Sound sound) {
        edit.sounds(sounds -> {
            List<Sound> others = new ArrayList<>(sounds);
            others.removeIf(other -> other.id().equals(sound.id()));
            others.add(sound);
            return others;
        });
    }

    /** The number of a menu, as {@code 2} or {@code 2-main}. */
    private static String menu(String destination) throws RestFault {
        String number = destination.replaceFirst("-main$", "");
        if (!number.matches("\\d{1,3}")) {
            throw RestFault.wrong(
                    "destination", "expected the number of a menu, such as 0, not \"" + destination + "\"");
        }
        return number;
    }

    private Answer switched(RestCall call, Extension extension, boolean on) throws RestFault {
        Optional<Forwarding> there = Forwarding.of(call.data(), extension.number());
        if (there.isPresent()) {
            Forwarding forward = there.get().enabled(on);
            extensions.changes().extension(call.pbxId(), extension.number(), forward::writeTo);
        } else if (on) {
            throw RestFault.wrong("type", "is missing, and so are destination and condition");
        }
        return now(call, extension.number());
    }

    private Answer now(RestCall call, String number) {
        return shown(extensions.again(call), number);
    }
}
