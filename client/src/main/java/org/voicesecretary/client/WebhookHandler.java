package org.voicesecretary.client;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.EventReader;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.MalformedFormException;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.protocol.WebhookEvent.NotifyAnswer;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyInternal;
import org.voicesecretary.protocol.WebhookEvent.NotifyInternalEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutStart;
import org.voicesecretary.protocol.WebhookEvent.NotifyRecord;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

/**
 * The webhook side of a script, on any HTTP server: hand it each request, send back what it answers. It answers the check
 * of the URL, verifies the signature, reads the event and asks the {@link CallScript}.
 *
 * <p>Who would rather read the event and build the answer by hand uses {@link #receive} and {@link Request}.
 */
public final class WebhookHandler {
    private static final Pattern ECHO = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final SignatureCheck check;
    private final CallScript script;

    public WebhookHandler(SignatureCheck check, CallScript script) {
        this.check = check;
        this.script = script;
    }

    /** Answers a request; never throws. */
    public HttpAnswer handle(HttpCall call) {
        return switch (receive(call, check)) {
            case Received.Echo(var token) -> HttpAnswer.text(200, token);
            case Received.Refused(var answer) -> answer;
            // An event of tomorrow is no error of today.
            case Received.UnknownEvent _ -> HttpAnswer.of(CallScript.NOTHING);
            case Received.Event(var event, var _) -> answer(event);
        };
    }

    private HttpAnswer answer(WebhookEvent event) {
        try {
            return switch (event) {
                case NotifyStart start -> HttpAnswer.of(script.onStart(start));
                case NotifyIvr ivr -> HttpAnswer.of(script.onIvr(ivr));
                case NotifyInternal ringing -> told(() -> script.onInternal(ringing));
                case NotifyInternalEnd ringing -> told(() -> script.onInternalEnd(ringing));
                case NotifyAnswer answer -> told(() -> script.onAnswer(answer));
                case NotifyEnd end -> told(() -> script.onEnd(end));
                case NotifyOutStart start -> told(() -> script.onOutStart(start));
                case NotifyOutEnd end -> told(() -> script.onOutEnd(end));
                case NotifyRecord recording -> told(() -> script.onRecord(recording));
            };
        } catch (RuntimeException failure) {
            script.onFailure(event, failure);
            return HttpAnswer.text(500, "script failed at " + event.type());
        }
    }

    private static HttpAnswer told(Runnable teller) {
        teller.run();
        return HttpAnswer.of(CallScript.NOTHING);
    }

    /** Verifies and reads a request, for those who want to answer it themselves. */
    public static Received receive(HttpCall call, SignatureCheck check) {
        String method = call.method();
        if (method.equals("GET") || method.equals("HEAD")) {
            return echo(call.query());
        }
        if (!method.equals("POST")) {
            return refused(405, "method is %s; expected POST".formatted(method));
        }
        List<FormField> fields;
        try {
            fields = FormBody.decode(call.header("Content-Type").orElse(null), call.body());
        } catch (MalformedFormException e) {
            return refused(400, String.valueOf(e.getMessage()));
        }
        Optional<EventType> type = fields.stream()
                .filter(field -> field.name().equals("event"))
                .reduce((first, last) -> last)
                .flatMap(field -> EventType.of(field.value()));
        if (type.isEmpty()) {
            return new Received.UnknownEvent(fields);
        }
        Optional<String> problem = check.problem(call, type.get(), fields);
        if (problem.isPresent()) {
            return refused(403, problem.get());
        }
        return new Received.Event(EventReader.read(fields).orElseThrow(), fields);
    }

    private static Received echo(@Nullable String query) {
        try {
            for (FormField field : FormBody.decodeUrlencoded(query == null ? "" : query)) {
                if (field.name().equals("zd_echo")
                        && ECHO.matcher(field.value()).matches()) {
                    return new Received.Echo(field.value());
                }
            }
        } catch (MalformedFormException e) {
            return refused(400, String.valueOf(e.getMessage()));
        }
        return refused(
                405, "this is a webhook: expected POST with an event, or GET with zd_echo of letters and digits");
    }

    private static Received refused(int status, String why) {
        return new Received.Refused(HttpAnswer.text(status, why));
    }
}
