package org.voicesecretary.rest.calls;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.pbx.callback.Callbacks;
import org.voicesecretary.pbx.callback.Callbacks.Requested;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.Parameters;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;

/** Calls that a program asks for. */
public final class CallMethods {
    private final Callbacks callbacks;

    public CallMethods(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    public List<Route> routes() {
        return List.of(
                Route.write(
                        Verb.GET,
                        "request/callback",
                        "from* (number, extension or scenario), to* (number or extension), sip (extension whose caller-id and limits hold), predicted (anything but nothing, 0 and false)",
                        this::callback),
                Route.write(
                        Verb.GET,
                        "request/checknumber",
                        "caller_id*, to*, code* (1 to 20 digits), lang: the code is spoken twice",
                        this::checkNumber));
    }

    private Answer callback(RestCall call) throws RestFault {
        Parameters parameters = call.parameters();
        String from = parameters.required("from");
        String to = parameters.required("to");
        Optional<String> payer = parameters.filled("sip").map(sip -> extension(call, sip));
        var wanted =
                new Callbacks.Callback(from, extension(call, to), payer.orElse(null), parameters.isSet("predicted"));
        Requested.Begun begun = begun(callbacks.request(call.pbxId(), wanted));
        return Answer.empty()
                .text("from", from)
                .text("to", to)
                .whole("time", begun.at().getEpochSecond());
    }

    /** Logins of telephones, with or without their dash, name the extension. */
    private static String extension(RestCall call, String written) {
        String digits = written.replace("-", "");
        String login = String.valueOf(call.pbxId());
        return digits.length() == login.length() + 3 && digits.startsWith(login)
                ? digits.substring(login.length())
                : written;
    }

    private Answer checkNumber(RestCall call) throws RestFault {
        Parameters parameters = call.parameters();
        String callerId = parameters.required("caller_id");
        String to = parameters.required("to");
        String code = parameters.required("code");
        if (!code.matches("\\d{1,20}")) {
            throw RestFault.wrong("code", "expected 1 to 20 digits");
        }
        Optional<String> lang = parameters.parsed(
                "lang",
                text -> Language.parse(text)
                        .map(Language::code)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "\"" + text + "\" is no language; expected one such as en")));
        Requested.Begun begun = begun(
                callbacks.speakCode(call.pbxId(), new Callbacks.SpokenCode(callerId, to, code, lang.orElse(null))));
        return Answer.empty()
                .text("from", callerId)
                .text("to", to)
                .text("lang", lang.orElse(call.account().language()))
                .whole("time", begun.at().getEpochSecond());
    }

    private static Requested.Begun begun(Requested requested) throws RestFault {
        return switch (requested) {
            case Requested.Begun begun -> begun;
            case Requested.Refused(var why, var problem) ->
                throw switch (why) {
                    case FROM, TO -> new RestFault(400, "Check phone's number: " + problem);
                    case PAYER -> RestFault.wrong("sip", problem);
                    case CALLER_ID -> RestFault.wrong("caller_id", problem);
                    case CODE -> RestFault.wrong("code", problem);
                    case NOT_ALLOWED -> new RestFault(403, "Not allowed: " + problem);
                    case NO_ROOM -> new RestFault(503, problem);
                };
        };
    }
}
