package org.voicesecretary.rest.api;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.CallRegistry;
import org.voicesecretary.call.CallRegistry.LiveCall;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.CallId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/calls}: calls that are up, and what can be done to them. */
final class CallResources {
    private static final String QUEUE = "queue:";

    private final CallRegistry calls;

    CallResources(CallRegistry calls) {
        this.calls = calls;
    }

    static Schema schema() {
        return Schema.object("A call that is up.")
                .field("id", Schema.text("pbx_call_id, as scripts and timelines have it."))
                .field("kind", Schema.text("Where it comes from.").oneOf(List.of("incoming", "outgoing", "internal")))
                .field("caller", Schema.text("Digits, 0 if anonymous; the extension of an internal call."))
                .field("called", Schema.text("What was called, without +."))
                .field(
                        "extension",
                        Schema.text("Which of the own extensions calls; null for a caller outside.")
                                .orNull())
                .field("started_at", Schema.time("When it came."));
    }

    List<Operation> operations() {
        String id = "The id of a call that is up.";
        return List.of(
                Operation.of("GET", "/calls", ApiScope.CALLS_READ, "listCalls", "Calls that are up, the oldest first.")
                        .gives(
                                200,
                                "All of them.",
                                Schema.object("Calls.")
                                        .field("items", Schema.list("The calls.", Schema.ref("LiveCall"))))
                        .by(this::list),
                Operation.of("GET", "/calls/{id}", ApiScope.CALLS_READ, "getCall", "One call that is up.")
                        .part("id", id)
                        .gives(200, "The call.", Schema.ref("LiveCall"))
                        .by(call -> Reply.ok(json(find(call)))),
                Operation.of("POST", "/calls/{id}/hangup", ApiScope.CALLS_WRITE, "hangUpCall", "Ends a call.")
                        .part("id", id)
                        .gives(202, "It is being ended.", Schema.ref("LiveCall"))
                        .by(this::hangUp),
                Operation.of(
                                "POST",
                                "/calls/{id}/redirect",
                                ApiScope.CALLS_WRITE,
                                "redirectCall",
                                "Takes a caller away from whatever they hear, or from whom they talk to, and connects them elsewhere.")
                        .part("id", id)
                        .takes(Schema.object("Where to.")
                                .field(
                                        "to",
                                        Schema.text("101, 0-1 (scenario), 0-main (menu), queue:NAME, +4930123456 or"
                                                + " blacklist (a busy tone).")))
                        .gives(202, "It is being redirected.", Schema.ref("LiveCall"))
                        .by(this::redirect));
    }

    private Reply list(ApiCall call) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode items = reply.putArray("items");
        calls.liveCalls().stream()
                .filter(live -> isOf(call, live))
                .sorted(Comparator.comparing((LiveCall live) -> live.context().start())
                        .thenComparing(live -> live.context().id().text()))
                .forEach(live -> items.add(json(live)));
        return Reply.ok(reply);
    }

    private static boolean isOf(ApiCall call, LiveCall live) {
        return live.context().number().accountKey().equals(call.data().account().key());
    }

    private LiveCall find(ApiCall call) throws ApiProblem {
        return calls.liveCalls().stream()
                .filter(live -> live.context().id().equals(new CallId(call.path("id"))))
                .filter(live -> isOf(call, live))
                .findFirst()
                .orElseThrow(() -> ApiProblem.notFound("no call " + call.path("id") + " is up"));
    }

    private static ObjectNode json(LiveCall live) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var context = live.context();
        json.put("id", context.id().text());
        json.put(
                "kind",
                switch (context.kind()) {
                    case CallKind.Incoming() -> "incoming";
                    case CallKind.Outgoing _ -> "outgoing";
                    case CallKind.Internal _ -> "internal";
                });
        json.put("caller", context.callerId());
        json.put("called", context.calledDid());
        json.put("extension", context.kind().from().orElse(null));
        json.put("started_at", context.start().toString());
        return json;
    }

    private Reply hangUp(ApiCall call) throws ApiProblem {
        LiveCall live = find(call);
        live.mailbox().post(new CallSignal.Terminate(CallSignal.Terminate.Reason.OPERATOR));
        return Reply.json(202, json(live));
    }

    private Reply redirect(ApiCall call) throws ApiProblem {
        String to = call.requiredText("to");
        ApiProblem unknown = unknown(to, Office.of(call.data()), call.body().propertyNames());
        if (unknown != null) {
            throw unknown;
        }
        LiveCall live = find(call);
        live.mailbox().post(new CallSignal.Diverted(RedirectTarget.parse(to)));
        return Reply.json(202, json(live));
    }

    /** What keeps a target from being reached at all; null = nothing. */
    private static @org.jspecify.annotations.Nullable ApiProblem unknown(
            String to, Office office, java.util.Collection<String> fields) {
        if (!Set.of("to").containsAll(fields)) {
            return ApiProblem.of(ApiProblem.Kind.UNPROCESSABLE, "the body has unknown fields; expected \"to\" alone");
        }
        boolean there = switch (RedirectTarget.parse(to)) {
            case RedirectTarget.Extension(var extension) ->
                office.extension(extension).isPresent();
            case RedirectTarget.Menu(var menu) -> office.menu(menu).isPresent();
            case RedirectTarget.Scenario(var menu, var key) ->
                office.scenario(menu, key).isPresent();
            case RedirectTarget.Invalid(var raw) ->
                raw.startsWith(QUEUE)
                        && office.queue(raw.substring(QUEUE.length())).isPresent();
            case RedirectTarget.Blacklist(), RedirectTarget.OutsideNumber _ -> true;
            case RedirectTarget.None() -> false;
        };
        return there
                ? null
                : ApiProblem.of(
                        ApiProblem.Kind.UNPROCESSABLE,
                        "to is \"" + to
                                + "\", which is not there; expected an extension (101), a scenario (0-1), a menu"
                                + " (0-main), queue:NAME, +4930123456 or blacklist");
    }
}
