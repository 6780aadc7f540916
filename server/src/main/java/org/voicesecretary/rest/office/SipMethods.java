package org.voicesecretary.rest.office;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voicesecretary.pbx.office.Destination;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Forwarding;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;

/** The SIP accounts of the protocol, which are the extensions here. */
public final class SipMethods {
    private static final String ID = "id";
    private static final int LOWEST = 100;

    private final Extensions extensions;

    public SipMethods(Extensions extensions) {
        this.extensions = extensions;
    }

    public List<Route> routes() {
        return List.of(
                Route.read("sip", "the extensions; `left` = how many more there can be", this::list),
                Route.read(
                        "sip/{sip}/status",
                        "`sip` is `101`, `123456-101` or `123456101`, here and below",
                        this::status),
                Route.write(Verb.PUT, "sip/callerid", "id*, number*: `caller-id` of the extension", this::callerId),
                Route.read("sip/redirection", "id; what `forward` of the extensions says", this::redirections),
                Route.write(
                        Verb.PUT,
                        "sip/redirection",
                        "id* with status* (on, off), or id*, type* (phone), number*, condition (always, unavailable)",
                        this::redirect),
                Route.write(
                        Verb.POST,
                        "sip/create",
                        "name*, password*, callerid*, redirect_to_phone: an extension at the first free number",
                        this::create),
                Route.write(Verb.PUT, "sip/{sip}/password", "value*, at least 8 characters", this::password));
    }

    private Answer list(RestCall call) {
        Office office = extensions.office(call);
        return Answer.empty()
                .groups(
                        "sips",
                        office.extensions().stream()
                                .map(extension -> Answer.empty()
                                        .text(ID, extension.number())
                                        .text("display_name", extension.name())
                                        .whole("lines", extension.lines()))
                                .toList())
                .whole("left", OfficeChanges.left(office));
    }

    private Answer status(RestCall call) throws RestFault {
        Extension extension = extensions.find(call, "sip", call.path("sip"));
        return Answer.empty().text("sip", extension.number()).flag("is_online", extensions.isOnline(call, extension));
    }

    private Answer callerId(RestCall call) throws RestFault {
        Extension extension = extensions.named(call, ID);
        String number = call.parameters().required("number");
        extensions.changes().extension(call.pbxId(), extension.number(), document -> document.set("caller-id", number));
        return Answer.empty()
                .text("sip", extension.number())
                .text("new_caller_id", number.startsWith("+") ? number.substring(1) : number);
    }

    private Answer redirections(RestCall call) throws RestFault {
        Optional<String> only = call.parameters().filled(ID);
        List<Extension> asked = only.isPresent()
                ? List.of(extensions.find(call, ID, only.get()))
                : extensions.office(call).extensions();
        List<Answer> info = new ArrayList<>();
        for (Extension extension : asked) {
            Forwarding.of(call.data(), extension.number())
                    .ifPresent(forward -> info.add(Answer.empty()
                            .text("sip_id", extension.number())
                            .onOff("status", forward.enabled())
                            .text("condition", forward.always() ? "always" : "unavailable")
                            .text("destination", forward.kind() == Destination.Kind.PHONE ? "phone" : "pbx")
                            .text("destination_value", forward.target())));
        }
        return Answer.empty().groups("info", info);
    }

    private Answer redirect(RestCall call) throws RestFault {
        Extension extension = extensions.named(call, ID);
        Optional<Boolean> status = call.parameters().onOff("status");
        if (call.parameters().filled("type").isEmpty()) {
            boolean on = status.orElseThrow(() -> RestFault.wrong("status", "is missing, and so is type"));
            return switched(call, extension, on);
        }
        call.parameters().choice("type", "phone");
        String number = call.parameters().required("number");
        boolean always = call.parameters()
                .choice("condition", "always", "unavailable")
                .orElse("always")
                .equals("always");
        var forward = new Forwarding(status.orElse(true), Destination.Kind.PHONE, number, always);
        extensions.changes().extension(call.pbxId(), extension.number(), forward::writeTo);
        return Answer.empty().text("sip", extension.number()).text("destination", number);
    }

    private Answer switched(RestCall call, Extension extension, boolean on) throws RestFault {
        Optional<Forwarding> there = Forwarding.of(call.data(), extension.number());
        if (there.isPresent()) {
            Forwarding forward = there.get().enabled(on);
            extensions.changes().extension(call.pbxId(), extension.number(), forward::writeTo);
        } else if (on) {
            throw RestFault.wrong(
                    "status",
                    "extension " + extension.number() + " has no redirection yet; say type, number, condition");
        }
        return Answer.empty().text("sip", extension.number()).onOff("current_status", on);
    }

    private Answer create(RestCall call) throws RestFault {
        String name = call.parameters().required("name");
        String password = call.parameters().required("password");
        String callerId = call.parameters().required("callerid");
        Optional<String> phone = call.parameters().filled("redirect_to_phone");
        var created = extensions.changes().create(call.pbxId(), LOWEST, 1, document -> {
            document.set("name", name).set("password", password).set("caller-id", callerId);
            phone.ifPresent(number -> new Forwarding(true, Destination.Kind.PHONE, number, false).writeTo(document));
        });
        return Answer.empty().text("sip", created.getFirst().extension());
    }

    private Answer password(RestCall call) throws RestFault {
        Extension extension = extensions.find(call, "sip", call.path("sip"));
        String value = call.parameters().required("value");
        extensions.changes().extension(call.pbxId(), extension.number(), document -> document.set("password", value));
        return Answer.empty().text("sip", extension.number());
    }
}
