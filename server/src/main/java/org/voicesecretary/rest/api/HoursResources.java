package org.voicesecretary.rest.api;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.pbx.hours.HoursReport;
import org.voicesecretary.pbx.office.NumberHours;
import org.voicesecretary.pbx.office.Office;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/numbers/…/hours}: what a caller of a number meets at some time, and why. */
final class HoursResources {
    private final AccountDirectory directory;
    private final InstantSource wall;

    HoursResources(AccountDirectory directory, InstantSource wall) {
        this.directory = directory;
        this.wall = wall;
    }

    static Schema schema() {
        return Schema.object("What a caller meets, and why.")
                .field("number", Schema.text("That is called."))
                .field("at", Schema.time("When."))
                .field("lines", Schema.list("For people: what is met, then the reasons.", Schema.text("A sentence.")));
    }

    List<Operation> operations() {
        return List.of(Operation.of(
                        "GET",
                        "/numbers/{number}/hours",
                        ApiScope.OFFICE_READ,
                        "getHoursOfNumber",
                        "What a caller of a number meets at some time, and why: hours, lunch, holidays, overrides.")
                .part("number", "One of the account's, with or without +.")
                .query(
                        "at",
                        Schema.text(
                                "2026-12-24 14:05 by the account's clock, or a date for its noon; now unless said."))
                .gives(200, "What is met.", Schema.ref("HoursReport"))
                .by(this::report));
    }

    private Reply report(ApiCall call) throws ApiProblem {
        Optional<NumberRoute> route = directory
                .snapshot()
                .number(call.path("number"))
                .filter(found -> found.account().pbxId() == call.pbxId());
        if (route.isEmpty()) {
            throw ApiProblem.notFound("the account has no number " + call.path("number"));
        }
        Optional<String> at = call.query("at");
        Instant moment;
        try {
            moment = at.isPresent() ? HoursReport.moment(at.get(), route.get().timeZone()) : wall.instant();
        } catch (IllegalArgumentException e) {
            throw ApiProblem.of(ApiProblem.Kind.BAD_REQUEST, "at: " + e.getMessage());
        }
        HoursReport report = NumberHours.report(route.get(), Office.of(call.data()), moment);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("number", route.get().number());
        reply.put("at", moment.toString());
        ArrayNode lines = reply.putArray("lines");
        report.lines().forEach(lines::add);
        return Reply.ok(reply);
    }
}
