package org.voicesecretary.rest.office;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;

/** The extensions of the office. */
public final class InternalMethods {
    private static final String EXT = "ext";
    private static final int LOWEST = 100;
    private static final int HIGHEST = 999;
    private static final int MOST = 100;

    private final Extensions extensions;

    public InternalMethods(Extensions extensions) {
        this.extensions = extensions;
    }

    public List<Route> routes() {
        return List.of(
                Route.read("pbx/internal", "numbers of the extensions", this::list),
                Route.read("pbx/internal/{ext}/status", "whether a telephone is registered", this::status),
                Route.read(
                        "pbx/internal/{ext}/info",
                        "`caller_id_app_change`, `caller_id_by_direction`, `ip_restriction`, `record_email` are always `\"false\"`",
                        this::info),
                Route.write(
                        Verb.PUT,
                        "pbx/internal/recording",
                        "id*, status* (on, off, on_store, off_store, off_email): `recording` of the extension; recordings are not e-mailed nor recognised, so on_email is refused",
                        this::recording),
                Route.write(
                        Verb.POST,
                        "pbx/internal/create",
                        "start_number* (100 to 999, or any), quantity* (1 to 100), return_password (true: `numbers` are groups of number and password)",
                        this::create),
                new Route(
                        Verb.GET,
                        "pbx/internal/{ext}/password",
                        Route.Access.WRITE,
                        Route.State.SERVED,
                        "needs a key that may change things",
                        64 * 1024,
                        this::password),
                Route.write(
                        Verb.PUT, "pbx/internal/{ext}/password", "value*, at least 8 characters", this::newPassword),
                Route.write(
                                Verb.PUT,
                                "pbx/internal/{ext}/edit",
                                "supervisor_status* (0); nobody listens to the calls of others here, so 1 is refused",
                                this::edit)
                        .constant(),
                Route.absent(Verb.POST, "pbx/create", "an account is a PBX from the start"));
    }

    private Answer list(RestCall call) {
        return of(call).wholes(
                        "numbers",
                        extensions.office(call).extensions().stream()
                                .map(extension -> Long.valueOf(extension.number()))
                                .toList());
    }

    private static Answer of(RestCall call) {
        return Answer.empty().whole("pbx_id", call.pbxId());
    }

    private static Answer of(RestCall call, Extension extension) {
        return of(call).whole("number", Long.parseLong(extension.number()));
    }

    private Answer status(RestCall call) throws RestFault {
        Extension extension = inPath(call);
        return of(call, extension).flag("is_online", extensions.isOnline(call, extension));
    }

    private Extension inPath(RestCall call) throws RestFault {
        return extensions.find(call, EXT, call.path(EXT));
    }

    private Answer info(RestCall call) throws RestFault {
        Extension extension = inPath(call);
        return of(call, extension)
                .text("name", extension.name())
                .text("caller_id", extension.callerId() == null ? "" : extension.callerId())
                .flag("caller_id_app_change", false)
                .flag("caller_id_by_direction", false)
                .text("lines", String.valueOf(extension.lines()))
                .flag("ip_restriction", false)
                .text(
                        "record_store",
                        extension.recording() == Extension.Recording.OFF ? "false" : "Without recognition")
                .flag("record_email", false)
                .whole("supervisor_status", 0);
    }

    private Answer recording(RestCall call) throws RestFault {
        Extension extension = extensions.named(call, "id");
        call.parameters().required("status");
        String status = call.parameters()
                .choice("status", "on", "off", "on_email", "off_email", "on_store", "off_store")
                .orElseThrow();
        if (status.equals("on_email") || call.parameters().filled("email").isPresent()) {
            throw RestFault.wrong(
                    status.equals("on_email") ? "status" : "email",
                    "recordings are not sent by e-mail here; use on or on_store");
        }
        boolean already = extension.recording() != Extension.Recording.OFF;
        boolean on = status.equals("off_email") ? already : status.startsWith("on");
        if (on != already) {
            extensions
                    .changes()
                    .extension(
                            call.pbxId(),
                            extension.number(),
                            document -> document.set("recording", on ? "always" : "off"));
        }
        return Answer.empty()
                .whole("internal_number", Long.parseLong(extension.number()))
                .onOff("recording", on)
                .text("email", "")
                .text("speech_recognition", "off");
    }

    private Answer create(RestCall call) throws RestFault {
        String start = call.parameters().required("start_number");
        long first = start.equals("any") ? LOWEST : call.parameters().whole("start_number", LOWEST, HIGHEST, LOWEST);
        call.parameters().required("quantity");
        int quantity = (int) call.parameters().whole("quantity", 1, MOST, 1);
        boolean passwords = call.parameters().flag("return_password").orElse(false);
        List<OfficeChanges.Created> created =
                extensions.changes().create(call.pbxId(), (int) first, quantity, document -> {});
        return passwords
                ? Answer.empty()
                        .groups(
                                "numbers",
                                created.stream()
                                        .map(each -> Answer.empty()
                                                .whole("number", Long.parseLong(each.extension()))
                                                .text("password", each.password()))
                                        .toList())
                : Answer.empty()
                        .wholes(
                                "numbers",
                                created.stream()
                                        .map(each -> Long.valueOf(each.extension()))
                                        .toList());
    }

    private Answer password(RestCall call) throws RestFault {
        Extension extension = inPath(call);
        return of(call, extension)
                .text("sip", extensions.office(call).login(extension))
                .text(
                        "password",
                        extension.password() == null ? "" : extension.password().value());
    }

    private Answer newPassword(RestCall call) throws RestFault {
        Extension extension = inPath(call);
        String value = call.parameters().required("value");
        extensions.changes().extension(call.pbxId(), extension.number(), document -> document.set("password", value));
        return of(call, extension);
    }

    private Answer edit(RestCall call) throws RestFault {
        inPath(call);
        call.parameters().required("supervisor_status");
        Optional<String> status = call.parameters().choice("supervisor_status", "0", "1");
        if (status.equals(Optional.of("1"))) {
            throw RestFault.wrong("supervisor_status", "nobody listens to the calls of others here; expected 0");
        }
        return Answer.empty();
    }
}
