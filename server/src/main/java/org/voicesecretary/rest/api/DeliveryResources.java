package org.voicesecretary.rest.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.webhook.Deliveries;
import org.voicesecretary.webhook.Delivery;
import org.voicesecretary.webhook.DeliveryState;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/deliveries}: events on their way to scripts, and sending them again. */
final class DeliveryResources {
    private static final Instant ALWAYS = Instant.EPOCH;
    private static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");
    private static final List<String> FIELDS = List.of("from", "until", "states", "url", "call");

    private final Deliveries deliveries;

    DeliveryResources(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    private static Schema state() {
        return Schema.text("Where it stands; dead: it was given up.")
                .oneOf(Arrays.stream(DeliveryState.values())
                        .map(DeliveryResources::word)
                        .toList());
    }

    private static String word(DeliveryState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static Schema schema() {
        return Schema.object("An event on its way to a script.")
                .field("id", Schema.text("Grows with time."))
                .field("call", Schema.text("pbx_call_id."))
                .field("event", Schema.text("Such as NOTIFY_END."))
                .field("url", Schema.text("Of the script."))
                .field("content_type", Schema.text("Of the body."))
                .field("body", Schema.text("As it is sent."))
                .field("state", state())
                .field("attempts", Schema.integer("Made so far."))
                .field("created_at", Schema.time("When it was made."))
                .field(
                        "due_at",
                        Schema.time("When it is tried next; null = it is not tried.")
                                .orNull())
                .field(
                        "done_at",
                        Schema.time("When it was delivered or given up; null = it is pending.")
                                .orNull());
    }

    static Schema attemptSchema() {
        return Schema.object("One attempt.")
                .field("number", Schema.integer("From 1."))
                .field("at", Schema.time("When."))
                .field(
                        "outcome",
                        Schema.text("delivered, refused (an answer other than 2xx), failed (no whole answer) …"))
                .field(
                        "status",
                        Schema.integer("Of the answer; null = there was none.").orNull())
                .field("latency_ms", Schema.integer("How long it took."))
                .field("problem", Schema.text("Why there was no answer; empty = there was."))
                .field("answer", Schema.text("Its first 4 KB."));
    }

    List<Operation> operations() {
        String id = "The id of a delivery.";
        return List.of(
                Operation.of(
                                "GET",
                                "/deliveries",
                                ApiScope.DELIVERIES_READ,
                                "listDeliveries",
                                "Events, the newest first.")
                        .paged()
                        .query("state", state())
                        .query("url", Schema.text("Of one script."))
                        .query("call", Schema.text("Of one call."))
                        .query("from", Schema.time("Made then or later."))
                        .query("until", Schema.time("Made before."))
                        .gives(
                                200,
                                "A page.",
                                Schema.object("Deliveries.")
                                        .field("items", Schema.list("Each.", Schema.ref("Delivery")))
                                        .field(
                                                "next",
                                                Schema.text("cursor of the next page; null = this is the last.")
                                                        .orNull()))
                        .by(this::list),
                Operation.of(
                                "GET",
                                "/deliveries/{id}",
                                ApiScope.DELIVERIES_READ,
                                "getDelivery",
                                "One event, with every attempt.")
                        .part("id", id)
                        .gives(
                                200,
                                "The event.",
                                Schema.object("A delivery.")
                                        .field("delivery", Schema.ref("Delivery"))
                                        .field("attempts", Schema.list("In order.", Schema.ref("Attempt"))))
                        .by(this::get),
                Operation.of(
                                "POST",
                                "/deliveries/{id}/resend",
                                ApiScope.DELIVERIES_WRITE,
                                "resendDelivery",
                                "Sends an event once more, in its turn.")
                        .part("id", id)
                        .gives(202, "It is sent again.", Schema.ref("Delivery"))
                        .by(this::resend),
                Operation.of(
                                "POST",
                                "/deliveries/resend",
                                ApiScope.DELIVERIES_WRITE,
                                "resendDeliveries",
                                "Sends many events once more, those of each call in their order; those that were given up unless states says otherwise.")
                        .takes(Schema.object("Which.")
                                .field("from", Schema.time("Made then or later."))
                                .field("until", Schema.time("Made before."))
                                .maybe("states", Schema.list("Only those.", state()))
                                .maybe("url", Schema.text("Of one script."))
                                .maybe("call", Schema.text("Of one call.")))
                        .gives(
                                202,
                                "They are sent again.",
                                Schema.object("How many.").field("resent", Schema.integer("Events.")))
                        .by(this::resendMany));
    }

    private Reply list(ApiCall call) throws ApiProblem {
        int limit = call.limit();
        var which = new Deliveries.Selection(
                call.pbxId(),
                time("from", call.query("from").orElse(null), ALWAYS),
                time("until", call.query("until").orElse(null), NEVER),
                call.query("state").isPresent()
                        ? Set.of(state(call.query("state").get()))
                        : EnumSet.allOf(DeliveryState.class),
                call.query("url").orElse(null),
                call.query("call").orElse(null));
        List<Delivery> found = deliveries.list(which, call.cursor(Long.MAX_VALUE), limit + 1);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode items = reply.putArray("items");
        found.stream().limit(limit).forEach(each -> items.add(json(each)));
        reply.put(
                "next",
                found.size() > limit ? String.valueOf(found.get(limit - 1).id()) : null);
        return Reply.ok(reply);
    }

    private static DeliveryState state(String word) throws ApiProblem {
        return Arrays.stream(DeliveryState.values())
                .filter(state -> word(state).equals(word))
                .findFirst()
                .orElseThrow(() -> ApiProblem.of(
                        ApiProblem.Kind.UNPROCESSABLE,
                        "state is \"" + word + "\"; expected pending, delivered or dead"));
    }

    private static Instant time(String field, @Nullable String text, Instant otherwise) throws ApiProblem {
        if (text == null) {
            return otherwise;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw ApiProblem.of(
                    ApiProblem.Kind.UNPROCESSABLE,
                    field + " is \"" + text + "\"; expected a time such as 2026-11-24T10:00:00Z");
        }
    }

    private Delivery find(ApiCall call) throws ApiProblem {
        String id = call.path("id");
        if (id.matches("[0-9]{1,18}|[1-8][0-9]{18}")) {
            var found = deliveries.find(call.pbxId(), Long.parseLong(id));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw ApiProblem.notFound("there is no delivery " + id);
    }

    private Reply get(ApiCall call) throws ApiProblem {
        Delivery delivery = find(call);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.set("delivery", json(delivery));
        ArrayNode attempts = reply.putArray("attempts");
        for (Delivery.Attempt attempt : deliveries.attempts(call.pbxId(), delivery.id())) {
            ObjectNode json = attempts.addObject();
            json.put("number", attempt.number());
            json.put("at", attempt.at().toString());
            json.put("outcome", attempt.outcome().toLowerCase(Locale.ROOT));
            json.put("status", attempt.status());
            json.put("latency_ms", attempt.latencyMillis());
            json.put("problem", attempt.problem());
            json.put("answer", attempt.answer());
        }
        return Reply.ok(reply);
    }

    private Reply resend(ApiCall call) throws ApiProblem {
        Delivery delivery = find(call);
        deliveries.resend(call.pbxId(), delivery.id());
        return Reply.json(202, json(find(call)));
    }

    private Reply resendMany(ApiCall call) throws ApiProblem {
        for (String field : call.body().propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw ApiProblem.of(
                        ApiProblem.Kind.UNPROCESSABLE,
                        "\"" + field + "\" is unknown; expected " + String.join(", ", FIELDS));
            }
        }
        Set<DeliveryState> states = EnumSet.noneOf(DeliveryState.class);
        var list = call.body().get("states");
        if (list != null && list.isArray()) {
            for (var each : list) {
                states.add(state(each.isString() ? each.stringValue() : each.toString()));
            }
        }
        int resent = deliveries.resend(new Deliveries.Selection(
                call.pbxId(),
                time("from", call.requiredText("from"), ALWAYS),
                time("until", call.requiredText("until"), NEVER),
                states.isEmpty() ? Set.of(DeliveryState.DEAD) : states,
                call.text("url").orElse(null),
                call.text("call").orElse(null)));
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("resent", resent);
        return Reply.json(202, reply);
    }

    private static ObjectNode json(Delivery delivery) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", String.valueOf(delivery.id()));
        json.put("call", delivery.callId());
        json.put("event", delivery.event());
        json.put("url", delivery.url().toString());
        json.put("content_type", delivery.contentType());
        json.put("body", delivery.body());
        json.put("state", word(delivery.state()));
        json.put("attempts", delivery.attempts());
        json.put("created_at", delivery.createdAt().toString());
        json.put(
                "due_at",
                delivery.state() == DeliveryState.PENDING ? delivery.due().toString() : null);
        json.put("done_at", delivery.doneAt() == null ? null : delivery.doneAt().toString());
        return json;
    }
}
